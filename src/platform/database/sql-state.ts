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

/** Nothing can be written until somebody makes room: the disk of the database or of the data folder is full. */
export function isDiskFull(error: unknown): boolean {
  const code = (error as DriverError | undefined)?.code;
  return code === DISK_FULL || NO_SPACE.includes(String(code));
}

const DISK_FULL = '53100';
const NO_SPACE = ['ENOSPC', 'EDQUOT'];

/**
 * States that pass without anybody changing what was asked: class 08 (connection), 53 (disk full, too many connections,
 * out of memory), 57P (the server stops or starts), an input or output error, a lock not got in time, and what remains
 * of a conflict after it was tried again.
 */
const PASSING_STATE = /^(?:08|53|57P)|^(?:58030|55P03|57014|40001|40P01)$/;
const PASSING_SYSTEM_ERRORS = ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'EMFILE', 'ENFILE', 'EIO'];

/** The store cannot do it now, through no fault of who asked: worth asking again later. */
export function isUnavailable(error: unknown): boolean {
  const state = sqlStateOf(error);
  if ((state !== undefined && PASSING_STATE.test(state)) || isDiskFull(error)) {
    return true;
  }
  const code = (error as DriverError | undefined)?.code;
  const message = error instanceof Error ? error.message : '';
  return (
    PASSING_SYSTEM_ERRORS.includes(String(code)) ||
    /Connection terminated|timeout exceeded when trying to connect|not queryable|Driver not Connected/.test(message)
  );
}
