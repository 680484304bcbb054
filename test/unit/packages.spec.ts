import { readFileSync } from 'node:fs';

interface Locked {
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };
const installed = Object.entries(packages).filter(
  ([path, { link }]) => path.startsWith('node_modules/') && link !== true,
);

test('every package is installed by its hash, also the optional ones of other platforms', () => {
  expect(installed.length).toBeGreaterThan(500);
  expect(
    installed.filter(([, { integrity }]) => !/^sha(?:256|384|512)-/.test(integrity ?? '')).map(([path]) => path),
  ).toEqual([]);
});

test('where a package is fetched from is the registry that npm is set to, not an address in the file', () => {
  expect(installed.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
});
