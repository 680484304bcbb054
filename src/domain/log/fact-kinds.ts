import { RIGHT_NAMES } from '../rights/right.js';
import { decodeBase64 } from './encoding.js';

/**
 * What a fact of the log can be. None of these can hold free text or personal data (P5): a new kind that could is
 * caught by the test over this table.
 */
const KINDS = {
  uuid: (value: unknown) => matches(value, /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
  /** RFC 3339, UTC, milliseconds. */
  moment: (value: unknown) =>
    matches(value, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/) && !Number.isNaN(Date.parse(String(value))),
  date: (value: unknown) => matches(value, /^\d{4}-\d{2}-\d{2}$/),
  integer: (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0,
  boolean: (value: unknown) => typeof value === 'boolean',
  /** base64 of 32 bytes. */
  sha256: (value: unknown) => typeof value === 'string' && decodeBase64(value)?.length === 32,
  rights: (value: unknown) =>
    Array.isArray(value) && value.length <= RIGHT_NAMES.length && value.every((right) => RIGHT_NAMES.includes(right as never)),
  /** Name of an organisation in addresses: a public body's, never a person's. */
  slug: (value: unknown) => matches(value, /^[a-z0-9]+(-[a-z0-9]+)*$/) && String(value).length <= 40,
  /** First bytes of a key's hash, in hexadecimal. */
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
