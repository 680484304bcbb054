import type { Visit } from './visit.js';

export const KEYS_COOKIE = 'forthwith_keys';

/** Single keys are switched off in this browser (WCAG 2.1.4). */
export function keysOff({ cookies }: Visit): boolean {
  return cookies[KEYS_COOKIE] === 'off';
}
