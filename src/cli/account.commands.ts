import { refuse } from '../domain/problem.js';
import { commandLineActor, type Actor } from '../audit/actor.js';
import { AccountsService } from '../identity/accounts/accounts.service.js';
import { Operators } from '../identity/operators.service.js';
import { Passwords } from '../identity/accounts/passwords.service.js';
import { USER_ROLES, type UserRole } from '../identity/user-role.js';
import { OrganisationsService } from '../organisations/organisations.service.js';
import { required, UsageError, type Command, type CommandInput } from './command.js';
import { givenPassword } from './given-password.js';
import { withApplication } from './with-application.js';

const ORGANISATION = { organisation: { type: 'string' } } as const;
const WHO = { ...ORGANISATION, email: { type: 'string' } } as const;

interface Desk {
  readonly accounts: AccountsService;
  readonly passwords: Passwords;
  readonly operators: Operators;
  readonly actor: Actor;
}

/** Runs on the organisation that `--organisation` names. */
function atDesk<T>({ flags, config }: CommandInput, work: (desk: Desk) => Promise<T>): Promise<T> {
  const slug = required(flags, 'organisation');
  return withApplication(config, async (application) => {
    const { id } = await application.get(OrganisationsService).bySlug(slug);
    return work({
      accounts: application.get(AccountsService),
      passwords: application.get(Passwords),
      operators: application.get(Operators),
      actor: commandLineActor(id),
    });
  });
}

/** A command that does one thing with one account. */
function onAccount(
  name: string,
  summary: string,
  act: (desk: Desk, userId: string, input: CommandInput) => Promise<string>,
  more: { readonly usage?: string; readonly options?: NonNullable<Command['options']> } = {},
): Command {
  return {
    name,
    summary,
    usage: `forthwith ${name} --organisation SLUG --email ADDRESS${more.usage ?? ''}`,
    options: { ...WHO, ...more.options },
    async run(input) {
      const email = required(input.flags, 'email');
      const told = await atDesk(input, async (desk) => {
        const userId = await desk.accounts.idOf(desk.actor, email);
        return { userId, text: await act(desk, userId, input) };
      });
      input.result({ userId: told.userId, email, done: name }, `${email}: ${told.text}`);
      return 0;
    },
  };
}

export const userList: Command = {
  name: 'user list',
  summary: 'List the accounts of an organisation with their roles and state',
  usage: 'forthwith user list --organisation SLUG',
  options: ORGANISATION,
  async run(input) {
    const users = await atDesk(input, ({ accounts, actor }) => accounts.list(actor));
    const lines = users.map(({ email, roles, suspended }) =>
      [email, roles.join(','), suspended ? 'on hold' : 'active'].join('\t'),
    );
    input.result({ users }, lines.join('\n'));
    return 0;
  },
};

export const userInvite: Command = {
  name: 'user invite',
  summary: 'Give somebody a role and mail them a link by which they set a password',
  usage: 'forthwith user invite --organisation SLUG --email ADDRESS --role ROLE',
  options: { ...WHO, role: { type: 'string' } },
  async run(input) {
    const [email, role] = [required(input.flags, 'email'), roleOf(required(input.flags, 'role'), '--role')];
    const { userId } = await atDesk(input, ({ accounts, actor }) => accounts.invite(actor, email, [role]));
    input.result({ userId, email, role }, `${email}: invited as ${role}`);
    return 0;
  },
};

export const userRole = onAccount(
  'user role',
  'Give a role to an account, or take one; at once, in open sessions too',
  async ({ accounts, actor }, userId, { flags }) => {
    const [give, take] = [flags['give'], flags['take']];
    if ((typeof give === 'string') === (typeof take === 'string')) {
      throw new UsageError('either --give or --take is needed');
    }
    if (typeof give === 'string') {
      await accounts.giveRole(actor, userId, roleOf(give, '--give'));
      return `${give} given`;
    }
    await accounts.takeRole(actor, userId, roleOf(String(take), '--take'));
    return `${String(take)} taken`;
  },
  { usage: ' --give ROLE | --take ROLE', options: { give: { type: 'string' }, take: { type: 'string' } } },
);

export const userDisable = onAccount(
  'user disable',
  'Put the access of an account on hold: sign-in, sessions, tokens; the roles are remembered',
  async ({ accounts, actor }, userId) => {
    await accounts.suspend(actor, userId);
    return 'on hold';
  },
);

export const userEnable = onAccount('user enable', 'Give access back', async ({ accounts, actor }, userId) => {
  await accounts.resume(actor, userId);
  return 'active';
});

export const userLeave = onAccount(
  'user leave',
  'Somebody leaves: roles, sessions, tokens and links of this organisation end at once, for good',
  async ({ accounts, actor }, userId) => {
    await accounts.leave(actor, userId);
    return 'has left';
  },
);

export const userPassword = onAccount(
  'user password',
  'Set a new password; every session, token and link of the account ends',
  async ({ passwords, actor }, userId, { flags }) => {
    const email = required(flags, 'email').trim().toLowerCase();
    const password = await givenPassword(flags, email);
    if (password === undefined) {
      throw new UsageError('--password-stdin is needed');
    }
    await passwords.set(actor, { userId, email }, password);
    return 'new password set';
  },
  { usage: ' --password-stdin', options: { password: { type: 'string' }, 'password-stdin': { type: 'boolean' } } },
);

export const operatorName = onAccount(
  'operator name',
  'Let an administrator also set up organisations and the mail server of the whole installation',
  async ({ accounts, operators, actor }, userId) => {
    const { roles } = await accounts.get(actor, userId);
    if (!roles.includes('admin')) {
      refuse('not-allowed', {});
    }
    await operators.name(actor, userId);
    return 'operator';
  },
);

export const operatorDismiss = onAccount('operator dismiss', 'Take that back', async ({ operators, actor }, userId) => {
  await operators.dismiss(actor, userId);
  return 'no operator any more';
});

export const sessionEnd = onAccount(
  'session end',
  'End the open sessions of an account in an organisation',
  async ({ accounts, actor }, userId) => `${await accounts.endSessions(actor, userId)} sessions ended`,
);

export const tokenList = onAccount(
  'token list',
  'List the tokens of an account: id, name, scope, end, last use',
  async ({ accounts, actor }, userId) => {
    const { tokens } = await accounts.get(actor, userId);
    const lines = tokens.map(({ id, name, scope, expiresAt, lastUsedOn }) =>
      [id, name, scope, expiresAt?.toISOString() ?? 'no end', lastUsedOn ?? 'not used'].join('\t'),
    );
    return `${tokens.length} tokens\n${lines.join('\n')}`;
  },
);

export const tokenRevoke = onAccount(
  'token revoke',
  'Revoke a token of an account; token list tells the ids',
  async ({ accounts, actor }, userId, { flags }) => {
    const id = required(flags, 'id');
    await accounts.revokeToken(actor, userId, id);
    return `token ${id} revoked`;
  },
  { usage: ' --id ID', options: { id: { type: 'string' } } },
);

function roleOf(text: string, flag: string): UserRole {
  return (
    USER_ROLES.find((role) => role === text) ??
    ((): never => {
      throw new UsageError(`${flag} is "${text}", allowed is ${USER_ROLES.join(', ')}`);
    })()
  );
}
