import { createCipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { openKeyRing, type KeyRing } from '../../../../src/platform/vault/key-ring.js';
import { VaultError, type VaultErrorCode } from '../../../../src/platform/vault/vault-error.js';
import { Vault, type DataKey, type Place } from '../../../../src/platform/vault/vault.js';

const ORG = '0190c2f0-0000-7000-8000-000000000001';
const OTHER_ORG = '0190c2f0-0000-7000-8000-000000000002';
const REQUEST = '0190c2f0-0000-7000-8000-00000000000a';
const OTHER_REQUEST = '0190c2f0-0000-7000-8000-00000000000b';
const PLACE: Place = { organisation: ORG, request: REQUEST, field: 'message' };
const TEXT = Buffer.from('Ich widerspreche der Verarbeitung.');

let keysDir: string;
let masterKey: KeyObject;
let ring: KeyRing;
let vault: Vault;
let dataKey: DataKey;

beforeAll(() => {
  keysDir = mkdtempSync(join(tmpdir(), 'forthwith-vault-'));
  masterKey = createSecretKey(randomBytes(32));
  ring = openKeyRing({ keysDir, masterKey });
  vault = new Vault(ring);
  dataKey = vault.newDataKey();
});

afterAll(() => rmSync(keysDir, { recursive: true, force: true }));

/** Compares the message, which is the code and nothing else. */
const refusedAs = (code: VaultErrorCode): VaultError => new VaultError(code);

describe('AES-256-GCM', () => {
  test('seals as the specification does (test case 16 of McGrew and Viega, "The Galois/Counter Mode of Operation")', () => {
    const key = Buffer.from('feffe9928665731c6d6a8f9467308308'.repeat(2), 'hex');
    const plaintext =
      'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39';
    const cipher = createCipheriv('aes-256-gcm', key, Buffer.from('cafebabefacedbaddecaf888', 'hex'));
    cipher.setAAD(Buffer.from('feedfacedeadbeeffeedfacedeadbeefabaddad2', 'hex'));
    expect(cipher.update(plaintext, 'hex', 'hex') + cipher.final('hex')).toBe(
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662',
    );
    expect(cipher.getAuthTag().toString('hex')).toBe('76fc6ece0f4e1768cddf8853bb2d551b');
  });

  test('the format is fixed: what WebCrypto sealed by the description opens', () => {
    const key = createSecretKey(Buffer.alloc(32, 0x11));
    const sealed = Buffer.from('01000102030405060708090a0b7b82da7f14f878201017a8321312fd0faf60c1b89b', 'hex');
    const place = { organisation: 'chamber', request: 'r1', field: 'message' };
    expect(vault.open(key, place, sealed).toString()).toBe('hallo');
  });
});

describe('sealed content', () => {
  test.each([0, 1, 254, 255, 256, 257, 1000, 70_000])('of %d bytes comes back whole, padded or not', (length) => {
    const content = randomBytes(length);
    for (const options of [{}, { exactLength: true }]) {
      expect(vault.open(dataKey, PLACE, vault.seal(dataKey, PLACE, content, options)).equals(content)).toBe(true);
    }
  });

  test('comes back whole when it ends as padding does', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0x00, 0x80), { maxLength: 600 }), (bytes) => {
        const content = Buffer.from(bytes);
        expect(vault.open(dataKey, PLACE, vault.seal(dataKey, PLACE, content)).equals(content)).toBe(true);
      }),
    );
  });

  test('never looks the same twice', () => {
    expect(vault.seal(dataKey, PLACE, TEXT).equals(vault.seal(dataKey, PLACE, TEXT))).toBe(false);
  });

  test('shows nothing of what it holds', () => {
    expect(vault.seal(dataKey, PLACE, TEXT, { exactLength: true }).includes('widerspreche')).toBe(false);
  });

  test('does not open with any one bit flipped', () => {
    for (const options of [{}, { exactLength: true }]) {
      const sealed = vault.seal(dataKey, PLACE, TEXT, options);
      for (let bit = 0; bit < sealed.length * 8; bit += 1) {
        const flipped = Buffer.from(sealed);
        flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        expect(() => vault.open(dataKey, PLACE, flipped)).toThrow(refusedAs('tampered'));
      }
    }
  });

  test('does not open cut short by any number of bytes, or with one more', () => {
    const sealed = vault.seal(dataKey, PLACE, TEXT, { exactLength: true });
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => vault.open(dataKey, PLACE, sealed.subarray(0, length))).toThrow(refusedAs('tampered'));
    }
    expect(() => vault.open(dataKey, PLACE, Buffer.concat([sealed, Buffer.of(0)]))).toThrow(refusedAs('tampered'));
  });

  test.each<[string, Partial<Place>]>([
    ['organisation', { organisation: OTHER_ORG }],
    ['request', { request: OTHER_REQUEST }],
    ['field', { field: 'subject' }],
    ['parts joined otherwise', { request: `${REQUEST}","message`, field: '' }],
  ])('does not open in another place: %s', (_what, difference) => {
    const sealed = vault.seal(dataKey, PLACE, TEXT);
    expect(() => vault.open(dataKey, { ...PLACE, ...difference }, sealed)).toThrow(refusedAs('tampered'));
  });

  test("does not open with another request's key", () => {
    expect(() => vault.open(vault.newDataKey(), PLACE, vault.seal(dataKey, PLACE, TEXT))).toThrow(
      refusedAs('tampered'),
    );
  });

  test.each([0, 3, 4, 255])('of version %d is refused', (version) => {
    const sealed = vault.seal(dataKey, PLACE, TEXT);
    sealed[0] = version;
    expect(() => vault.open(dataKey, PLACE, sealed)).toThrow(refusedAs('tampered'));
  });
});

