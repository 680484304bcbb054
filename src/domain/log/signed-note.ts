// C2SP signed-note v1.0.0, as Go's golang.org/x/mod/sumdb/note reads and writes it; signatures of type 01 (Ed25519).

import { publicKeyOf, signEd25519, verifyEd25519 } from './ed25519.js';
import { concatBytes, decodeBase64, encodeBase64, hasControlCharacter, sameBytes, utf8 } from './encoding.js';
import { sha256 } from './sha256.js';

/** Signature types of the specification that are read here; 04 is that of `cosignature.ts`. */
export type KeyType = 0x01 | 0x04;

const ED25519 = 0x01;
const KEY_ID_BYTES = 4;
const PUBLIC_KEY_BYTES = 32;
const SIGNATURE_PREFIX = '\u2014 ';
/** Both limits are Go's: no larger note can be verified there. */
const NOTE_LIMIT_BYTES = 1_000_000;
const SIGNATURE_LIMIT = 100;
/** No Unicode space, no plus: `+` separates the parts of a vkey. \s would miss U+0085, which Go counts as space. */
const KEY_NAME = /^[^\p{White_Space}+]+$/u;

export interface Signer {
  readonly name: string;
  /** 32-byte Ed25519 seed. */
  readonly seed: Uint8Array;
}

export interface Verifier {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly publicKey: Uint8Array;
}

export interface SignatureLine {
  readonly name: string;
  readonly keyId: Uint8Array;
  /** What follows the key ID; its form depends on the key's type. */
  readonly signature: Uint8Array;
}

export interface ParsedNote {
  /** Signed bytes as text, its last newline included. */
  readonly text: string;
  readonly signatures: readonly SignatureLine[];
}

/** One Ed25519 signature to check; apart from the rest, because a browser checks it asynchronously. */
export interface SignatureClaim {
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** Why a note is not accepted. */
export type NoteFault = 'malformed' | 'no-known-signature' | 'bad-signature';

/** SHA-256(name ‖ 0x0A ‖ type ‖ public key)[:4] */
export function keyIdOf(name: string, publicKey: Uint8Array, type: KeyType = ED25519): Uint8Array {
  return sha256(utf8(`${name}\n`), Uint8Array.of(type), publicKey).subarray(0, KEY_ID_BYTES);
}

const FINGERPRINT_GROUP = /.{4}/g;

/** SHA-256 of the public key, hexadecimal in groups of four: as people compare it by telephone. */
export function fingerprintOf(publicKey: Uint8Array): string {
  const hex = [...sha256(publicKey)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return (hex.match(FINGERPRINT_GROUP) ?? []).join(' ');
}

/** The verifier key as one line: name+key ID+key. @throws RangeError */
export function formatVkey(name: string, publicKey: Uint8Array, type: KeyType = ED25519): string {
  if (!isKeyName(name) || publicKey.length !== PUBLIC_KEY_BYTES) {
    throw new RangeError('no name or no key to make a verifier key of');
  }
  const keyId = [...keyIdOf(name, publicKey, type)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${name}+${keyId}+${encodeBase64(concatBytes(Uint8Array.of(type), publicKey))}`;
}

/** Undefined for a key of another type, or one whose ID does not fit it. */
export function parseVkey(vkey: string, type: KeyType = ED25519): Verifier | undefined {
  // The base64 may hold a plus of its own: only the first two separate.
  const [, name = '', , encoded = ''] = /^([^+]*)\+([0-9a-f]{8})\+(.*)$/.exec(vkey) ?? [];
  const key = decodeBase64(encoded);
  if (!isKeyName(name) || key?.[0] !== type || key.length !== 1 + PUBLIC_KEY_BYTES) {
    return undefined;
  }
  const publicKey = key.subarray(1);
  return formatVkey(name, publicKey, type) === vkey
    ? { name, keyId: keyIdOf(name, publicKey, type), publicKey }
    : undefined;
}

/** @throws RangeError for a text that cannot be a note's */
export function signNote(text: string, signers: readonly Signer[]): string {
  if (!text.endsWith('\n') || !isNoteText(text) || signers.length === 0) {
    throw new RangeError('a note is UTF-8 text without control characters that ends in a newline, and is signed');
  }
  const lines = signers.map(({ name, seed }) =>
    formatSignatureLine({ name, keyId: keyIdOf(name, publicKeyOf(seed)), signature: signEd25519(seed, utf8(text)) }),
  );
  return `${text}\n${lines.join('')}`;
}

/** With its newline. @throws RangeError */
export function formatSignatureLine({ name, keyId, signature }: SignatureLine): string {
  if (!isKeyName(name)) {
    throw new RangeError('a key name has neither space nor plus');
  }
  return `${SIGNATURE_PREFIX}${name} ${encodeBase64(concatBytes(keyId, signature))}\n`;
}

/** Without its newline; undefined when it is none. */
export function parseSignatureLine(line: string): SignatureLine | undefined {
  const [, name = '', encoded = ''] = /^\u2014 ([^ ]+) ([^ ]+)$/.exec(line) ?? [];
  const bytes = decodeBase64(encoded);
  return !isKeyName(name) || bytes === undefined || bytes.length <= KEY_ID_BYTES
    ? undefined
    : { name, keyId: bytes.subarray(0, KEY_ID_BYTES), signature: bytes.subarray(KEY_ID_BYTES) };
}

/** The parts of a note, nothing verified; undefined when it is none. */
export function parseNote(note: string): ParsedNote | undefined {
  // The last empty line separates: the text may hold empty lines itself.
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n') || !isNoteText(note) || utf8(note).length > NOTE_LIMIT_BYTES) {
    return undefined;
  }
  const lines = note.slice(split + 2, -1).split('\n');
  const signatures = lines.map(parseSignatureLine).filter((line) => line !== undefined);
  if (signatures.length !== lines.length || lines.length > SIGNATURE_LIMIT) {
    return undefined;
  }
  return { text: note.slice(0, split + 1), signatures };
}

/** The signatures of a note by known keys (name and key ID agree): the note is good if there is one and all hold. */
export function claimsOf({ text, signatures }: ParsedNote, verifiers: readonly Verifier[]): SignatureClaim[] {
  const message = utf8(text);
  return signatures.flatMap(({ name, keyId, signature }) =>
    verifiers
      .filter((verifier) => verifier.name === name && sameBytes(verifier.keyId, keyId))
      .map(({ publicKey }) => ({ publicKey, message, signature })),
  );
}

export function holds({ publicKey, message, signature }: SignatureClaim): boolean {
  return verifyEd25519(publicKey, message, signature);
}

/** Opens a note: at least one known key has signed it, and no known key's signature fails. */
export function openNote(note: string, verifiers: readonly Verifier[]): ParsedNote | NoteFault {
  const parsed = parseNote(note);
  if (parsed === undefined) {
    return 'malformed';
  }
  const claims = claimsOf(parsed, verifiers);
  if (claims.length === 0) {
    return 'no-known-signature';
  }
  return claims.every(holds) ? parsed : 'bad-signature';
}

function isKeyName(name: string): boolean {
  return KEY_NAME.test(name) && isNoteText(name);
}

function isNoteText(text: string): boolean {
  return text.isWellFormed() && !hasControlCharacter(text);
}
