import { formatProof } from '../../../src/domain/log/tlog-proof.js';
import { LOG, SampleLog, sampleEntries, vkeyOf } from '../domain/evidence/sample-bundle.js';
import { verify } from '../domain/evidence/verifying.js';
import { GENUINE } from './genuine.js';
import { judgeMutants, judgeReceipts, said } from './judging.js';

// Small bundles made by hand, for quick and exact ones; those that the program gives out are in
// test/integration/reports/mutations.spec.ts. Long runs: bench/mutations.mjs.
const COUNT = Number(process.env['MUTANTS'] ?? '500');
/** A long run takes hours. */
const LIMIT_MS = 86_400_000;
const SEED = Number(process.env['MUTATION_SEED'] ?? '20261201');

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

test(
  `${COUNT} mutants of them: what is accepted says the same, word for word (seed ${SEED})`,
  async () => {
    const { lies, ...tally } = await judgeMutants(GENUINE, COUNT, SEED);
    process.stdout.write(`mutants: ${JSON.stringify(tally)}, seed ${SEED}\n`);
    expect(lies).toEqual([]);
    expect(tally.refused).toBeGreaterThan(COUNT / 2);
  },
  LIMIT_MS,
);

test(
  'mutants of receipts, too',
  async () => {
    const log = new SampleLog(sampleEntries());
    const receipts = log.lines.map((extra, index) => ({
      name: `entry ${index}`,
      text: formatProof({ extra, index, path: log.path(index), checkpoint: log.checkpoint() }),
      options: { trustedKeys: [vkeyOf(LOG)] },
    }));
    expect((await judgeReceipts(receipts, COUNT / 4, SEED)).lies).toEqual([]);
  },
  LIMIT_MS,
);
