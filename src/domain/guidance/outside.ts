import { BY_OTHERS, type Authority } from './authority.js';

/** Neighbours outside the EEA: authorities of a law of their own, which a complaint under the GDPR does not bind. */
export const OUTSIDE_AUTHORITIES: readonly Authority[] = [
  {
    id: 'ch',
    country: 'CH',
    name: 'Eidgenössischer Datenschutz- und Öffentlichkeitsbeauftragter',
    nameEn: 'Federal Data Protection and Information Commissioner',
    postalAddress: 'Feldeggweg 1\n3003 Bern',
    telephone: '+41 58 462 43 95',
    website: 'https://www.edoeb.admin.ch/',
    complaintPage: 'https://www.edoeb.admin.ch/en/report-form-data-subjects',
    checked: BY_OTHERS,
    unconfirmed: ['complaintPage'],
  },
  {
    id: 'gb',
    country: 'GB',
    name: 'Information Commissioner’s Office',
    postalAddress: 'Wycliffe House, Water Lane\nWilmslow, Cheshire SK9 5AF',
    telephone: '+44 303 123 1113',
    website: 'https://ico.org.uk/',
    complaintPage: 'https://ico.org.uk/make-a-complaint/',
    checked: BY_OTHERS,
  },
];
