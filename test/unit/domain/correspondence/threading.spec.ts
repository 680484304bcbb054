import {
  answeredIds,
  base32,
  canWait,
  isAutomatic,
  isDeliveryReport,
  isFromMailDaemon,
  isNoRequest,
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
  [{ subject: 'Nicht im Büro: Ihre Anfrage' }, true],
  [{ subject: 'OOO: back on Monday' }, true],
  [{ subject: 'Automatische Abwesenheitsnachricht' }, true],
  [{ subject: 'Automatic response' }, true],
  [{ contentType: 'multipart/report; report-type=disposition-notification' }, true],
  [{}, false],
])('RFC 3834: %j is automatic: %s', (head, automatic) => {
  expect(
    isAutomatic({
      ...{ autoSubmitted: '', precedence: '', autoReply: '', returnPath: '<a@b.example>' },
      ...{ vacation: '', suppress: '', subject: 'AW: Ihre Anfrage', contentType: 'text/plain' },
      ...head,
    }),
  ).toBe(automatic);
});

test.each([
  ['multipart/report; report-type=delivery-status; boundary=x', true],
  ['multipart/report; boundary=x; report-type="delivery-status"', true],
  ['multipart/report; report-type=disposition-notification', false],
  ['multipart/report; report-type=feedback-report; boundary=x', false],
  ['Multipart/Report; boundary=x', true],
  ['text/plain', false],
])('RFC 3464: %s is a delivery report: %s', (type, report) => {
  expect(isDeliveryReport(type)).toBe(report);
});

const NOTHING = {
  ...{ autoSubmitted: '', precedence: '', autoReply: '', returnPath: '<a@b.example>', list: undefined },
  ...{ vacation: '', suppress: '', subject: 'Auskunft', contentType: 'text/plain', from: 'a@b.example' },
  ...{ failedRecipients: '' },
};

test.each([
  // Exchange marks what people write with it.
  [{ suppress: 'DR, OOF, AutoReply' }, false, false],
  // To an address that is a distribution list.
  [{ precedence: 'list', list: 'discussion' as const }, false, false],
  [{ precedence: 'list', list: 'announcements' as const }, true, true],
  [{ precedence: 'bulk', list: 'announcements' as const }, true, true],
  // A ticket system, by which a law firm writes.
  [{ autoSubmitted: 'auto-generated', precedence: 'bulk' }, true, false],
  [{ autoSubmitted: 'auto-replied' }, true, true],
  [{ subject: 'Abwesenheitsnotiz: Auskunft' }, true, true],
  [{ contentType: 'multipart/report; report-type=disposition-notification' }, true, true],
  [{ returnPath: '<>' }, true, false],
  [{}, false, false],
])('%j is no request: %s, and can wait until tomorrow: %s', (head, noRequest, waits) => {
  expect([isNoRequest({ ...NOTHING, ...head }), canWait({ ...NOTHING, ...head })]).toEqual([noRequest, waits]);
});

test.each([
  ['MAILER-DAEMON@a.example', '', true],
  ['MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@kammer.example', '', true],
  ['MDaemon@a.example', '', true],
  ['mail-delivery-system@a.example', '', true],
  ['post@a.example', 'erika@post.example', true],
  ['microsoftexchange@a.example', '', false],
  ['postmasterin@a.example', '', false],
])('%s writes for a mail server (X-Failed-Recipients: %j): %s', (from, failedRecipients, is) => {
  expect(isFromMailDaemon({ from, failedRecipients })).toBe(is);
});

test('what a mail answers is asked for nearest first', () => {
  expect(answeredIds({ inReplyTo: ['<c@x>'], references: ['<a@x>', '<b@x>', '<c@x>'] })).toEqual([
    ...['<c@x>', '<b@x>', '<a@x>'],
  ]);
});
