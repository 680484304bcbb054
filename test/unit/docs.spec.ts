import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['src', 'migrations', 'test', 'bench', 'bin', 'docs', 'profiles', '.ci'];
const TEXT = /\.(?:tsx?|mjs|cjs|md|json|typ|css|sh)$|\/run$/;
const ROOMS = readdirSync('src', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const files = [...FOLDERS.flatMap((folder) => filesIn(folder)), ...filesOf('.')].filter(
  (path) => TEXT.test(path) && !path.startsWith('test/vectors/'),
);
const documents = files.filter((path) => path.endsWith('.md') && !path.startsWith('docs/decisions/'));

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(folder, name));
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Paths in backticks: from the root, or from src where the first word is a room. Patterns and placeholders are left out. */
function pathsIn(document: string): string[] {
  return [...readFileSync(document, 'utf8').matchAll(/`([\w.-]+\/[\w./-]*)`/g)]
    .map(([, path = '']) => path)
    .filter((path) => FOLDERS.includes(path.split('/')[0] ?? '') || ROOMS.includes(path.split('/')[0] ?? ''))
    .filter((path) => !path.startsWith('test/…'));
}

test.each(documents)('%s names no file that does not exist', (document) => {
  const missing = pathsIn(document).filter((path) => !existsSync(path) && !existsSync(join('src', path)));
  expect(missing).toEqual([]);
});

test('every link between our documents leads to a file', () => {
  const broken = files
    .filter((path) => path.endsWith('.md'))
    .flatMap((document) =>
      [...readFileSync(document, 'utf8').matchAll(/\]\((?!https?:)([^)#\s]+)/g)]
        .map(([, target = '']) => join(document, '..', target))
        .filter((target) => !existsSync(target))
        .map((target) => `${document}: ${target}`),
    );
  expect(broken).toEqual([]);
});

test('the glossary has each German word and each file once', () => {
  const rows = readFileSync('docs/glossary.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.includes('`src/'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  expect(rows.length).toBeGreaterThan(30);
  for (const column of [1, 3]) {
    const cells = rows.map((row) => row[column]);
    expect(cells.filter((cell, at) => cells.indexOf(cell) !== at)).toEqual([]);
  }
});

test('every promise that is pointed to is in docs/promises.md, and each is there once', () => {
  const promised = [...readFileSync('docs/promises.md', 'utf8').matchAll(/^\*\*(P\d+)\./gm)].map(([, name]) => name);
  expect(promised).toEqual(Array.from({ length: 13 }, (_, at) => `P${at + 1}`));
  const unknown = files.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/[(\s](P\d{1,2})(?=[),;:\s])/g)]
      .filter(([, name]) => !promised.includes(name))
      .map(([, name]) => `${path}: ${name}`),
  );
  expect(unknown).toEqual([]);
});

test('nothing points to a design paper, an issue number, or a path outside the repository', () => {
  const outside = /\bDESIGN(?: §|\.md| P\d)|\bissue #?\d|\.\.\/shared\b|(?<![\w.])\/work\/(?!\\)/;
  const pointing = files
    .filter((path) => path !== 'test/unit/docs.spec.ts')
    .flatMap((path) =>
      readFileSync(path, 'utf8')
        .split('\n')
        .flatMap((line, at) => (outside.test(line) ? [`${path}:${at + 1}: ${line.trim()}`] : [])),
    );
  expect(pointing).toEqual([]);
});
