import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const SOURCE = join(import.meta.dirname, '../../../../src');
const FOLDER = join(SOURCE, 'domain/log');

function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/^(?:import|export)\s[^;]*?from '([^']+)'/gms)].map(
    ([, name = '']) => name,
  );
}

/** Every file that the kernel reaches, from the source folder. */
function reached(files: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) {
      return;
    }
    seen.add(file);
    importsOf(file)
      .filter((name) => name.startsWith('.'))
      .forEach((name) => visit(resolve(dirname(file), name.replace(/\.js$/, '.ts'))));
  };
  files.forEach(visit);
  return seen;
}

const KERNEL = [
  ...reached(
    readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(FOLDER, name)),
  ),
];

test('for a browser two files are exchanged: nothing else of the kernel needs Node', () => {
  const outside = KERNEL.flatMap((file) =>
    importsOf(file)
      .filter((name) => !name.startsWith('.'))
      .map((name) => `${relative(FOLDER, file)}: ${name}`),
  );
  expect(outside.sort()).toEqual(['ed25519.ts: node:crypto', 'sha256.ts: node:crypto']);
  const users = KERNEL.filter((file) => /\b(Buffer|process|require)\b/.test(readFileSync(file, 'utf8')));
  expect(users.map((file) => relative(FOLDER, file)).sort()).toEqual(['ed25519.ts', 'sha256.ts']);
});

test('the kernel stands on the law and on nothing above it', () => {
  const beyond = KERNEL.map((file) => relative(SOURCE, file)).filter((file) => !file.startsWith('domain/'));
  expect(beyond).toEqual([]);
});

test('the kernel has no clock and no chance of its own', () => {
  const impure = KERNEL.filter((file) =>
    /Date\.now|new Date\(\)|Math\.random|randomBytes|performance/.test(readFileSync(file, 'utf8')),
  );
  expect(impure).toEqual([]);
});
