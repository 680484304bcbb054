// `npm run bench`: what the program is measured by, each against a reference measured in the same run.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
for (const file of [
  'bin/build.mjs',
  'bench/main-job.mjs',
  'bench/log.mjs',
  'bench/worklist.mjs',
  'bench/reports.mjs',
]) {
  const { status } = spawnSync(process.execPath, [file], { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}
