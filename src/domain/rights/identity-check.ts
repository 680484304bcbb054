// Art. 12(6) GDPR: further information only where there are reasonable doubts concerning the identity; Art. 11(2): where
// the person cannot be identified they are told and may give more; Art. 5(1)(c), recitals 57 and 64: all reasonable
// measures, but nothing retained for the sole purpose of being able to react to requests.

import type { FieldProblem } from '../problem.js';

/** Why it is doubted. That somebody asks at all is no reason. */
export const DOUBTS = [
  'unknown-account',
  'name-differs',
  'contradiction',
  'shared-account',
  'third-person',
  'other',
] as const;
export type Doubt = (typeof DOUBTS)[number];

/** By what the least is collected, first; a document only where nothing else helps, with its reason. */
export const METHODS = ['known-channel', 'code', 'known-facts', 'document'] as const;
export type Method = (typeof METHODS)[number];

export const OUTCOMES = ['confirmed', 'not-confirmed', 'no-longer-doubted'] as const;
export type IdentityOutcome = (typeof OUTCOMES)[number];

export const CODE_DIGITS = 6;
export const CODE_ATTEMPTS = 5;
export const CODE_HOURS = 72;

export interface IdentityCheckForm {
  readonly doubt: string;
  readonly why: string;
  readonly method: string;
  readonly address: string;
  readonly questions: string;
  readonly documentReason: string;
}

export interface IdentityCheckOrder extends IdentityCheckForm {
  readonly doubt: Doubt;
  readonly method: Method;
}

/** What a check lacks before it may begin; what the other methods need is not asked for. Empty when it may. */
export function missingIn(form: IdentityCheckForm): readonly FieldProblem[] {
  const needed: readonly (readonly [keyof IdentityCheckForm, boolean])[] = [
    ['why', true],
    ['address', form.method === 'code'],
    ['questions', form.method === 'known-facts'],
    ['documentReason', form.method === 'document'],
  ];
  const lists: readonly (readonly ['doubt' | 'method', readonly string[]])[] = [
    ['doubt', DOUBTS],
    ['method', METHODS],
  ];
  return [
    ...lists
      .filter(([field, known]) => !known.includes(form[field]))
      .map(([field]): FieldProblem => ({ field, code: form[field] === '' ? 'required' : 'unknown-value' })),
    ...needed
      .filter(([field, wanted]) => wanted && form[field].trim() === '')
      .map(([field]): FieldProblem => ({ field, code: 'required' })),
  ];
}

/** The digits of a code out of a keyed hash (RFC 4226 s5.3 takes them the same way). */
export function codeOf(mac: Uint8Array): string {
  const at = (mac[mac.length - 1] ?? 0) & 0x0f;
  const bytes = mac.slice(at, at + 4);
  const number = bytes.reduce((sum, byte, index) => sum * 256 + (index === 0 ? byte & 0x7f : byte), 0);
  return String(number % 10 ** CODE_DIGITS).padStart(CODE_DIGITS, '0');
}

export type CodeVerdict = 'right' | 'wrong' | 'expired' | 'locked';

/** What an entered code is worth; `wrongSoFar` counts the wrong ones before it, moments in milliseconds. */
export function judgeCode(
  same: boolean,
  facts: { readonly wrongSoFar: number; readonly endsAt: number },
  now: number,
): CodeVerdict {
  if (facts.wrongSoFar >= CODE_ATTEMPTS) {
    return 'locked';
  }
  if (now >= facts.endsAt) {
    return 'expired';
  }
  return same ? 'right' : 'wrong';
}
