import { gapsIn, inForm, signsIn, unknownPlaceholders } from '../../../../src/domain/correspondence/template.js';
import { parseProof } from '../../../../src/domain/log/tlog-proof.js';
import { parseNote } from '../../../../src/domain/log/signed-note.js';
import { plainLine, plainText } from '../../../../src/domain/plain-text.js';
import { readDer } from '../../../../src/domain/timestamp/der.js';
import { contactsIn } from '../../../../src/intake/contact.js';
import { cleanFilename, sanitiseFilename } from '../../../../src/platform/documents/file-name.js';
import { inspectFile } from '../../../../src/platform/documents/inspect-file.js';
import { isPortable } from '../../../../src/platform/documents/portable-file.js';
import { deliveryReport } from '../../../../src/platform/mail/delivery-report.js';
import { inboundMail } from '../../../../src/platform/mail/inbound.js';
import { addressesIn, headText, identifiersIn } from '../../../../src/platform/mail/mail-head.js';
import { readableMail } from '../../../../src/platform/mail/readable-mail.js';
import { whatServerSays } from '../../../../src/platform/mail/server-words.js';
import { Budget } from '../../../../src/platform/untrusted/budget.js';
import {
  FILES,
  MAILS,
  NESTED_DER,
  NESTED_JSON,
  REPORTS,
  TABLES,
  TEXTS,
  type WorstCase,
} from '../../../support/worst-cases.js';

/** Four times this is a megabyte, for what runs where everybody waits for it. */
const SMALL = 256 * 1024;
/** For what runs in a thread that is ended when its time is over. */
const SMALL_IN_A_THREAD = 32 * 1024;
/** Four times as much is at most this many times the work: linear is 4, quadratic 16. */
const MOST_GROWTH = 12;
/** Of processor time; below it nothing is told apart, and nobody is held up. */
const NOTHING_MS = 400;

/** Nothing is cut short by it: what is looked at is the growth. */
const ample = (): Budget => new Budget({ bytes: 1e9, parts: 1e9, milliseconds: 1e9 });
type Parser = (input: Buffer) => unknown;

/** Processor time of this process, the least of some runs: whatever else runs beside it does not count. */
async function processorMs(parse: Parser, input: Buffer): Promise<number> {
  let least = Infinity;
  for (let run = 0; run < 2 && least > NOTHING_MS; run += 1) {
    const before = process.cpuUsage();
    try {
      await parse(input);
    } catch {
      // Refused is answered.
    }
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}

async function expectLinear(parse: Parser, { make }: WorstCase, bytes: number): Promise<void> {
  let growth = Infinity;
  // Neighbours on the machine take caches and slow one of the two sizes: what is quadratic is so each time.
  for (let run = 0; run < 3 && growth >= MOST_GROWTH; run += 1) {
    const large = await processorMs(parse, make(4 * bytes));
    growth = Math.min(growth, large > NOTHING_MS ? large / (await processorMs(parse, make(bytes))) : 1);
  }
  expect(growth).toBeLessThan(MOST_GROWTH);
}

type Row = readonly [string, Parser, readonly WorstCase[]];

const IN_A_THREAD: readonly Row[] = [
  ['a whole mail', (raw) => readableMail(raw, undefined, ample()), MAILS],
  ['a report of a mail server', (raw) => deliveryReport(raw, undefined, ample()), [...MAILS, ...REPORTS]],
  ['a file', (raw) => inspectFile(raw, { filename: 'a.eml' }, ample()), FILES],
  ['a CSV', (raw) => isPortable(raw, { kind: 'csv' }, ample()), TABLES],
  ['JSON', (raw) => isPortable(raw, { kind: 'json' }, ample()), [NESTED_JSON]],
];

const WHERE_ALL_WAIT: readonly Row[] = [
  ['the head of a mail', (raw) => inboundMail(raw), MAILS],
  ['the words of a mail server', (raw) => whatServerSays(raw.toString('latin1'), raw.toString('latin1')), TEXTS],
  ['addresses', (raw) => addressesIn([raw.toString('latin1')]), TEXTS],
  ['identifiers', (raw) => identifiersIn([raw.toString('latin1')], 100), TEXTS],
  ['a field of a head', (raw) => headText(raw.toString('latin1')), TEXTS],
  [
    'the name of a file',
    (raw) => [sanitiseFilename(raw.toString(), 'application/pdf'), cleanFilename(raw.toString())],
    TEXTS,
  ],
  ['DER', (raw) => readDer(raw), [NESTED_DER, ...TEXTS]],
  ['a receipt', (raw) => [parseProof(raw.toString('latin1')), parseNote(raw.toString('latin1'))], TEXTS],
  ['a pasted text', (raw) => [plainText(raw.toString()), plainLine(raw.toString())], TEXTS],
  ['a contact', (raw) => contactsIn(raw.toString(), 'linkedin'), TEXTS],
  [
    'a text with gaps and placeholders',
    (raw) => {
      const body = raw.toString();
      return [gapsIn(body), signsIn(body), unknownPlaceholders(body), inForm({ subject: '', body }, 'sie')];
    },
    TEXTS,
  ],
];

const ROWS = [
  ...IN_A_THREAD.map((row) => [...row, SMALL_IN_A_THREAD] as const),
  ...WHERE_ALL_WAIT.map((row) => [...row, SMALL] as const),
];

describe.each(ROWS)('reading %s takes four times the work for four times the bytes', (_name, parse, cases, bytes) => {
  test.each(cases.map((one) => [one.what, one] as const))('%s', async (_what, worst) => {
    await expectLinear(parse, worst, bytes);
  });
});

test('what grows with a power is told apart from what does not', async () => {
  const compared: Parser = (raw) => {
    let same = 0;
    const length = raw.length / 384;
    for (let one = 0; one < length; one += 1) {
      for (let other = 0; other < length; other += 1) {
        for (let third = 0; third < length; third += 1) {
          same += raw[one] === raw[other] && raw[other] === raw[third] ? 1 : 0;
        }
      }
    }
    return same;
  };
  const worst: WorstCase = { what: 'all alike', make: (bytes) => Buffer.alloc(2 * bytes, '/') };
  await expect(expectLinear(compared, worst, SMALL_IN_A_THREAD)).rejects.toThrow();
});
