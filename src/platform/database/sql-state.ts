/** SQLSTATE codes that the program decides on (PostgreSQL, Appendix A). */
export const SERIALIZATION_FAILURE = '40001';
export const DEADLOCK_DETECTED = '40P01';
export const UNIQUE_VIOLATION = '23505';
/** A text that no database can hold: it has a zero character in it, or is no Unicode. */
export const NOT_IN_REPERTOIRE = '22021';

interface DriverError {
  readonly code?: unknown;
  readonly constraint?: unknown;
}

export function sqlStateOf(error: unknown): string | undefined {
  const code = (error as DriverError | undefined)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** Name of the violated constraint, as the migrations chose it. */
export function violatedConstraint(error: unknown): string | undefined {
  const constraint = (error as DriverError | undefined)?.constraint;
  return sqlStateOf(error) === UNIQUE_VIOLATION && typeof constraint === 'string' ? constraint : undefined;
}

/** The server or the way to it is gone (class 08, 57P0x, or a socket error): worth asking again later. */
export function isConnectionLoss(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state !== undefined && (state.startsWith('08') || state.startsWith('57P') || state === '53300')) {
    return true;
  }
  const code = (error as DriverError | undefined)?.code;
  const message = error instanceof Error ? error.message : '';
  return (
    ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT'].includes(String(code)) ||
    /Connection terminated|timeout exceeded when trying to connect|not queryable|Driver not Connected/.test(message)
  );
}