describe('data keys', () => {
  test('a wrapped key opens what the key sealed, also after a restart', () => {
    const stored = vault.wrap(dataKey, ORG, REQUEST);
    const sealed = vault.seal(dataKey, PLACE, TEXT);
    const restarted = new Vault(openKeyRing({ keysDir, masterKey }));
    expect(restarted.open(restarted.unwrap(stored, ORG, REQUEST), PLACE, sealed)).toEqual(TEXT);
  });

  test('a wrapped key opens for its own request and organisation only', () => {
    const stored = vault.wrap(dataKey, ORG, REQUEST);
    vault.wrap(dataKey, OTHER_ORG, REQUEST);
    expect(() => vault.unwrap(stored, ORG, OTHER_REQUEST)).toThrow(refusedAs('wrong-key'));
    expect(() => vault.unwrap(stored, OTHER_ORG, REQUEST)).toThrow(refusedAs('wrong-key'));
  });

  test('a wrapped key with one bit flipped does not open', () => {
    const { epoch, wrapped } = vault.wrap(dataKey, ORG, REQUEST);
    for (let bit = 0; bit < wrapped.length * 8; bit += 1) {
      const flipped = Buffer.from(wrapped);
      flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(() => vault.unwrap({ epoch, wrapped: flipped }, ORG, REQUEST)).toThrow(refusedAs('wrong-key'));
    }
  });

  test('a key wrapped in one epoch does not pass for one of another', () => {
    const stored = vault.wrap(dataKey, ORG, REQUEST);
    const { epoch } = ring.newEpoch(ORG);
    expect(() => vault.unwrap({ ...stored, epoch }, ORG, REQUEST)).toThrow(refusedAs('wrong-key'));
  });

  test('rotation: rewrapped content stays readable without being sealed again, what was not rewrapped is gone for ever', () => {
    const kept = vault.wrap(dataKey, ORG, REQUEST);
    const erasedKey = vault.newDataKey();
    const erased = vault.wrap(erasedKey, ORG, OTHER_REQUEST);
    const sealed = vault.seal(dataKey, PLACE, TEXT);
    ring.newEpoch(ORG);
    const rewrapped = vault.rewrap(kept, ORG, REQUEST);
    ring.destroyEpoch(ORG, kept.epoch);

    expect(rewrapped.epoch).toBe(kept.epoch + 1);
    expect(vault.open(vault.unwrap(rewrapped, ORG, REQUEST), PLACE, sealed)).toEqual(TEXT);
    for (const lost of [kept, erased]) {
      expect(() => vault.unwrap(lost, ORG, REQUEST)).toThrow(refusedAs('key-destroyed'));
    }
  });

  test('neither console nor JSON shows a key', () => {
    const bytes = dataKey.export();
    const shown = [inspect(dataKey, { depth: 5, showHidden: true }), JSON.stringify({ dataKey })].join('');
    expect(shown).not.toContain(bytes.toString('hex').slice(0, 8));
    expect(shown).not.toContain(bytes.toString('base64').slice(0, 8));
    expect(shown).not.toContain(`${bytes.at(0)},${bytes.at(1)}`);
  });
});

describe('blind index', () => {
  test('finds the same contact again, also after a restart', () => {
    const restarted = new Vault(openKeyRing({ keysDir, masterKey }));
    expect(vault.blindIndex(ORG, 'email:a@b.example')).toHaveLength(32);
    expect(restarted.blindIndex(ORG, 'email:a@b.example')).toEqual(vault.blindIndex(ORG, 'email:a@b.example'));
  });

  test('is another in every organisation and for every contact', () => {
    const own = vault.blindIndex(ORG, 'email:a@b.example');
    expect(vault.blindIndex(OTHER_ORG, 'email:a@b.example').equals(own)).toBe(false);
    expect(vault.blindIndex(ORG, 'email:a@c.example').equals(own)).toBe(false);
  });

  test('survives a change of epoch', () => {
    const before = vault.blindIndex(ORG, 'email:a@b.example');
    ring.newEpoch(ORG);
    expect(vault.blindIndex(ORG, 'email:a@b.example')).toEqual(before);
  });
});
