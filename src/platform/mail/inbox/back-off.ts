const FIRST_MS = 15_000;
const LONGEST_MS = 600_000;

/** Why a mailbox cannot be read. `login`: the server refused the password. */
export type InboxTrouble = 'login' | 'folder' | 'tls' | 'network' | 'server' | 'database';

/**
 * How long a mailbox is left alone, after so many failures in a row: 15 s, doubled each time, at most 10 minutes. A
 * refused login waits the 10 minutes at once: servers lock the account after a few, and people use it too.
 */
export function pauseAfter(failures: number, trouble: InboxTrouble): number {
  return trouble === 'login'
    ? LONGEST_MS
    : Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(Math.max(failures, 1) - 1, 10));
}

/** After this many seconds of a mail that could not be taken in it is tried again. */
export function retryAfterMs(attempts: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts, 10));
}

export function troubleOf(error: unknown): InboxTrouble {
  const { authenticationFailed, tlsFailed, mailboxMissing, code, name } = error as Record<string, unknown>;
  if (authenticationFailed === true) {
    return 'login';
  }
  if (tlsFailed === true || /CERT|TLS|SSL|SELF_SIGNED|ISSUER|UNABLE_TO_/.test(String(code))) {
    return 'tls';
  }
  if (mailboxMissing === true) {
    return 'folder';
  }
  if (name === 'QueryFailedError' || /^[0-9A-Z]{5}$/.test(String(code))) {
    return 'database';
  }
  return /^E[A-Z]+$|NoConnection|Closed|Timeout/.test(String(code)) ? 'network' : 'server';
}
