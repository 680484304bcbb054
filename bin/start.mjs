// `npm start`: build if a source is newer than the build, then serve. One process, so that Ctrl-C finds it.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'dist', '.built');

function newest(path) {
  const stat = statSync(path);
  return stat.isDirectory()
    ? readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0)
    : stat.mtimeMs;
}

const sources = ['src', 'migrations', 'ormconfig.ts', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
if (!existsSync(stamp) || Math.max(...sources.map((name) => newest(join(root, name)))) > statSync(stamp).mtimeMs) {
  process.stdout.write('Building …\n');
  const build = spawnSync(process.execPath, [join(root, 'bin', 'build.mjs')], { cwd: root, stdio: 'inherit' });
  if (build.status !== 0) {
    process.exit(build.status ?? 1);
  }
}
const { runCommandLine } = await import('../dist/src/cli/run.js');
process.exitCode = await runCommandLine(['serve', ...process.argv.slice(2)]);
