import { civilDateIn, parseCivilDate, type CivilDate } from '../../domain/civil-date.js';
import type { MessageKind } from '../../domain/correspondence/kinds.js';
import { PROVABLE, type Telling } from '../../domain/proof/telling.js';
import {
  isEnteredLate,
  STATED_WAYS,
  statedDayFaults,
  type Doer,
  type StatedWay,
  type Told,
} from '../../domain/proof/told.js';
import type { FieldProblem } from '../../domain/problem.js';
import type { Executor } from '../../platform/database/statement.js';
import { isUuid } from '../../platform/ids.js';
import { findMessage, threadOf, type MessageRow } from '../correspondence/messages.sql.js';
import { findCheck } from '../identity-check/identity-checks.sql.js';
import type { RightsRequestRow } from '../request/rights-requests.repository.js';
import { textProblems } from '../request/typed-text.js';

export const STATEMENT_LIMIT = 1_000;

/** As it was entered: a message or a check that proves it, or else a statement with its day and way. */
export interface ProofFields {
  readonly message?: string | undefined;
  readonly check?: string | undefined;
  readonly way?: string | undefined;
  /** Why nothing here proves it, in a few words. */
  readonly unproved?: string | undefined;
  /** Who says so, where it is not whoever enters it. */
  readonly saidBy?: string | undefined;
}

/** Beside the entry's commitment: who says so and why nothing proves it. */
export interface StatementWords {
  readonly unproved: string;
  readonly saidBy: string;
}

export interface FoundProof {
  readonly problems: readonly FieldProblem[];
  /** The day of what proves it; undefined for a statement. */
  readonly on: CivilDate | undefined;
  readonly facts: Told;
  readonly words: StatementWords | undefined;
  /** Of the message to the person that proves it. */
  readonly kind?: MessageKind;
}

type CaseRow = Pick<
  RightsRequestRow,
  'id' | 'timeZone' | 'receivedOn' | 'forwardedAt' | 'acknowledgedAt' | 'land' | 'municipality'
>;

/**
 * What proves that somebody was told, or the statement that they were, with everything that is wrong with it. What is
 * named as proof must be of this case, of the right kind, gone out, and not come back.
 * @param field where a stated day was typed, `stated` what was typed there
 */
export async function findProof(
  executor: Executor,
  row: CaseRow,
  telling: Telling,
  fields: ProofFields,
  { field, stated, now }: { readonly field: string; readonly stated: string | undefined; readonly now: Date },
): Promise<FoundProof> {
  const named = (['message', 'check'] as const).filter((one) => isGiven(fields[one]));
  if (named.length === 0) {
    return statementOf(row, PROVABLE[telling].doer, fields, { field, stated, now });
  }
  const further = [...named.slice(1), ...(['way', 'unproved'] as const).filter((one) => isGiven(fields[one]))];
  const tooMany = further.map((one): FieldProblem => ({ field: one, code: 'only-one-of-these' }));
  const found = isGiven(fields.message)
    ? await messageProof(executor, row, fields.message, PROVABLE[telling])
    : await ofCheck(executor, row, telling, fields.check ?? '');
  const differs = found.on !== undefined && isGiven(stated) && stated !== found.on;
  const otherDay: FieldProblem[] = differs ? [{ field, code: 'other-day', limit: found.on ?? '' }] : [];
  return { ...found, problems: [...tooMany, ...found.problems, ...otherDay] };
}

/** The messages of a case that prove such a thing, newest first. */
export async function proofsIn(executor: Executor, id: string, telling: Telling): Promise<readonly MessageRow[]> {
  const { kinds, incoming } = PROVABLE[telling];
  const thread = await threadOf(executor, id);
  return thread
    .filter(({ direction, kind, state, automatic }) =>
      direction === 'in' ? incoming && !automatic : state === 'sent' && kind !== null && kinds.includes(kind),
    )
    .reverse();
}

