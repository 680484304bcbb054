import type { LoggerService } from '@nestjs/common';
import pino, { type DestinationStream } from 'pino';
import type { LogLevel } from '../config/config.js';
import type { Log } from './log.js';

/**
 * The process's log as lines of JSON. Errors are written by an allow-list: TypeORM's and pg's carry the statement, its
 * parameters and the failing row, which may be content (DESIGN §5).
 */
export function createLogger(level: LogLevel, destination: DestinationStream = pino.destination(2)): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: describeError } }, destination);
}

interface ErrorFacts {
  readonly name: string;
  readonly code?: string;
  readonly constraint?: string;
  readonly message?: string;
  readonly stack?: readonly string[];
}

/** Name, code and place of an error. A message only where we wrote it ourselves. */
export function describeError(error: unknown): ErrorFacts {
  if (!(error instanceof Error)) {
    return { name: typeof error };
  }
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  const foreign = code !== undefined || 'query' in error || 'driverError' in error;
  return {
    name: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    ...(foreign ? {} : { message: error.message }),
    // Frames only: the first lines of a stack repeat the message.
    stack: (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 8).map((line) => line.trim()),
  };
}

/** Nest's own messages, in the same log. */
export class NestLog implements LoggerService {
  constructor(private readonly target: Log) {}

  log(message: unknown, context?: string): void {
    this.target.debug({ context }, String(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    const error = message instanceof Error ? message : undefined;
    this.target.error({ err: error, context: rest.at(-1) }, error === undefined ? String(message) : 'error in Nest');
  }

  warn(message: unknown, context?: string): void {
    this.target.warn({ context }, String(message));
  }
}
