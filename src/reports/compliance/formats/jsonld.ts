import { RIGHTS, RIGHT_NAMES, type Right } from '../../../domain/rights/right.js';
import { shownFigures, type ComplianceDocument } from '../compliance-document.js';

/** W3C Data Privacy Vocabulary 2; counts are not part of it and have names of our own. */
const CONTEXT = {
  dpv: 'https://w3id.org/dpv#',
  'eu-gdpr': 'https://w3id.org/dpv/legal/eu/gdpr#',
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  forthwith: 'urn:forthwith:vocabulary:',
  count: { '@id': 'forthwith:count', '@type': 'xsd:integer' },
} as const;

/** `7(3)` is `eu-gdpr:A7-3` there. */
export function dpvRight(right: Right): string {
  return `eu-gdpr:A${RIGHTS[right].replace(/\((\d)\)/, '-$1')}`;
}

/** The record of how rights were exercised, for those whose tools speak DPV. */
export function complianceJsonLd(document: ComplianceDocument): Promise<Uint8Array> {
  const { period, requests, deadlines, verdict, recipients } = shownFigures(document);
  const value = {
    '@context': CONTEXT,
    '@type': 'dpv:RightExerciseRecord',
    'dct:temporal': {
      '@type': 'dct:PeriodOfTime',
      'dcat:startDate': { '@value': period.from, '@type': 'xsd:date' },
      'dcat:endDate': { '@value': period.to, '@type': 'xsd:date' },
    },
    'dpv:hasDataController': {
      '@type': 'dpv:DataController',
      'dpv:hasName': document.organisation.name,
      'dpv:hasAddress': document.organisation.postalAddress,
    },
    count: requests.recorded,
    // DPV: a record has the activities as its parts; hasRecordOfActivity leads the other way, to a record.
    'dct:hasPart': [
      ...RIGHT_NAMES.map((right) => ({
        '@type': 'dpv:RightExerciseActivity',
        'dpv:hasRight': { '@id': dpvRight(right) },
        count: requests.byRight[right],
      })),
      { '@type': 'dpv:RightExerciseActivity', 'forthwith:right': 'unnamed', count: requests.byRight.unnamed },
    ],
    'dpv:hasNotice': [
      { '@type': 'dpv:RightFulfilmentNotice', count: claimsOf(requests.outcomes, ['granted', 'partly', 'no-data']) },
      { '@type': 'dpv:RightNonFulfilmentNotice', count: claimsOf(requests.outcomes, ['refused', 'not-identifiable']) },
      { '@type': 'eu-gdpr:RightsRecipientsNotice', count: recipients.notified },
    ],
    'forthwith:deadlines': Object.fromEntries(
      Object.entries(deadlines).map(([name, count]) => [`forthwith:${name}`, count]),
    ),
    'forthwith:forwardedDirectlyAndAtOnce': verdict.followed,
    'forthwith:checkpoint': document.checkpoint?.note ?? null,
  };
  return Promise.resolve(Buffer.from(`${JSON.stringify(value, null, 2)}\n`, 'utf8'));
}

/** Null as soon as one of them is left out. */
function claimsOf(
  outcomes: readonly { readonly outcome: string; readonly claims: number | null }[],
  wanted: readonly string[],
): number | null {
  return outcomes
    .filter(({ outcome }) => wanted.includes(outcome))
    .reduce<number | null>((sum, { claims }) => (sum === null || claims === null ? null : sum + claims), 0);
}
