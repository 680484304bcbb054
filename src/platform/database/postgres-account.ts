import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { StartError } from '../config/start-error.js';

/** An unprivileged account of the machine: PostgreSQL refuses to run as root. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const CANDIDATES = ['postgres', 'nobody'];

/** The account to run PostgreSQL as; undefined: the user's own, which is not root. */
export function postgresAccount(): Account | undefined {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
  const found = CANDIDATES.map((name) => accounts.find((account) => account.name === name)).find(
    (account) => account !== undefined && account.uid > 0,
  );
  if (found === undefined) {
    throw new StartError('PostgreSQL does not run as root, and there is no account "postgres" or "nobody" to run it as');
  }
  return found;
}

/** Whether the account can work in a folder that belongs to it; a parent may keep it out. */
export function canWorkIn(folder: string, account: Account | undefined): boolean {
  const as = account === undefined ? {} : { uid: account.uid, gid: account.gid };
  return spawnSync('/bin/sh', ['-c', 'cd "$0" && test -w .', folder], { cwd: '/', ...as }).status === 0;
}
