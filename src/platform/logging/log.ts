import type { Logger } from 'pino';

/** The process's log; it never sees content (P6). Injected, so that tests can read what was written. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

export const LOGGER = Symbol('LOGGER');
