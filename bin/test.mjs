// `npm test`: every suite, on a whole build. `npm test -- FILE`, or `-- --watch`: what was asked for, without compiling what is
// fresh. Needs nothing but Node: PostgreSQL, SMTP and the browser come from npm.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { isFresh, ROOT } from './freshness.mjs';

const asked = process.argv.slice(2);
/** These say how, not what. */
const HOW = /^--(?:json|outputFile|silent|maxWorkers|ci|verbose)\b/;
if (asked.every((word) => HOW.test(word)) && !isFresh('tsc')) {
  const build = spawnSync(process.execPath, ['bin/build.mjs'], { cwd: ROOT, stdio: 'inherit' });
  if (build.status !== 0) {
    process.exit(build.status ?? 1);
  }
}
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const options = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
const { status } = spawnSync(process.execPath, [...options, jest, ...asked], { cwd: ROOT, stdio: 'inherit' });
process.exit(status ?? 1);
