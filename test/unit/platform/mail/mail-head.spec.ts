import { inboundMail } from '../../../../src/platform/mail/inbound.js';
import { addressesIn, authorOf, headText, identifiersIn } from '../../../../src/platform/mail/mail-head.js';
import { isFromKnown } from '../../../../src/domain/correspondence/threading.js';

const head = (...lines: string[]) => inboundMail(Buffer.from([...lines, '', 'Text'].join('\r\n'), 'latin1')).head;

test.each([
  ['a@x.example', ['a@x.example']],
  ['"Muster, A." <a@x.example>, b@y.example (privat)', ['a@x.example', 'b@y.example']],
  ['ohne Adresse', []],
  ['<a@>', []],
  ['undisclosed-recipients:;', []],
])('in the field %s stand the addresses %j', (value, expected) => {
  expect(addressesIn([value])).toEqual(expected);
});

test.each([
  ['<a@x.example> <b@x.example>', ['<a@x.example>', '<b@x.example>']],
  ['a@x.example', ['<a@x.example>']],
  ['(nach) <a@x.example', []],
  [`<${'a'.repeat(2_000)}@x.example>`, []],
  ['<ä@x.example>', []],
])('in the field %s stand the Message-IDs %j', (value, expected) => {
  expect(identifiersIn([value], 100)).toEqual(expected);
});

test.each([
  ['=?utf-8?Q?L=C3=B6schung?=', 'Löschung'],
  ['L\xf6schung', 'Löschung'],
  [Buffer.from('Löschung').toString('latin1'), 'Löschung'],
  ['=?windows-1252?Q?5_=80_=96_sofort?=', '5 € – sofort'],
  ['\x1b$B%F%9%H\x1b(B', 'テスト'],
])('a field %j says %s', (raw, expected) => {
  expect(headText(raw)).toBe(expected);
});

test('folded fields are one, of a field without colon nothing is made, and a long head loses nothing before it', () => {
  const found = head('From: Aurelia', '\t<aurelia@post.example>', 'kein Feld', 'References: <a@x>', ' <b@x>');
  expect(found).toMatchObject({ from: 'aurelia@post.example', references: ['<a@x>', '<b@x>'] });
});

describe('who wrote is known only where From names one address, and that one is known', () => {
  const known = new Set(['aurelia@post.example']);
  test.each([
    ['Aurelia Beispiel <aurelia@post.example>', true],
    ['"aurelia@post.example" <aurelia@post.example>', true],
    ['AURELIA@post.example', true],
    ['"aurelia@post.example" <boese@angreifer.example>', false],
    ['<boese@angreifer.example> (<aurelia@post.example>', false],
    ['aurelia@post.example, boese@angreifer.example', false],
    ['', false],
  ])('From: %s', (from, expected) => {
    expect(isFromKnown(head(`From: ${from}`), known)).toBe(expected);
  });
  test('two From fields are two authors', () => {
    expect(isFromKnown(head('From: aurelia@post.example', 'From: boese@angreifer.example'), known)).toBe(false);
  });
});

test('the author is shown without what would end a line', () => {
  expect(authorOf('=?utf-8?Q?Aurelia=0D=0ABcc=3A_x?= <a@x.example>')).toEqual({
    name: 'Aurelia  Bcc: x',
    address: 'a@x.example',
  });
});
