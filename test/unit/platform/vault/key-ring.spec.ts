import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeyFile } from '../../../../src/platform/vault/key-file.js';
import { openKeyRing, rewrapKeyRing, KeyRing } from '../../../../src/platform/vault/key-ring.js';

const ORG = '0190c2f0-0000-7000-8000-000000000001';
const OTHER = '0190c2f0-0000-7000-8000-000000000002';

let keysDir: string;
let masterKey: KeyObject;
let ring: KeyRing;

const masterKeyOf = (byte: number): KeyObject => createSecretKey(Buffer.alloc(32, byte));
const file = (name: string, organisation = ORG): string => join(keysDir, organisation, name);
/** A second process on the same directory. */
const otherInstance = (): KeyRing => openKeyRing({ keysDir, masterKey });

beforeEach(() => {
  keysDir = mkdtempSync(join(tmpdir(), 'forthwith-keys-'));
  masterKey = createSecretKey(randomBytes(32));
  ring = openKeyRing({ keysDir, masterKey });
});

afterEach(() => rmSync(keysDir, { recursive: true, force: true }));

describe('organisation keys', () => {
  test('an organisation without a key gets epoch 1 on first use, and keeps it', () => {
    const first = ring.currentKek(ORG);
    expect(first.epoch).toBe(1);
    expect(ring.currentKek(ORG).key.equals(first.key)).toBe(true);
    expect(otherInstance().currentKek(ORG).key.equals(first.key)).toBe(true);
  });

  test('every key is different: by organisation, by epoch, by purpose', () => {
    const keys = [
      ring.currentKek(ORG).key.export(),
      ring.newEpoch(ORG).key.export(),
      ring.currentKek(OTHER).key.export(),
      ring.indexKey(ORG).export(),
      ring.indexKey(OTHER).export(),
      ring.signingSeed(ORG),
      ring.signingSeed(ORG, 2),
      ring.signingSeed(OTHER),
    ].map((key) => key.toString('hex'));
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.every((key) => key.length === 64)).toBe(true);
  });

  test('index key and signing seed are made once and read again after a restart', () => {
    const [index, seed] = [ring.indexKey(ORG), ring.signingSeed(ORG)];
    expect(otherInstance().indexKey(ORG).equals(index)).toBe(true);
    expect(otherInstance().signingSeed(ORG).equals(seed)).toBe(true);
  });

  test('whoever changes the seed it was given does not change the key', () => {
    ring.signingSeed(ORG).fill(0);
    expect(ring.signingSeed(ORG).every((byte) => byte === 0)).toBe(false);
  });

  test('key files are for the owner alone, and no draft stays behind', () => {
    ring.currentKek(ORG);
    ring.indexKey(ORG);
    ring.signingSeed(ORG);
    expect(readdirSync(join(keysDir, ORG)).sort()).toEqual(['index.key', 'kek-1.key', 'log-1.key']);
    expect(readdirSync(join(keysDir, ORG)).map((name) => statSync(file(name)).mode & 0o777)).toEqual([
      0o600, 0o600, 0o600,
    ]);
    expect(statSync(join(keysDir, ORG)).mode & 0o777).toBe(0o700);
  });

  test('a key file shows nothing of its key', () => {
    const key = ring.currentKek(ORG).key.export();
    const stored = Buffer.from(readFileSync(file('kek-1.key'), 'utf8'), 'base64');
    expect(stored).toHaveLength(1 + 12 + 32 + 16);
    expect(stored.includes(key)).toBe(false);
  });

  test.each([
    ['moved to another organisation', (): void => void copyFileSync(file('kek-1.key'), file('kek-1.key', OTHER))],
    ['put in place of the index key', (): void => void copyFileSync(file('kek-1.key', ORG), file('index.key', OTHER))],
    ['cut', (): void => void writeFileSync(file('kek-1.key', OTHER), 'AQ==')],
    ['emptied', (): void => void writeFileSync(file('kek-1.key', OTHER), '')],
  ])('a key file that was %s does not open', (_what, damage) => {
    ring.currentKek(ORG);
    ring.currentKek(OTHER);
    ring.indexKey(OTHER);
    damage();
    const fresh = new KeyRing({ keysDir, masterKey });
    expect(() => [fresh.kek(OTHER, 1), fresh.indexKey(OTHER)]).toThrow(expect.objectContaining({ code: 'wrong-key' }));
  });

  test('a ring does not open under another master key', () => {
    ring.currentKek(ORG);
    expect(() => openKeyRing({ keysDir, masterKey: masterKeyOf(7) })).toThrow(
      expect.objectContaining({ code: 'wrong-key' }),
    );
  });

  test.each(['../elsewhere', '.', '', 'A', 'a/b', 'a\0b'])('the id %j never becomes a folder', (id) => {
    expect(() => ring.currentKek(id)).toThrow(TypeError);
  });

  test.each([0, -1, 1.5, Number.NaN])('%d is no epoch', (epoch) => {
    expect(() => ring.kek(ORG, epoch)).toThrow(TypeError);
  });
});