/** The statement of a day that nothing proves: on which way it was, and why nothing does. */
export function statementOf(
  row: CaseRow,
  doer: Doer,
  { way, unproved = '', saidBy = '' }: ProofFields,
  { field, stated, now }: { readonly field: string; readonly stated: string | undefined; readonly now: Date },
): FoundProof {
  const today = civilDateIn(now, row.timeZone);
  const on = parseCivilDate(stated);
  const known = STATED_WAYS.find((one): one is StatedWay => one === way);
  const dayOf = (moment: Date | null): CivilDate | null => (moment === null ? null : civilDateIn(moment, row.timeZone));
  const problems: readonly FieldProblem[] = [
    // That a day is missing, or is none, is said where the act is read.
    ...(on === undefined
      ? []
      : statedDayFaults(field, on, {
          doer,
          receivedOn: row.receivedOn as CivilDate,
          ...{ forwardedOn: dayOf(row.forwardedAt), acknowledgedOn: dayOf(row.acknowledgedAt), today },
        })),
    ...(known === undefined
      ? [{ field: 'way', code: isGiven(way) ? 'unknown-value' : 'required' } satisfies FieldProblem]
      : []),
    ...textProblems('unproved', unproved, STATEMENT_LIMIT, true),
    ...textProblems('saidBy', saidBy, STATEMENT_LIMIT, false),
  ];
  const place = row.municipality === null ? { land: row.land } : { land: row.land, municipality: row.municipality };
  const late = on !== undefined && on <= today && isEnteredLate(on, today, place);
  return {
    ...{ problems, on: undefined },
    facts: {
      proof: 'attested',
      ...(known === undefined ? {} : { way: known }),
      ...(late ? { enteredLate: true } : {}),
    },
    words: { unproved: unproved.trim(), saidBy: saidBy.trim() },
  };
}

/** A message of the case as proof: of one of these kinds, gone out and not come back; or from the person. */
export async function messageProof(
  executor: Executor,
  row: CaseRow,
  id: string,
  { kinds, incoming }: { readonly kinds: readonly MessageKind[]; readonly incoming: boolean },
): Promise<FoundProof> {
  const message = isUuid(id) ? await findMessage(executor, row.id, id) : undefined;
  if (message === undefined) {
    return without('message', 'other-case');
  }
  const facts: Told = { proof: 'message', evidence: message.id };
  if (message.direction === 'in') {
    return incoming && !message.automatic && message.origin === 'person'
      ? { problems: [], on: civilDateIn(message.createdAt, row.timeZone), facts, words: undefined }
      : without('message', 'proves-something-else');
  }
  if (message.kind === null || !kinds.includes(message.kind)) {
    return without('message', 'proves-something-else');
  }
  if (message.state !== 'sent') {
    return without('message', message.state === 'bounced' || message.state === 'failed' ? 'came-back' : 'not-sent');
  }
  const on = parseCivilDate(message.sentOn);
  return { problems: [], on, facts, words: undefined, kind: message.kind };
}

/** A code that we sent, or an answer that confirmed who it is; what else was checked is stated by whoever checked it. */
async function ofCheck(executor: Executor, row: CaseRow, telling: Telling, id: string): Promise<FoundProof> {
  const check = isUuid(id) ? await findCheck(executor, id) : undefined;
  if (check?.rightsRequestId !== row.id) {
    return without('check', 'other-case');
  }
  const asked = PROVABLE[telling].check;
  if (asked === undefined) {
    return without('check', 'proves-something-else');
  }
  if (asked === 'ended' && check.state !== 'confirmed' && check.state !== 'no-longer-doubted') {
    return without('check', 'proves-something-else');
  }
  const on =
    asked === 'ended' ? parseCivilDate(check.endedOn) : civilDateIn(check.mailedAt ?? check.startedAt, row.timeZone);
  return { problems: [], on, facts: { proof: 'check', evidence: check.id }, words: undefined };
}

function without(field: string, code: FieldProblem['code']): FoundProof {
  return { problems: [{ field, code }], on: undefined, facts: { proof: 'attested' }, words: undefined };
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}
