import type { Outcome } from '../domain/rights/outcome.js';
import type { Language } from './language.js';

/** What a decision about a right came to, on pages and in figures. */
export const OUTCOME_WORDS: Readonly<Record<Language, Readonly<Record<Outcome, string>>>> = {
  de: {
    granted: 'entsprochen',
    partly: 'teilweise entsprochen',
    refused: 'abgelehnt',
    'no-data': 'keine Daten vorhanden',
    'not-applicable': 'nicht anwendbar',
    withdrawn: 'von der Person zurückgenommen',
    'not-identifiable': 'Person nicht feststellbar (Art. 11)',
    'passed-on': 'an den Verantwortlichen abgegeben',
    fee: 'gegen Entgelt (Art. 12 Abs. 5)',
    supplemented: 'durch ergänzende Erklärung vervollständigt',
  },
  en: {
    granted: 'granted',
    partly: 'granted in part',
    refused: 'refused',
    'no-data': 'no data held',
    'not-applicable': 'not applicable',
    withdrawn: 'taken back by the person',
    'not-identifiable': 'person not identifiable (Art. 11)',
    'passed-on': 'passed on to the controller',
    fee: 'against a fee (Art. 12(5))',
    supplemented: 'completed by a supplementary statement',
  },
};
