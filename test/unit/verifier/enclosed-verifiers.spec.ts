import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { enclosedVerifiers } from '../../../src/verifier/enclosed-verifiers.js';
import { GENUINE } from './genuine.js';

const folder = mkdtempSync(join(tmpdir(), 'forthwith-enclosed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function written(name: string, files: Iterable<readonly [string, Uint8Array | string]>): string {
  for (const [file, bytes] of files) {
    mkdirSync(dirname(join(folder, name, file)), { recursive: true });
    writeFileSync(join(folder, name, file), bytes);
  }
  return join(folder, name);
}

test('a verifier that came with the evidence is held against the one of this version', async () => {
  const genuine = GENUINE[0]?.files ?? new Map<string, Uint8Array>();
  const bundle = written('bundle', [...genuine, ['verify.mjs', 'console.log("proved")\n']]);
  const ours = written('ours', [
    ['verify.html', genuine.get('verify.html') ?? ''],
    ['verify.mjs', 'verifies\n'],
  ]);
  expect((await enclosedVerifiers(bundle, ours)).map(({ file, state }) => [file, state])).toEqual([
    ['verify.html', 'same'],
    ['verify.mjs', 'other'],
  ]);
  // Nothing to compare it with is no reason to trust it.
  expect((await enclosedVerifiers(bundle, join(folder, 'nowhere'))).map(({ state }) => state)).toEqual([
    'other',
    'other',
  ]);
  const without = written(
    'without',
    [...genuine].filter(([file]) => !file.startsWith('verify.')),
  );
  expect(await enclosedVerifiers(without, ours)).toEqual([]);
});