describe('epochs', () => {
  test('a new epoch is the current one, older ones stay readable', () => {
    const first = ring.currentKek(ORG);
    expect(ring.newEpoch(ORG).epoch).toBe(2);
    expect(ring.currentKek(ORG).epoch).toBe(2);
    expect(ring.kek(ORG, 1).key.equals(first.key)).toBe(true);
    expect(ring.epochs(ORG)).toEqual([1, 2]);
  });

  test('another instance wraps under the new epoch at once, although it has the old one in memory', () => {
    const other = otherInstance();
    other.currentKek(ORG);
    ring.newEpoch(ORG);
    expect(other.currentKek(ORG).epoch).toBe(2);
  });

  test('a destroyed epoch is gone in every instance, also from memory', () => {
    const other = otherInstance();
    other.currentKek(ORG);
    ring.newEpoch(ORG);
    ring.destroyEpoch(ORG, 1);
    for (const instance of [ring, other, otherInstance()]) {
      expect(() => instance.kek(ORG, 1)).toThrow(expect.objectContaining({ code: 'key-destroyed' }));
    }
    expect(existsSync(file('kek-1.key'))).toBe(false);
    expect(ring.epochs(ORG)).toEqual([2]);
  });

  test('destroying overwrites before it unlinks: a second link to the file shows other bytes', () => {
    ring.currentKek(ORG);
    const before = readFileSync(file('kek-1.key'));
    linkSync(file('kek-1.key'), join(keysDir, 'second-link'));
    ring.destroyEpoch(ORG, 1);
    expect(readFileSync(join(keysDir, 'second-link')).equals(before)).toBe(false);
    expect(readFileSync(join(keysDir, 'second-link'))).toHaveLength(before.length);
  });

  test('the number of a destroyed epoch is never used again', () => {
    ring.currentKek(ORG);
    ring.destroyEpoch(ORG, 1);
    expect(ring.currentKek(ORG).epoch).toBe(2);
    ring.destroyEpoch(ORG, 2);
    expect(otherInstance().newEpoch(ORG).epoch).toBe(3);
  });

  test('destroying twice, or what never was, does no harm', () => {
    ring.currentKek(ORG);
    ring.newEpoch(ORG);
    ring.destroyEpoch(ORG, 1);
    ring.destroyEpoch(ORG, 1);
    ring.destroyEpoch(ORG, 9);
    expect(() => ring.kek(ORG, 1)).toThrow(expect.objectContaining({ code: 'key-destroyed' }));
    expect(ring.currentKek(ORG).epoch).toBe(2);
  });

  test('a key that is missing without having been destroyed says so', () => {
    ring.currentKek(ORG);
    rmSync(file('kek-1.key'));
    expect(() => ring.kek(ORG, 1)).toThrow(expect.objectContaining({ code: 'key-missing' }));
  });
});

describe('a new master key', () => {
  test('rewraps every key and changes none', () => {
    const before = [ring.currentKek(ORG).key.export(), ring.indexKey(OTHER).export(), ring.signingSeed(ORG)];
    const next = masterKeyOf(9);
    expect(rewrapKeyRing(keysDir, masterKey, next)).toBe(3);
    const after = openKeyRing({ keysDir, masterKey: next });
    expect([after.currentKek(ORG).key.export(), after.indexKey(OTHER).export(), after.signingSeed(ORG)]).toEqual(
      before,
    );
    expect(() => openKeyRing({ keysDir, masterKey })).toThrow(expect.objectContaining({ code: 'wrong-key' }));
  });

  test('stopped half-way, it finishes when called again', () => {
    ring.currentKek(ORG);
    const next = masterKeyOf(9);
    rewrapKeyRing(keysDir, masterKey, next);
    writeFileSync(file('stray.tmp'), 'x');
    openKeyRing({ keysDir, masterKey: next });
    // One file of the old key beside one of the new: what a crash leaves.
    const halfway = mkdtempSync(join(tmpdir(), 'forthwith-keys-'));
    const mixed = openKeyRing({ keysDir: halfway, masterKey });
    mixed.currentKek(ORG);
    copyFileSync(file('kek-1.key'), join(halfway, ORG, 'kek-1.key'));
    mixed.indexKey(ORG);
    expect(rewrapKeyRing(halfway, masterKey, next)).toBe(1);
    expect(openKeyRing({ keysDir: halfway, masterKey: next }).kek(ORG, 1).epoch).toBe(1);
    rmSync(halfway, { recursive: true });
  });

  test('refuses a master key that is not the present one, and leaves the files as they are', () => {
    ring.currentKek(ORG);
    const before = readFileSync(file('kek-1.key'));
    expect(() => rewrapKeyRing(keysDir, masterKeyOf(1), masterKeyOf(2))).toThrow(
      expect.objectContaining({ code: 'wrong-key' }),
    );
    expect(readFileSync(file('kek-1.key'))).toEqual(before);
  });
});

describe('a key file', () => {
  test('is made by whoever is first; the other learns that it was not, changes nothing and leaves no draft', () => {
    const path = join(keysDir, 'x.key');
    expect([createKeyFile(path, 'first'), createKeyFile(path, 'second')]).toEqual([true, false]);
    expect(readFileSync(path, 'utf8')).toBe('first');
    expect(readdirSync(keysDir)).toEqual(['x.key']);
  });
});
