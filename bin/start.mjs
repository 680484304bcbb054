// `npm start`: build if a source is newer than the build, then serve. One process, so that Ctrl-C finds it.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isFresh, ROOT } from './freshness.mjs';

if (!isFresh('tsc')) {
  process.stdout.write('Building …\n');
  const build = spawnSync(process.execPath, [join(ROOT, 'bin', 'build.mjs')], { cwd: ROOT, stdio: 'inherit' });
  if (build.status !== 0) {
    process.exit(build.status ?? 1);
  }
}
const { runCommandLine } = await import('../dist/src/cli/run.js');
process.exitCode = await runCommandLine(['serve', ...process.argv.slice(2)]);
