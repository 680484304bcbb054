import { isNativeError } from 'node:util/types';
import type { LoggerService } from '@nestjs/common';
import pino, { type DestinationStream } from 'pino';
import type { LogLevel } from '../config/config.js';
import { StartError } from '../config/start-error.js';
import type { Log } from './log.js';

/**
 * The process's log as lines of JSON. Errors are written by an allow-list, wherever in a line they stand: TypeORM's and
 * pg's carry the statement, its parameters and the failing row, which may be content (P6).
 */
export function createLogger(level: LogLevel, destination: DestinationStream = pino.destination(2)): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { log: withoutErrors },
      hooks: {
        logMethod(words, method) {
          method.apply(this, withOwnMessage(words) as typeof words);
        },
      },
    },
    destination,
  );
}

/** pino takes the message of an error for the line's own where the line has none. */
function withOwnMessage([first, ...rest]: readonly unknown[]): unknown[] {
  const facts = isError(first) ? { err: first } : first;
  const silent = typeof facts === 'object' && facts !== null && 'err' in facts && typeof rest[0] !== 'string';
  const words = silent ? ['error'] : rest;
  return [facts, ...words.map((word) => (isError(word) ? word.name : word))];
}

function withoutErrors(facts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      name === 'err' || isError(value) ? describeError(value) : value,
    ]),
  );
}

/** Node's own errors are of another realm where modules run in one of their own. */
function isError(value: unknown): value is Error {
  return value instanceof Error || isNativeError(value);
}

interface ErrorFacts {
  readonly name: string;
  readonly code?: string;
  readonly constraint?: string;
  readonly message?: string;
  readonly stack?: readonly string[];
}

/** Marks of an error that a library made: its message may quote what it choked on. */
const FOREIGN_FIELDS = ['code', 'query', 'driverError', 'criteria', 'syscall', 'response'];
/** `JSON.parse`, `BigInt` and `Intl` quote their argument. */
const QUOTING = ['SyntaxError', 'RangeError', 'URIError'];
const FRAME = /^\s+at .+(?::\d+:\d+\)?|<anonymous>\)?|native\)?)$/;
const FRAMES = 8;

/** Name, code and place of an error. A message only where we wrote it ourselves. */
export function describeError(error: unknown): ErrorFacts {
  if (!isError(error)) {
    return { name: error === undefined ? 'undefined' : typeof error };
  }
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  return {
    name: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    ...(isForeign(error) ? {} : { message: error.message }),
    stack: frames(error),
  };
}

function isForeign(error: Error): boolean {
  if (error instanceof StartError) {
    return false;
  }
  const marked = FOREIGN_FIELDS.some((name) => name in error);
  return marked || QUOTING.includes(error.name) || descendsFrom(error, 'TypeORMError');
}

/** By name: `typeorm` itself is not for this room. */
function descendsFrom(error: Error, name: string): boolean {
  for (let kind: unknown = error.constructor; typeof kind === 'function'; kind = Object.getPrototypeOf(kind)) {
    if (kind.name === name) {
      return true;
    }
  }
  return false;
}

/** Frames only: a stack begins with the message, whose lines may look like frames. */
function frames({ stack = '', message }: Error): readonly string[] {
  const start = message === '' ? 0 : stack.indexOf(message);
  const after = start < 0 ? stack : stack.slice(start + message.length);
  return after
    .split('\n')
    .filter((line) => FRAME.test(line))
    .slice(0, FRAMES)
    .map((line) => line.trim());
}

/** Nest's own messages, in the same log. */
export class NestLog implements LoggerService {
  constructor(private readonly target: Log) {}

  log(message: unknown, context?: string): void {
    this.target.debug({ context }, textOf(message));
  }

  /** Nest passes a stack between message and context, and it may pass an error as any of them. */
  error(message: unknown, ...rest: unknown[]): void {
    const err = [message, ...rest].find((word) => isError(word));
    const context = typeof rest.at(-1) === 'string' && !String(rest.at(-1)).includes('\n') ? rest.at(-1) : undefined;
    const text = err === undefined ? textOf(message) : 'error in Nest';
    this.target.error(err === undefined ? { context } : { err, context }, text);
  }

  warn(message: unknown, context?: string): void {
    this.target.warn({ context }, textOf(message));
  }

  fatal(message: unknown, context?: string): void {
    this.target.fatal({ context }, textOf(message));
  }
}

function textOf(message: unknown): string {
  return typeof message === 'string' ? message : isError(message) ? message.name : typeof message;
}
