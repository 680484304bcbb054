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

/** The account to run a new PostgreSQL as; undefined: the user's own, which is not root. */
export function newAccount(): Account | undefined {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  const all = accounts();
  const found = CANDIDATES.map((name) => all.find((account) => account.name === name)).find(
    (account) => account !== undefined && account.uid > 0,
  );
  if (found === undefined) {
    throw new StartError(
      'PostgreSQL does not run as root, and there is no account "postgres" or "nobody" to run it as',
    );
  }
  return found;
}

/**
 * The account to run an existing PostgreSQL as: whoever its data belongs to. So root may use what a user made, without
 * taking it away from them.
 * @throws StartError when it belongs to neither this user nor anyone this user may act as
 */
export function accountOfOwner(
  folder: string,
  owner: { readonly uid: number; readonly gid: number },
): Account | undefined {
  const user = process.getuid?.();
  const name = accounts().find(({ uid }) => uid === owner.uid)?.name ?? `user ${owner.uid}`;
  if (user === 0 && owner.uid === 0) {
    throw new StartError(
      `DATA_DIR: ${folder} belongs to root, as whom PostgreSQL does not run: give it to "postgres"`,
      {
        code: 'data-dir-unusable',
      },
    );
  }
  if (user === 0) {
    return { name, uid: owner.uid, gid: owner.gid };
  }
  if (user !== undefined && user !== owner.uid) {
    throw new StartError(`DATA_DIR: ${folder} belongs to ${name}: start as ${name} or as root`, {
      code: 'data-dir-unusable',
    });
  }
  return undefined;
}

/** What makes a child process run as the account. */
export function runAs(account: Account | undefined): { readonly uid?: number; readonly gid?: number } {
  return account === undefined ? {} : { uid: account.uid, gid: account.gid };
}

/** Whether the account can work in a folder that belongs to it; a parent may keep it out. */
export function canWorkIn(folder: string, account: Account | undefined): boolean {
  const probe = spawnSync('/bin/sh', ['-c', 'cd "$0" && test -w .', folder], { cwd: '/', ...runAs(account) });
  return probe.status === 0;
}

function accounts(): readonly Account[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}
