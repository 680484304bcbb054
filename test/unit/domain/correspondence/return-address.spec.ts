import { returnAddress, returnTokensIn } from '../../../../src/domain/correspondence/return-address.js';

const TOKEN = 'abcdefghijklmnopqrstuvwx23';
const FROM = 'Vorgaenge@kammer.example';

test.each(['+', '-'] as const)('a return address made with %s gives its token back, in any case', (delimiter) => {
  const address = returnAddress(FROM, TOKEN, delimiter) ?? '';
  expect(address).toBe(`Vorgaenge${delimiter}b${TOKEN}@kammer.example`);
  expect(returnTokensIn([address, address.toUpperCase()], FROM)).toEqual([TOKEN, TOKEN]);
});

test('a server without added parts gets no return address, nor one whose local part would be too long', () => {
  expect(returnAddress(FROM, TOKEN, undefined)).toBeUndefined();
  expect(returnAddress(`${'a'.repeat(36)}@k.example`, TOKEN, '+')).toHaveLength(64 + 10);
  expect(returnAddress(`${'a'.repeat(37)}@k.example`, TOKEN, '+')).toBeUndefined();
});

test.each([
  ['the token of a case', `vorgaenge+${TOKEN}@kammer.example`],
  ['another domain', `vorgaenge+b${TOKEN}@kammer.example.evil.example`],
  ['another mailbox', `vorgang+b${TOKEN}@kammer.example`],
  ['a letter too many', `vorgaenge+b${TOKEN}a@kammer.example`],
  ['the plain address', FROM],
])('%s is no return address', (_what, address) => {
  expect(returnTokensIn([address], FROM)).toEqual([]);
});
