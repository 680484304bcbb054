import { readFileSync } from 'node:fs';
import { addDays, parseCivilDate, startOfDayIn } from '../domain/civil-date.js';
import { commandLineActor } from '../audit/actor.js';
import { Integrator } from '../audit/integrator.js';
import { LogKeys } from '../audit/log-keys.js';
import { randomPassword } from '../identity/password.js';
import { TOKEN_SCOPES, TokensService } from '../identity/tokens.service.js';
import { USER_ROLES, type UserRole } from '../identity/user-role.js';
import { UsersService } from '../identity/users.service.js';
import { OrganisationsService } from '../organisations/organisations.service.js';
import { parseProfile } from '../organisations/profile.js';
import { openFoundation } from '../platform/foundation.js';
import { required, UsageError, type Command } from './command.js';
import { givenPassword } from './given-password.js';
import { withApplication } from './with-application.js';

export const migrate: Command = {
  name: 'migrate',
  summary: 'Bring the database to this version',
  usage: 'forthwith migrate',
  async run({ config, result }) {
    const foundation = await openFoundation({ ...config, logLevel: 'error' }, 'command');
    const { migrated } = foundation;
    await foundation.close();
    result({ migrated }, migrated.length === 0 ? 'The database is up to date.' : migrated.join('\n'));
    return 0;
  },
};

export const organisationImport: Command = {
  name: 'organisation import',
  summary: 'Create an organisation from a profile, or bring it to what the profile says',
  usage: 'forthwith organisation import FILE',
  async run({ words, config, result }) {
    const [file] = words;
    if (file === undefined) {
      throw new UsageError('the profile file is missing');
    }
    const profile = parseProfile(readJson(file));
    const imported = await withApplication(config, (application) =>
      application.get(OrganisationsService).importProfile(profile),
    );
    const { created, changes } = imported;
    result(
      imported,
      `${profile.slug}: ${created ? 'created' : changes === 0 ? 'nothing to change' : `${changes} changes`}`,
    );
    return 0;
  },
};

export const organisationList: Command = {
  name: 'organisation list',
  summary: 'List the organisations with the verifier keys of their logs',
  usage: 'forthwith organisation list',
  async run({ config, result }) {
    const organisations = await withApplication(config, async (application) => {
      const all = await application.get(OrganisationsService).list();
      const keys = application.get(LogKeys);
      // A log signed by an older version gets its name back from its own checkpoint.
      await application.get(Integrator).integrateAll();
      const named = (id: string) => keys.isNamed(id) || keys.hasChosenHost;
      return all.map(({ id, slug, name }) => ({
        ...{ id, slug, name },
        verifierKey: named(id) ? keys.verifierKey(id, slug) : null,
      }));
    });
    const unnamed = '(named when it is first signed, after BASE_URL or LOG_HOST)';
    const lines = organisations.map(({ slug, name, verifierKey }) => `${slug}\t${name}\t${verifierKey ?? unnamed}`);
    result(
      { organisations },
      lines.length === 0 ? 'No organisation yet: forthwith organisation import FILE' : lines.join('\n'),
    );
    return 0;
  },
};

export const userCreate: Command = {
  name: 'user create',
  summary: 'Add a user, or give an existing one a role; a new user gets a random password, shown once',
  usage: 'forthwith user create --organisation SLUG --email ADDRESS --role ROLE [--until DAY] [--password-stdin]',
  options: {
    organisation: { type: 'string' },
    email: { type: 'string' },
    role: { type: 'string' },
    until: { type: 'string' },
    password: { type: 'string' },
    'password-stdin': { type: 'boolean' },
  },
  async run({ flags, config, result }) {
    const [slug, email, role] = [required(flags, 'organisation'), required(flags, 'email'), required(flags, 'role')];
    if (!USER_ROLES.includes(role as UserRole)) {
      throw new UsageError(`--role is "${role}", allowed is ${USER_ROLES.join(', ')}`);
    }
    const until = typeof flags['until'] === 'string' ? flags['until'] : undefined;
    if (until !== undefined && (role !== 'auditor' || parseCivilDate(until) === undefined)) {
      throw new UsageError(`--until is "${until}": a day such as 2027-01-31, for the role auditor only`);
    }
    const given = await givenPassword(flags, email);
    const added = await withApplication(config, async (application) => {
      const { id } = await application.get(OrganisationsService).bySlug(slug);
      const users = application.get(UsersService);
      const actor = commandLineActor(id);
      const known = (await users.list(actor)).some((user) => user.email === email.trim().toLowerCase());
      const password = given ?? (known ? undefined : randomPassword());
      const { userId, created, passwordSet } = await users.add(actor, {
        email,
        role: role as UserRole,
        ...(until === undefined ? {} : { until }),
        ...(password === undefined ? {} : { password }),
      });
      // Whoever works for another organisation too keeps theirs: a password that was not set is not shown.
      return { userId, created, email, role, ...(passwordSet ? { password } : {}) };
    });
    const shown =
      'password' in added
        ? given === undefined
          ? `\npassword (shown only now): ${added.password}`
          : ''
        : '\nthe account existed; its password stays (user password sets another)';
    result(added, `${email}: ${role}${shown}`);
    return 0;
  },
};

export const tokenCreate: Command = {
  name: 'token create',
  summary: 'Issue a bearer token that acts as a user; shown once',
  usage: 'forthwith token create --email ADDRESS [--organisation SLUG] [--name NAME] [--scope SCOPE] [--until DAY]',
  options: {
    email: { type: 'string' },
    organisation: { type: 'string' },
    name: { type: 'string' },
    scope: { type: 'string' },
    until: { type: 'string' },
  },
  async run({ flags, config, result }) {
    const email = required(flags, 'email');
    const name = typeof flags['name'] === 'string' ? flags['name'] : 'token';
    const scope = TOKEN_SCOPES.find((one) => one === (flags['scope'] ?? 'all'));
    if (scope === undefined) {
      throw new UsageError(`--scope is "${String(flags['scope'])}", allowed is ${TOKEN_SCOPES.join(', ')}`);
    }
    const until = flags['until'] === undefined ? null : parseCivilDate(flags['until']);
    if (until === undefined) {
      throw new UsageError(`--until is "${String(flags['until'])}": a day such as 2027-01-31`);
    }
    const token = await withApplication(config, async (application) => {
      const { organisation: slug } = flags;
      const organisation =
        typeof slug === 'string' ? await application.get(OrganisationsService).bySlug(slug) : undefined;
      const expiresAt = until === null ? null : startOfDayIn(addDays(until, 1), organisation?.timeZone ?? 'UTC');
      return application.get(TokensService).issue(email, name, organisation?.id, { scope, expiresAt });
    });
    result({ token }, token);
    return 0;
  },
};

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const code = (error as { code?: string }).code;
    throw new UsageError(code === undefined ? `${file} is no JSON` : `${file} cannot be read (${code})`);
  }
}
