import { addressFormOf } from '../../../../src/domain/correspondence/kinds.js';

test.each([
  ['a direct message on a channel where people write “du”', 'sie', 'instagram', 'channel', 'du'],
  ['a mail to somebody who wrote there', 'sie', 'instagram', 'mail', 'du'],
  ['a letter, which keeps the form of the organisation', 'sie', 'instagram', 'letter', 'sie'],
  ['another channel', 'sie', 'email', 'mail', 'sie'],
  ['an organisation that says “du” anyway', 'du', 'email', 'letter', 'du'],
] as const)('%s', (_, usual, channel, way, form) => {
  expect(addressFormOf(usual, { channel, familiarChannels: ['instagram', 'tiktok'], way })).toBe(form);
});
