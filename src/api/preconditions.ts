import { refuse } from '../domain/problem.js';
import { IDEMPOTENCY_KEY_LIMIT } from '../intake/intake-rules.js';

/** The version a decision rests on (If-Match). @throws Refusal invalid-input */
export function versionOf(ifMatch: string | undefined): number | undefined {
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(ifMatch ?? '')?.[1];
  if (ifMatch !== undefined && ifMatch !== '*' && version === undefined) {
    refuse('invalid-input', { fields: [{ field: 'If-Match', code: 'unknown-value' }] });
  }
  return version === undefined ? undefined : Number(version);
}

/** The key under which something may be sent again (Idempotency-Key). @throws Refusal invalid-input */
export function checkedKey(key: string | undefined): string | null {
  if (key === undefined) {
    return null;
  }
  if (key.length > IDEMPOTENCY_KEY_LIMIT) {
    refuse('invalid-input', { fields: [{ field: 'Idempotency-Key', code: 'too-long', limit: IDEMPOTENCY_KEY_LIMIT }] });
  }
  if (key === '' || !/^[\x21-\x7e]+$/.test(key)) {
    refuse('invalid-input', {
      fields: [{ field: 'Idempotency-Key', code: key === '' ? 'required' : 'control-characters' }],
    });
  }
  return key;
}
