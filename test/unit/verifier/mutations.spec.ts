import { formatProof } from '../../../src/domain/log/tlog-proof.js';
import { UnreadableBundleError } from '../../../src/domain/evidence/bundle-files.js';
import { NODE_PORT } from '../../../src/verifier/node-port.js';
import { verifyReceiptFile } from '../../../src/domain/evidence/verify-receipt.js';
import { receiptText } from '../../../src/verifier/receipt-text.js';
import { verdictText } from '../../../src/verifier/verdict-text.js';
import { en } from '../../../src/verifier/words.en.js';
import { LOG, SampleLog, sampleEntries, vkeyOf, type Files } from '../domain/evidence/sample-bundle.js';
import { verify } from '../domain/evidence/verifying.js';
import { GENUINE, type Genuine } from './genuine.js';
import { mutantsOf, randomOf } from './mutants.js';

// Long runs: bench/mutations.mjs.
const COUNT = Number(process.env['MUTANTS'] ?? '2000');
const SEED = Number(process.env['MUTATION_SEED'] ?? '20261201');
async function said(files: Files, { options }: Genuine): Promise<string | undefined> {
  try {
    const verdict = await verify(files, options);
    return verdict.outcome === 'proved' ? verdictText(verdict, en) : undefined;
  } catch (error) {
    if (error instanceof UnreadableBundleError) {
      return undefined;
    }
    throw error;
  }
}

test('genuine bundles of every kind are proved', async () => {
  expect(GENUINE.length).toBeGreaterThanOrEqual(15);
  for (const genuine of GENUINE) {
    expect([
      genuine.name,
      (await verify(genuine.files, genuine.options)).checks.filter(({ state }) => state === 'failed'),
    ]).toEqual([genuine.name, []]);
    expect([genuine.name, (await said(genuine.files, genuine)) !== undefined]).toEqual([genuine.name, true]);
  }
});

test(`${COUNT} mutants of them: what is accepted says the same, word for word (seed ${SEED})`, async () => {
  const random = randomOf(SEED);
  const genuine = new Map<Genuine, string | undefined>();
  for (const each of GENUINE) {
    genuine.set(each, await said(each.files, each));
  }
  const tally = { refused: 0, same: 0 };
  const lies: unknown[] = [];
  for (const { genuine: each, which, files } of mutantsOf(GENUINE, COUNT, random)) {
    const text = await said(files, each);
    if (text === undefined) {
      tally.refused += 1;
    } else if (text === genuine.get(each)) {
      tally.same += 1;
    } else {
      const before = genuine.get(each)?.split('\n') ?? [];
      lies.push({
        which,
        bundle: each.name,
        says: text.split('\n').filter((line) => !before.includes(line)),
        lost: before.filter((line) => !text.split('\n').includes(line)),
      });
    }
  }
  process.stdout.write(`mutants: ${JSON.stringify(tally)}, seed ${SEED}\n`);
  expect(lies).toEqual([]);
  expect(tally.refused).toBeGreaterThan(COUNT / 2);
});

test('mutants of receipts, too', async () => {
  const random = randomOf(SEED);
  const log = new SampleLog(sampleEntries());
  const options = { trustedKeys: [vkeyOf(LOG)] };
  const say = async (text: string) => {
    const verdict = await verifyReceiptFile(text, NODE_PORT, options);
    return verdict.outcome === 'proved' ? receiptText(verdict, 'en') : undefined;
  };
  for (let at = 0; at < COUNT / 4; at += 1) {
    const index = random(log.lines.length);
    const good = formatProof({
      ...{ extra: log.lines[index] ?? Buffer.alloc(0), index, path: log.path(index), checkpoint: log.checkpoint() },
    });
    const bytes = Buffer.from(good);
    const place = random(bytes.length);
    bytes[place] = (bytes[place] ?? 0) ^ (1 << random(8));
    const text = await say(bytes.toString('utf8'));
    expect([at, text === undefined || text === (await say(good))]).toEqual([at, true]);
  }
});
