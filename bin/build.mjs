// Compiles src and migrations into dist, from nothing: a file that is gone leaves no ghost.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildVerifier } from './build-verifier.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
rmSync(join(root, 'dist'), { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
if (status !== 0) {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  process.exit(status ?? 1);
}
mkdirSync(join(root, 'dist'), { recursive: true });
await buildVerifier();
writeFileSync(join(root, 'dist', '.built'), '');
