import {
  answeredIds,
  base32,
  isAutomatic,
  isDeliveryReport,
  replyAddress,
  tokensIn,
} from '../../../../src/domain/correspondence/threading.js';

const FROM = 'ds@kammer.example';
const TOKEN = base32(Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex'));

describe('the reply address', () => {
  test('carries 128 bits in letters that survive a change of case', () => {
    expect(TOKEN).toBe('aaaqeayeaudaocajbifqydiob4');
    expect(base32(Buffer.from('foobar'))).toBe('mzxw6ytboi');
    expect(replyAddress(FROM, TOKEN, '+')).toBe(`ds+${TOKEN}@kammer.example`);
    expect(replyAddress(FROM, TOKEN, undefined)).toBeUndefined();
  });

  test.each([
    [`ds+${TOKEN}@kammer.example`, [TOKEN]],
    [`DS+${TOKEN.toUpperCase()}@Kammer.Example`, [TOKEN]],
    [`ds+${TOKEN}@andere.example`, []],
    [`xds+${TOKEN}@kammer.example`, []],
    [`ds+${TOKEN}a@kammer.example`, []],
    [`ds+${TOKEN.slice(1)}@kammer.example`, []],
    ['ds@kammer.example', []],
  ])('in %s stands %j', (address, tokens) => {
    expect(tokensIn([address], FROM)).toEqual(tokens);
  });
});

test.each([
  [{ autoSubmitted: 'auto-replied' }, true],
  [{ autoSubmitted: 'Auto-Generated; owner=x' }, true],
  [{ autoSubmitted: 'no' }, false],
  [{ precedence: 'bulk' }, true],
  [{ precedence: 'auto_reply' }, true],
  [{ precedence: 'first-class' }, false],
  [{ returnPath: '<>' }, true],
  [{ autoReply: 'yes' }, true],
  [{ autoReply: 'no' }, false],
  // RFC 3834 s5 allows a comment.
  [{ autoSubmitted: 'no (written by a person)' }, false],
  [{ autoSubmitted: 'auto-replied(vacation)' }, true],
  [{ vacation: 'yes' }, true],
  [{ vacation: 'no' }, false],
  [{ suppress: 'All' }, true],
  [{ suppress: 'None' }, false],
  [{ subject: 'Automatische Antwort: Ihre Anfrage' }, true],
  [{ subject: 'AUTO: Nicht im Büro' }, true],
  [{ subject: 'Automatisch verarbeitete Daten' }, false],
  [{ subject: 'AW: Automatische Antwort auf meine Frage?' }, false],
  [{}, false],
])('RFC 3834: %j is automatic: %s', (head, automatic) => {
  expect(
    isAutomatic({
      ...{ autoSubmitted: '', precedence: '', autoReply: '', returnPath: '<a@b.example>' },
      ...{ vacation: '', suppress: '', subject: 'AW: Ihre Anfrage' },
      ...head,
    }),
  ).toBe(automatic);
});

test.each([
  ['multipart/report; report-type=delivery-status; boundary=x', true],
  ['multipart/report; boundary=x; report-type="delivery-status"', true],
  ['multipart/report; report-type=disposition-notification', false],
  ['text/plain', false],
])('RFC 3464: %s is a delivery report: %s', (type, report) => {
  expect(isDeliveryReport(type)).toBe(report);
});

test('what a mail answers is asked for nearest first', () => {
  expect(answeredIds({ inReplyTo: ['<c@x>'], references: ['<a@x>', '<b@x>', '<c@x>'] })).toEqual([
    ...['<c@x>', '<b@x>', '<a@x>'],
  ]);
});
