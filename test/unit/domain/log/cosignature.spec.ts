import { createPublicKey, verify } from 'node:crypto';
import {
  cosign,
  cosignatureClaims,
  formatCosignerVkey,
  parseCosignerVkey,
  verifyCosignature,
} from '../../../../src/domain/log/cosignature.js';
import { publicKeyOf } from '../../../../src/domain/log/ed25519.js';
import {
  formatSignatureLine,
  formatVkey,
  openNote,
  parseNote,
  parseVkey,
  signNote,
} from '../../../../src/domain/log/signed-note.js';
import { sha } from './naive-tree.js';

const TEXT = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
const LOG_SEED = sha(Buffer.from('log'));
const WITNESS = { name: 'witness.example/w1', seed: sha(Buffer.from('witness')) };
const TIME = 1_679_315_147;

const cosigner = parseCosignerVkey(formatCosignerVkey(WITNESS.name, publicKeyOf(WITNESS.seed)));
const logKey = parseVkey(formatVkey('example.com/behind-the-sofa', publicKeyOf(LOG_SEED)));
if (cosigner === undefined || logKey === undefined) {
  throw new Error('a key written here is not read');
}

const SIGNED = signNote(TEXT, [{ name: 'example.com/behind-the-sofa', seed: LOG_SEED }]);
const LINE = cosign(TEXT, WITNESS, TIME);
const COSIGNED = `${SIGNED}${formatSignatureLine(LINE)}`;

function opened(note: string) {
  const parsed = parseNote(note);
  if (parsed === undefined) {
    throw new Error('no note');
  }
  return parsed;
}

test('a cosignature is the time as u64 and an Ed25519 signature over header, time and the whole text', () => {
  expect(LINE.signature).toHaveLength(72);
  expect(Buffer.from(LINE.signature).readBigUInt64BE()).toBe(BigInt(TIME));
  const x = Buffer.from(cosigner.publicKey).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const message = Buffer.from(`cosignature/v1\ntime ${TIME}\n${TEXT}`);
  expect(verify(null, message, key, LINE.signature.subarray(8))).toBe(true);
});

test('it says when the witness saw the checkpoint, next to the signature of the log', () => {
  expect(verifyCosignature(opened(COSIGNED), cosigner)).toBe(TIME);
  expect(openNote(COSIGNED, [logKey])).toMatchObject({ text: TEXT });
});

test("the time that the specification's reference implementation reads is read here", () => {
  const signature = Buffer.from(
    'ZGhGuQAAAABm/qTPeyKXD+R2rzyQsxPiP8mXum7qq/iF0u4vanlqJyocWODBt97w9uL+8qT7S5gxEHWWOworDcFiEBYJXORmnFBOBA==',
    'base64',
  );
  const line = { name: WITNESS.name, keyId: cosigner.keyId, signature: signature.subarray(4) };
  const claims = cosignatureClaims({ text: TEXT, signatures: [line] }, [cosigner]);
  expect(claims?.map(({ timestamp }) => timestamp)).toEqual([1_727_964_367]);
});

test('another text, time or key, and the witness has said nothing', () => {
  const [high = 0, ...rest] = LINE.signature;
  const later = { ...LINE, signature: Uint8Array.of(high, ...rest.slice(0, 6), 0xff, ...rest.slice(7)) };
  const otherKey = { ...cosigner, publicKey: logKey.publicKey };
  expect(verifyCosignature(opened(COSIGNED.replace('20852163', '20852164')), cosigner)).toBeUndefined();
  expect(verifyCosignature(opened(`${SIGNED}${formatSignatureLine(later)}`), cosigner)).toBeUndefined();
  expect(verifyCosignature(opened(COSIGNED), otherKey)).toBeUndefined();
  expect(verifyCosignature(opened(SIGNED), cosigner)).toBeUndefined();
});

test('the signature of a log under the ID of a witness is none of a witness', () => {
  const plain = opened(SIGNED).signatures[0]?.signature ?? new Uint8Array();
  const disguised = formatSignatureLine({ name: WITNESS.name, keyId: cosigner.keyId, signature: plain });
  expect(cosignatureClaims(opened(`${SIGNED}${disguised}`), [cosigner])).toBeUndefined();
  expect(verifyCosignature(opened(`${SIGNED}${disguised}`), cosigner)).toBeUndefined();
});

test('one good line does not excuse a bad one of the same witness', () => {
  const bad = formatSignatureLine({
    ...LINE,
    signature: LINE.signature.map((byte, at) => (at === 71 ? byte ^ 1 : byte)),
  });
  expect(verifyCosignature(opened(`${COSIGNED}${bad}`), cosigner)).toBeUndefined();
});

test.each([71, 73])('a cosignature of %i bytes is rejected', (length) => {
  const signature = Uint8Array.from({ length }, (_, at) => LINE.signature[at] ?? 0);
  expect(cosignatureClaims({ text: TEXT, signatures: [{ ...LINE, signature }] }, [cosigner])).toBeUndefined();
});

test.each([-1, 0.5, 2 ** 53])('%p is no POSIX time to sign', (time) => {
  expect(() => cosign(TEXT, WITNESS, time)).toThrow(RangeError);
});

test('a time past 2^53 - 1 is not read', () => {
  const signature = LINE.signature.map((byte, at) => (at === 0 ? 0xff : byte));
  expect(cosignatureClaims({ text: TEXT, signatures: [{ ...LINE, signature }] }, [cosigner])).toBeUndefined();
});
