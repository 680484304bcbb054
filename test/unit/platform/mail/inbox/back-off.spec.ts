import { pauseAfter, troubleOf } from '../../../../../src/platform/mail/inbox/back-off.js';
import { imapSettings, mailboxKey } from '../../../../../src/platform/mail/inbox/imap-settings.js';

test('pauses grow from 15 seconds to 10 minutes, and a refused login waits the 10 minutes at once', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 1_000].map((failures) => pauseAfter(failures, 'network') / 1_000)).toEqual([
    15, 30, 60, 120, 240, 480, 600, 600,
  ]);
  expect(pauseAfter(1, 'login')).toBe(600_000);
});

test.each([
  [{ authenticationFailed: true, code: 'NO' }, 'login'],
  [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'tls'],
  [{ mailboxMissing: true }, 'folder'],
  [{ code: 'ECONNREFUSED' }, 'network'],
  [{ code: '57P01' }, 'database'],
  [{}, 'server'],
] as const)('an error is told by its class: %j', (error, trouble) => {
  expect(troubleOf(error)).toBe(trouble);
});

test('several mailboxes, each with its folder and whose it is', () => {
  const [first, second] = imapSettings(
    'imaps://u:p%20w@mail.example/?organisation=kammer imap://v:q@[::1]:1143/Junk%20E-Mail',
  );
  expect(first).toMatchObject({
    ...{ host: 'mail.example', port: 993, secure: true, password: 'p w', folder: 'INBOX', organisation: 'kammer' },
  });
  expect(second).toMatchObject({ host: '::1', port: 1143, startTls: false, folder: 'Junk E-Mail' });
});

test.each([
  'http://u:p@mail.example',
  'imaps://u:p@mail.example/?cafile=x',
  'imaps://u:p@mail.example/?ca=/nowhere.pem',
  'imaps://u:p#x@mail.example',
])('what is no mailbox is refused: %s', (url) => {
  expect(() => imapSettings(url)).toThrow();
});

test('a mailbox is the same one under another password', () => {
  const [a, b] = imapSettings('imaps://u:one@mail.example imaps://u:two@MAIL.example');
  expect(a && b && mailboxKey(a).equals(mailboxKey(b))).toBe(true);
});
