// Art. 51, 77 GDPR: supervisory authorities as facts with their source and date. Addresses change: every page that shows
// them shows the date and leads to the authority's own page.

import type { Land } from '../deadlines/land.js';

/** The 27 member states of the Union, and Iceland, Liechtenstein and Norway (ISO 3166-1). */
export const COUNTRIES: readonly string[] = [
  ...['AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IS', 'IT', 'LI'],
  ...['LT', 'LU', 'LV', 'MT', 'NL', 'NO', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK'],
];

export type Country = string & { readonly __country?: never };

export function isCountry(value: unknown): value is Country {
  return typeof value === 'string' && COUNTRIES.includes(value);
}

/** Whom a complaint is about. */
export const CONTROLLER_KINDS = ['public', 'private', 'federal', 'church', 'broadcaster'] as const;
export type ControllerKind = (typeof CONTROLLER_KINDS)[number];

export interface Authority {
  /** Short name in addresses of ours: `de-bw`, `fr`. */
  readonly id: string;
  readonly country: Country;
  /** Of a German Land; the federal commissioner has none. */
  readonly land?: Land;
  /** Where a Land divides the task, as Bavaria does. */
  readonly only?: 'public' | 'private';
  /** As the authority calls itself. */
  readonly name: string;
  /** Where it calls itself in English too, or its own language is not one of ours. */
  readonly nameEn?: string;
  readonly postalAddress: string;
  readonly telephone?: string;
  readonly email?: string;
  /** Its own page: source of these facts, and the way to the complaint where no page for it is known. */
  readonly website: string;
  readonly complaintPage?: string;
}

/**
 * State of knowledge of `lands.ts` and `countries.ts`: none of it was looked up on the authorities' pages on that day, so
 * pages show it as such and lead there.
 */
export const AUTHORITIES_AS_OF = '2025-06-30';
