import fc from 'fast-check';
import { normaliseContact, type Contact } from '../../../../src/platform/vault/contact.js';

const email = (value: string): Contact => ({ kind: 'email', value });
const telephone = (value: string, countryCode?: string): Contact => ({
  kind: 'telephone',
  value,
  ...(countryCode === undefined ? {} : { countryCode }),
});
const handle = (network: string, value: string): Contact => ({ kind: 'handle', network, value });

test.each<[Contact, string]>([
  [email('a.b@mail.example'), 'email:a.b@mail.example'],
  [email('  A.B@Mail.EXAMPLE '), 'email:a.b@mail.example'],
  [email('a@bücher.example'), 'email:a@xn--bcher-kva.example'],
  [email('a@BÜCHER.example'), 'email:a@xn--bcher-kva.example'],
  [email('a@xn--bcher-kva.example'), 'email:a@xn--bcher-kva.example'],
  [email('a@mail.example.'), 'email:a@mail.example'],
  [email('\u200Ba@mail.example\u200E'), 'email:a@mail.example'],
  [email('mu\u0308ller@mail.example'), 'email:m\u00FCller@mail.example'],
  [telephone('+49 30 1234567'), 'telephone:+49301234567'],
  [telephone('0049 (30) 123-45/67'), 'telephone:+49301234567'],
  [telephone('030 / 123 45 67'), 'telephone:+49301234567'],
  [telephone('+49 (0) 30 1234567'), 'telephone:+49301234567'],
  [telephone('0049(0)30.1234567'), 'telephone:+49301234567'],
  [telephone('tel:+49-30-1234567'), 'telephone:+49301234567'],
  [telephone('01 2345678', '43'), 'telephone:+4312345678'],
  [handle('linkedin', '@Some-Name '), 'handle:linkedin:some-name'],
  [handle('LinkedIn', 'some-name'), 'handle:linkedin:some-name'],
])('%j has the one spelling %s', (contact, expected) => {
  expect(normaliseContact(contact)).toBe(expected);
});

test.each<[string, Contact, Contact]>([
  ['dots in the local part', email('ab@mail.example'), email('a.b@mail.example')],
  ['a tag in the local part', email('a+x@mail.example'), email('a@mail.example')],
  ['another network', handle('x', 'name'), handle('xing', 'name')],
  ['another country', telephone('030 1234567', '43'), telephone('030 1234567', '49')],
])('%s makes another contact', (_what, one, other) => {
  expect(normaliseContact(one)).not.toBe(normaliseContact(other));
});

test.each<Contact>([
  email(''),
  email('a'),
  email('a@'),
  email('@b.example'),
  email('a b@c.example'),
  email('a@b@c.example'),
  telephone(''),
  telephone('110'),
  telephone('1234567'),
  telephone('+49 30 call me'),
  telephone('+1234567890123456'),
  handle('x', ' @ '),
  handle('x', 'two words'),
])('%j is no contact', (contact) => {
  expect(normaliseContact(contact)).toBeUndefined();
});

test('an e-mail address already in its one spelling stays as it is', () => {
  fc.assert(
    fc.property(fc.emailAddress(), (address) => {
      const once = normaliseContact(email(address));
      expect(once).toBeDefined();
      expect(normaliseContact(email(once?.slice('email:'.length) ?? ''))).toBe(once);
    }),
  );
});
