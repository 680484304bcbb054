import { LONGEST_PASSWORD, passwordProblem, SHORTEST_PASSWORD } from '../identity/password-rule.js';
import { UsageError, type Flags } from './command.js';
import { readPassword } from './read-password.js';

/**
 * The password that was given; undefined: none was. From a pipe it is its first line; as an argument everybody on the
 * machine sees it in the list of processes.
 */
export async function givenPassword(flags: Flags, email: string): Promise<string | undefined> {
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
