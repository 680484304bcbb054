import { DOUBTS, METHODS, OUTCOMES, type IdentityOutcome } from '../../domain/rights/identity-check.js';
import { IdentityCheckService, WORDS_LIMIT } from '../../requests/identity-check/identity-check.service.js';
import { command, CommandDto, making, type Commands } from './command.js';
import { Choice, Id, Words } from './fields.js';

const CODE_LIMIT = 20;
const ADDRESS_LIMIT = 300;

export class CheckIdentityDto extends CommandDto {
  @Choice(DOUBTS, { description: 'Why it is doubted who the person is (Art. 12(6))' })
  doubt!: string;

  @Words(WORDS_LIMIT, { description: 'The doubt in words; kept under seal' })
  why!: string;

  @Choice(METHODS, { description: 'The first that is enough; a document only where nothing else helps' })
  method!: string;

  @Words(ADDRESS_LIMIT, { optional: true, description: 'code: the address we know; the code is sent there' })
  address?: string;

  @Words(WORDS_LIMIT, { optional: true, description: 'known-facts: what is asked; erased with the result' })
  questions?: string;

  @Words(WORDS_LIMIT, { optional: true, description: 'document: why nothing less is enough' })
  documentReason?: string;
}

export class EnterIdentityCodeDto extends CommandDto {
  @Id('The check, of GET …/identity-checks')
  check!: string;

  @Words(CODE_LIMIT, { description: 'The code that the person told' })
  code!: string;
}

export class EndIdentityCheckDto extends CommandDto {
  @Id('The check')
  check!: string;

  @Choice(OUTCOMES)
  outcome!: IdentityOutcome;
}

/** Who the person is. The clock is another matter: request-identity stops it, confirm-identity lets it go on. */
export const IDENTITY_COMMANDS = {
  'check-identity': making(CheckIdentityDto, async (services, { actor, id, freshId }, fields) => {
    const { doubt, why, method, address = '', questions = '', documentReason = '' } = fields;
    const form = { doubt, why, method, address, questions, documentReason };
    await services.of(IdentityCheckService).begin(actor, id, freshId, form);
    return freshId;
  }),
  'enter-identity-code': command(EnterIdentityCodeDto, async (services, { actor, id }, { check, code }) => {
    await services.of(IdentityCheckService).mustBeOf(actor, id, check);
    await services.of(IdentityCheckService).enterCode(actor, check, code);
  }),
  'end-identity-check': command(EndIdentityCheckDto, async (services, { actor, id }, { check, outcome }) => {
    await services.of(IdentityCheckService).mustBeOf(actor, id, check);
    await services.of(IdentityCheckService).end(actor, check, outcome);
  }),
} as const satisfies Commands;
