import { MailReader } from '../../../../src/platform/mail/mail-reader.js';
import { BudgetExceeded } from '../../../../src/platform/untrusted/budget.js';
import type { Reading } from '../../../../src/platform/untrusted/reading.js';
import { UntrustedReader } from '../../../../src/platform/untrusted/untrusted-reader.js';

const reader = new UntrustedReader();
afterAll(() => reader.close());

const LIMITS = { bytes: 1_000_000, parts: 1_000, milliseconds: 10_000 };
const reading = (limits: Partial<typeof LIMITS>): Reading<undefined, { readonly text: string }> => ({
  name: 'mail.read',
  limits: { ...LIMITS, ...limits },
});
const MAIL = Buffer.from('From: a@x.example\r\nSubject: x\r\n\r\nDer Text.');
const PARTS = Buffer.from(
  ['Content-Type: multipart/mixed; boundary=g', '', ...Array.from({ length: 500 }, () => '--g\r\n\r\nx')].join('\r\n'),
);

const breach = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'none',
    (error: unknown) => (error instanceof BudgetExceeded ? error.breach : error),
  );

test("a stranger's mail is read in a thread, and the bytes stay where they are", async () => {
  expect(await reader.read(reading({}), MAIL, undefined)).toMatchObject({ text: 'Der Text.' });
  expect(MAIL.toString()).toContain('Der Text.');
});

test('too many bytes, too many parts and too much time each end a reading, and the next one goes on', async () => {
  expect(await breach(reader.read(reading({ bytes: 10 }), MAIL, undefined))).toBe('bytes');
  expect(await breach(reader.read(reading({ parts: 100 }), PARTS, undefined))).toBe('parts');
  expect(await breach(reader.read(reading({ milliseconds: -2_000 }), MAIL, undefined))).toBe('time');
  expect(await reader.read(reading({}), MAIL, undefined)).toMatchObject({ text: 'Der Text.' });
});

test('memory beyond the limit ends the thread and not the program', async () => {
  const parts = Buffer.from(`Content-Type: multipart/mixed; boundary=g\n\n${'--g\n\nx\n'.repeat(200_000)}`);
  const pool = new UntrustedReader(24);
  const result = await breach(pool.read(reading({ bytes: 1e8, parts: 1e6, milliseconds: 100_000 }), parts, undefined));
  await pool.close();
  expect(result).toBe('memory');
});

test('many at once are read in turn', async () => {
  const mails = new MailReader(reader);
  const texts = await Promise.all(Array.from({ length: 20 }, () => mails.read(MAIL)));
  expect(texts.map(({ text }) => text)).toEqual(Array.from({ length: 20 }, () => 'Der Text.'));
});
