// Mutants of genuine evidence bundles and receipts: each file, line, field, key and anchor is dropped, doubled, swapped,
// relabelled, or signed again by a stranger, by a retired key, or by two at once; or the whole log is written anew. An
// accepted mutant (outcome `proved`) must say word for word what the genuine one says.
//
//   npm run build && node bench/mutations.mjs [--count 100000] [--seed 1] [--of program|hand]
//
// `program`: bundles and receipts of every kind that the program gives out (PostgreSQL, mail and witnesses are real);
// `hand`: small ones made by hand, twenty times as fast. Both without --of. The same mutants, fewer of them, run in
// test/integration/reports/mutations.spec.ts and test/unit/verifier/mutations.spec.ts, and are judged by the second
// verifier in test/outside/second-verifier.spec.ts.
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const SUITES = {
  program: 'test/integration/reports/mutations.spec.ts',
  hand: 'test/unit/verifier/mutations.spec.ts',
};
const { values } = parseArgs({
  options: { count: { type: 'string' }, seed: { type: 'string' }, of: { type: 'string' } },
});
const [count, seed] = [values.count ?? '100000', values.seed ?? String(Date.now() % 1_000_000)];
const named = values.of === undefined ? Object.keys(SUITES) : [values.of];
console.log(`${count} mutants, seed ${seed}`);
for (const name of named) {
  execFileSync(process.execPath, ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', SUITES[name]], {
    stdio: 'inherit',
    env: { ...process.env, MUTANTS: count, MUTATION_SEED: seed },
  });
}
