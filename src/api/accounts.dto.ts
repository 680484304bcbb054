import { TOKEN_SCOPES } from '../identity/tokens.service.js';
import { USER_ROLES } from '../identity/user-role.js';
import { Choice, Choices, OptionalId, Words } from './commands/fields.js';

/** What an administrator does with an account. */
const ACCOUNT_COMMANDS = [
  ...(['give-role', 'take-role', 'suspend', 'resume'] as const),
  ...(['invite', 'end-sessions', 'revoke-token', 'leave'] as const),
];

export class InviteDto {
  @Words(254, { description: 'A link by which the person sets a password is mailed there' })
  email!: string;

  @Choices(USER_ROLES)
  roles!: string[];
}

export class AccountCommandDto {
  @Choice(ACCOUNT_COMMANDS)
  type!: string;

  @Choice(USER_ROLES, { optional: true, description: 'give-role, take-role: which' })
  role?: string;

  @OptionalId('revoke-token: which; end-sessions: only this one')
  id?: string;
}

export class NewTokenDto {
  @Words(100, { description: 'The program that uses it; no names of people' })
  name!: string;

  @Choice(TOKEN_SCOPES, { optional: true, description: 'all: what you may do; read: GET only; intake: handing over' })
  scope?: string;

  @Words(40, { optional: true, description: 'When it ends, RFC 3339; without it, until it is revoked' })
  expires?: string;
}
