import { evidenceOfProgram, type ProgramEvidence } from '../../support/program-bundles.js';
import { verify } from '../../unit/domain/evidence/verifying.js';
import { judgeMutants, judgeReceipts } from '../../unit/verifier/judging.js';

// Bundles and receipts as the program gives them out, of every kind; each of them changed in a way that somebody could who
// has the file, a key of their own, or one that was retired. Long runs: bench/mutations.mjs.

const COUNT = Number(process.env['MUTANTS'] ?? '2000');
/** A long run takes an hour of processor time. */
const LIMIT_MS = 86_400_000;
const SEED = Number(process.env['MUTATION_SEED'] ?? '20261201');

let genuine: ProgramEvidence;
beforeAll(async () => {
  genuine = await evidenceOfProgram();
});

test('what the program gives out is proved by whom its reader names', async () => {
  expect(genuine.bundles.length).toBeGreaterThanOrEqual(20);
  for (const { name, files, options } of genuine.bundles) {
    const { outcome, checks } = await verify(files, options);
    const failed = checks.filter(({ state }) => state === 'failed');
    expect([name, outcome, failed]).toEqual([name, 'proved', []]);
  }
  const states = new Set<string>();
  for (const { files, options } of genuine.bundles) {
    (await verify(files, options)).checks
      .filter(({ state }) => state === 'passed')
      .forEach(({ check }) => states.add(check));
  }
  // Each kind of proof is in one of them, so that mutants of it are tried.
  expect([...states].sort()).toEqual(
    [
      ...['files-complete', 'entries-well-formed', 'entries-in-log', 'checkpoint-signed', 'key-known'],
      ...['earlier-checkpoints', 'key-succession', 'epochs-told', 'witnesses', 'witnesses-named', 'period-complete'],
      ...['contents-bound', 'report-unchanged', 'figures-recounted', 'disclosures', 'references', 'sequence-allowed'],
    ].sort(),
  );
});

test(
  `${COUNT} mutants of them: what is accepted says the same, word for word (seed ${SEED})`,
  async () => {
    const began = process.cpuUsage();
    const { lies, ...tally } = await judgeMutants(genuine.bundles, COUNT, SEED, (done) => {
      if (COUNT > 5_000) {
        process.stdout.write(
          `${done} of ${COUNT}, ${(process.cpuUsage(began).user / 1e6).toFixed(0)} s of processor time\n`,
        );
      }
    });
    process.stdout.write(`mutants of the program's bundles: ${JSON.stringify(tally)}, seed ${SEED}\n`);
    expect(lies).toEqual([]);
    expect(tally.refused).toBeGreaterThan(COUNT / 2);
  },
  LIMIT_MS,
);

test(
  'mutants of its receipts, too',
  async () => {
    expect(genuine.receipts.length).toBeGreaterThanOrEqual(5);
    const { lies, ...tally } = await judgeReceipts(genuine.receipts, COUNT, SEED);
    process.stdout.write(`mutants of the program's receipts: ${JSON.stringify(tally)}, seed ${SEED}\n`);
    expect(lies).toEqual([]);
    expect(tally.refused).toBeGreaterThan(COUNT / 2);
  },
  LIMIT_MS,
);
