import { addressFormOf } from '../../../../src/domain/correspondence/kinds.js';

test.each([
  ['a direct message on a channel where people write “du”', 'sie', 'du', 'channel', 'du'],
  ['a mail to somebody who wrote there', 'sie', 'du', 'mail', 'du'],
  ['a letter, which keeps the form of the organisation', 'sie', 'du', 'letter', 'sie'],
  ['a channel without a form of its own', 'sie', null, 'mail', 'sie'],
  ['a formal channel of an organisation that says “du”', 'du', 'sie', 'mail', 'sie'],
  ['an organisation that says “du” anyway', 'du', null, 'letter', 'du'],
] as const)('%s', (_, usual, ofChannel, way, form) => {
  expect(addressFormOf(usual, ofChannel, way)).toBe(form);
});
