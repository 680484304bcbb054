import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError } from '../../../../src/platform/config/start-error.js';
import { openKeyRing } from '../../../../src/platform/vault/key-ring.js';
import { keysDirectory, loadMasterKey } from '../../../../src/platform/vault/master-key.js';

const KEY = Buffer.alloc(32, 0x41).toString('base64');

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'forthwith-data-'));
});

afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

function keyFile(content: string, mode = 0o600): string {
  const file = join(dataDir, 'mounted.key');
  writeFileSync(file, content);
  chmodSync(file, mode);
  return file;
}

describe('without MASTER_KEY_FILE', () => {
  test('the first start makes the key and says so, the next one reads it', () => {
    const first = loadMasterKey({ dataDir });
    const second = loadMasterKey({ dataDir });
    expect([first.created, second.created]).toEqual([true, false]);
    expect(second.key.equals(first.key)).toBe(true);
    expect(first.file).toBe(join(dataDir, 'keys', 'master.key'));
  });

  test('the key is 32 bytes in base64 for the owner alone, in a directory for the owner alone', () => {
    const { file } = loadMasterKey({ dataDir });
    expect(Buffer.from(readFileSync(file, 'utf8'), 'base64')).toHaveLength(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(keysDirectory(dataDir)).mode & 0o777).toBe(0o700);
    expect(readdirSync(keysDirectory(dataDir))).toEqual(['master.key']);
  });

  test('two installations never share a key', () => {
    const other = mkdtempSync(join(tmpdir(), 'forthwith-data-'));
    expect(loadMasterKey({ dataDir }).key.equals(loadMasterKey({ dataDir: other }).key)).toBe(false);
    rmSync(other, { recursive: true });
  });

  test('a lost key is not replaced by a new one while keys wrapped under it are there', () => {
    const { key, file } = loadMasterKey({ dataDir });
    openKeyRing({ keysDir: keysDirectory(dataDir), masterKey: key }).currentKek('chamber');
    rmSync(file);
    expect(() => loadMasterKey({ dataDir })).toThrow(StartError);
    expect(existsSync(file)).toBe(false);
  });
});

describe('with MASTER_KEY_FILE', () => {
  test.each([
    ['as it is', KEY],
    ['with a final newline', `${KEY}\n`],
  ])('the key in the file is used %s', (_how, content) => {
    const loaded = loadMasterKey({ dataDir, file: keyFile(content, 0o400) });
    expect(loaded.key.export()).toEqual(Buffer.alloc(32, 0x41));
    expect(loaded.created).toBe(false);
  });

  test.each([0o640, 0o604, 0o660, 0o644, 0o620, 0o601, 0o777])(
    'mode %o is refused: others can reach the key',
    (mode) => {
      expect(() => loadMasterKey({ dataDir, file: keyFile(KEY, mode) })).toThrow(
        `which others can reach (mode 0${mode.toString(8)}): allowed is 0600 or 0400`,
      );
    },
  );

  test.each([
    ['an empty file', ''],
    ['16 bytes', Buffer.alloc(16).toString('base64')],
    ['33 bytes', Buffer.alloc(33).toString('base64')],
    ['hexadecimal', Buffer.alloc(32).toString('hex')],
    ['base64 with other characters in between', `${KEY.slice(0, 10)} ${KEY.slice(10)}`],
  ])('%s is refused in one line that does not show it', (_what, content) => {
    const file = keyFile(content);
    expect(() => loadMasterKey({ dataDir, file })).toThrow(
      new StartError(
        `MASTER_KEY_FILE names ${file}, which holds something else than 32 bytes in base64 (44 characters)`,
      ),
    );
  });

  test('a file that is not there is refused, never made', () => {
    const file = join(dataDir, 'absent.key');
    expect(() => loadMasterKey({ dataDir, file })).toThrow(StartError);
    expect(existsSync(file)).toBe(false);
  });
});
