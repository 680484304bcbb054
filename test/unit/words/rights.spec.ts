import { rightNames, rightsByArticle, rightsByLaw, rightsInSentence } from '../../../src/words/rights.js';

test.each([
  [rightNames('de').access, 'Auskunft'],
  [rightsByArticle('de').access, 'Auskunft (Art. 15)'],
  [rightsByArticle('de').withdrawal, 'Widerruf der Einwilligung (Art. 7 Abs. 3)'],
  [rightsByArticle('en').withdrawal, 'Withdrawal of consent (Art. 7(3))'],
  [rightsByLaw('de').complaint, 'Beschwerde bei der Aufsichtsbehörde (Art. 77 DSGVO)'],
  [rightsByLaw('en').portability, 'Data portability (Art. 20 GDPR)'],
  [rightsInSentence('en').erasure, 'erasure (Art. 17 GDPR)'],
  [rightsInSentence('de').erasure, 'Löschung (Art. 17 DSGVO)'],
])('a right is called %s', (said, expected) => {
  expect(said).toBe(expected);
});
