// Mutants of genuine evidence bundles and receipts: each file, line, field, key and anchor is dropped, doubled, swapped,
// relabelled, or signed again by a stranger, by a retired key, or by two at once. An accepted mutant (outcome `proved`)
// must say word for word what the genuine one says.
//
//   npm run build && node --experimental-vm-modules bench/mutations.mjs [--count 100000] [--seed 1]
//
// The same mutants, fewer of them, run in test/unit/verifier/mutations.spec.ts.
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { count: { type: 'string' }, seed: { type: 'string' } } });
const [count, seed] = [values.count ?? '100000', values.seed ?? String(Date.now() % 1_000_000)];
console.log(`${count} mutants, seed ${seed}`);
execFileSync(
  process.execPath,
  ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', 'test/unit/verifier/mutations.spec.ts'],
  {
    stdio: 'inherit',
    env: { ...process.env, MUTANTS: count, MUTATION_SEED: seed },
  },
);
