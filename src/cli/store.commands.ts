import { readFileSync } from 'node:fs';
import { parseCivilDate } from '../domain/civil-date.js';
import { commandLineActor } from '../audit/actor.js';
import { Integrator } from '../audit/integrator.js';
import { LogKeys } from '../audit/log-keys.js';
import { randomPassword } from '../identity/password.js';
import { LONGEST_PASSWORD, passwordProblem, SHORTEST_PASSWORD } from '../identity/password-rule.js';
import { TokensService } from '../identity/tokens.service.js';
import { USER_ROLES, type UserRole } from '../identity/user-role.js';
import { UsersService } from '../identity/users.service.js';
import { OrganisationsService } from '../organisations/organisations.service.js';
import { parseProfile } from '../organisations/profile.js';
import { openFoundation } from '../platform/foundation.js';
import { required, UsageError, type Command, type Flags } from './command.js';
import { readPassword } from './read-password.js';
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
      const { userId, created } = await users.add(actor, {
        email,
        role: role as UserRole,
        ...(until === undefined ? {} : { until }),
        ...(password === undefined ? {} : { password }),
      });
      return { userId, created, email, role, ...(password === undefined ? {} : { password }) };
    });
    const shown = 'password' in added && given === undefined ? `\npassword (shown only now): ${added.password}` : '';
    result(added, `${email}: ${role}${shown}`);
    return 0;
  },
};

export const tokenCreate: Command = {
  name: 'token create',
  summary: 'Issue a bearer token that acts as a user; shown once',
  usage: 'forthwith token create --email ADDRESS [--name NAME]',
  options: { email: { type: 'string' }, name: { type: 'string' } },
  async run({ flags, config, result }) {
    const email = required(flags, 'email');
    const name = typeof flags['name'] === 'string' ? flags['name'] : 'token';
    const token = await withApplication(config, (application) => application.get(TokensService).issue(email, name));
    result({ token }, token);
    return 0;
  },
};

/**
 * The password that was given; undefined: none was. From a pipe it is its first line; as an argument everybody on the
 * machine sees it in the list of processes.
 */
async function givenPassword(flags: Flags, email: string): Promise<string | undefined> {
  const [argument, piped] = [flags['password'], flags['password-stdin'] === true];
  if (argument !== undefined && piped) {
    throw new UsageError('--password and --password-stdin: only one of them');
  }
  const password = piped ? await readPassword() : argument;
  if (typeof password !== 'string') {
    return undefined;
  }
  const problem = passwordProblem(password, email);
  if (problem !== undefined) {
    throw new UsageError(`the password ${PROBLEMS[problem.code] ?? 'cannot be used'}`);
  }
  return password;
}

const PROBLEMS: Readonly<Record<string, string>> = {
  required: 'is empty (a shell variable that is not set?)',
  'too-short': `is too short: at least ${SHORTEST_PASSWORD} characters`,
  'too-long': `is too long: at most ${LONGEST_PASSWORD} characters`,
  'easily-guessed': 'is easily guessed: several words that have nothing to do with each other are better',
};

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const code = (error as { code?: string }).code;
    throw new UsageError(code === undefined ? `${file} is no JSON` : `${file} cannot be read (${code})`);
  }
}
