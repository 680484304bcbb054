// Compiles src and migrations into dist, from nothing: a file that is gone leaves no ghost.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { buildVerifier } from './build-verifier.mjs';
import { ROOT, stamp } from './freshness.mjs';

const startedAt = new Date();
const dist = join(ROOT, 'dist');
rmSync(dist, { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: ROOT, stdio: 'inherit' });
if (status !== 0) {
  rmSync(dist, { recursive: true, force: true });
  process.exit(status ?? 1);
}
mkdirSync(dist, { recursive: true });
await buildVerifier();
stamp('tsc', startedAt);
