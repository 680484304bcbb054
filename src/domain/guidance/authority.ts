// Art. 51, 77 GDPR: supervisory authorities as facts with their source and date. Addresses change: every page that shows
// them shows the date and leads to the authority's own page.

import type { Land } from '../deadlines/land.js';

/** The 27 member states of the Union, and Iceland, Liechtenstein and Norway (ISO 3166-1). */
export const COUNTRIES: readonly string[] = [
  ...['AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IS', 'IT', 'LI'],
  ...['LT', 'LU', 'LV', 'MT', 'NL', 'NO', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK'],
];

/** Where the GDPR has no authority: two neighbours with laws and authorities of their own, and all the rest. */
export const OUTSIDE = ['CH', 'GB', 'OTHER'] as const;

export type Country = string & { readonly __country?: never };

export function isCountry(value: unknown): value is Country {
  return typeof value === 'string' && (COUNTRIES.includes(value) || isOutside(value));
}

export function isOutside(country: string): boolean {
  return (OUTSIDE as readonly string[]).includes(country);
}

/** Whom a complaint is about. */
export const CONTROLLER_KINDS = [
  'public',
  'private',
  'federal',
  'telecom',
  'church',
  'broadcaster',
  'press',
  'court',
] as const;
export type ControllerKind = (typeof CONTROLLER_KINDS)[number];

export type ContactFact = 'postalAddress' | 'telephone' | 'email' | 'complaintPage';

/** How a fact was looked up, and when: never on the live page, so each page that shows it leads there. */
export type Checked =
  | { readonly evidence: 'own-page'; readonly source: string; readonly on: string }
  | { readonly evidence: 'others'; readonly on: string };

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
  /** Its own page: there the facts can be looked up, and the way to the complaint where no page for it is known. */
  readonly website: string;
  readonly complaintPage?: string;
  readonly checked: Checked;
  /** What was found in one place only, or nowhere. */
  readonly unconfirmed?: readonly ContactFact[];
}

/** Day on which all facts of `lands.ts`, `countries.ts`, `outside.ts` and `own-supervisors.ts` were last looked up. */
export const AUTHORITIES_AS_OF = '2026-11-26';

/** A stored copy of the authority's own page says so; how old the copy is, it does not say. */
export function ownPage(source: string): Checked {
  return { evidence: 'own-page', source, on: AUTHORITIES_AS_OF };
}

/**
 * Stored public documents of others say so: the list of supervisory authorities in github.com/datenanfragen/data and, for
 * whoever has moved since, at least two privacy notices that name the new address.
 */
export const BY_OTHERS: Checked = { evidence: 'others', on: AUTHORITIES_AS_OF };
