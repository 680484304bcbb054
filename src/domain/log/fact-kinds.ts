import { daysInMonth } from '../civil-date.js';
import { RIGHT_NAMES } from '../rights/right.js';
import { decodeBase64 } from './encoding.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const SLUG_LIMIT = 40;

/**
 * What a fact of the log can be. None of these can hold free text or personal data (P5): a new kind that could is
 * caught by the test over this table.
 */
const KINDS = {
  uuid: (value: unknown) => matches(value, UUID),
  /** RFC 3339, UTC, milliseconds. */
  moment: (value: unknown) => matches(value, MOMENT) && isDay(String(value).slice(0, 10)),
  date: (value: unknown) => typeof value === 'string' && isDay(value),
  integer: (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0,
  boolean: (value: unknown) => typeof value === 'boolean',
  /** base64 of 32 bytes. */
  sha256: (value: unknown) => typeof value === 'string' && decodeBase64(value)?.length === 32,
  /** Each named once; none, where the person named none. */
  rights: (value: unknown) =>
    Array.isArray(value) &&
    new Set(value).size === value.length &&
    value.every((right) => RIGHT_NAMES.includes(right as never)),
  /** Name of an organisation in addresses: a public body's, never a person's. */
  slug: (value: unknown) => matches(value, SLUG) && String(value).length <= SLUG_LIMIT,
  /** First four bytes of a key's hash, in hexadecimal. */
  keyId: (value: unknown) => matches(value, /^[0-9a-f]{8}$/),
} as const;

export type FactKind = keyof typeof KINDS;
export const FACT_KINDS = Object.keys(KINDS) as readonly FactKind[];

/** A kind, or one of a closed list of words. */
export type FactShape = FactKind | { readonly oneOf: readonly string[] };

export function isFact(shape: FactShape, value: unknown): boolean {
  return typeof shape === 'string' ? KINDS[shape](value) : shape.oneOf.includes(value as string);
}

function matches(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

/** A day of the calendar. Not only of the years that may be entered: a due date may lie behind them. */
function isDay(text: string): boolean {
  const [year, month, day] = (DATE.exec(text) ?? []).slice(1).map(Number);
  if (year === undefined || month === undefined || day === undefined) {
    return false;
  }
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}
