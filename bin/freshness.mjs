// Whether dist is what the sources say, so that nothing is built twice.
import { existsSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

const STAMP = join(ROOT, 'dist', '.built');
const INPUTS = [
  ...['src', 'migrations', 'ormconfig.ts', 'bin/build.mjs', 'bin/build-verifier.mjs'],
  ...['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'],
];

/** The last change (ms) below a file or folder. */
export function lastChange(path) {
  const stat = statSync(path);
  return stat.isDirectory()
    ? readdirSync(path).reduce((latest, name) => Math.max(latest, lastChange(join(path, name))), 0)
    : stat.mtimeMs;
}

/** `tsc`: compiled and type-checked as it is shipped. `swc`: brought up to date for tests, types unchecked. */
export function stamp(compiler, startedAt) {
  writeFileSync(STAMP, compiler);
  // What was saved while it was being compiled counts as newer.
  utimesSync(STAMP, startedAt, startedAt);
}

/** True: dist is a whole build by `compilers`, and no source has changed since. */
export function isFresh(...compilers) {
  return (
    existsSync(STAMP) &&
    compilers.includes(readFileSync(STAMP, 'utf8')) &&
    Math.max(...INPUTS.map((name) => lastChange(join(ROOT, name)))) <= statSync(STAMP).mtimeMs
  );
}
