// C2SP signed-note v1.0.0, as Go's golang.org/x/mod/sumdb/note reads and writes it; signatures of type 01 (Ed25519).

import { signEd25519, verifyEd25519, publicKeyOf } from './ed25519.js';
import { concatBytes, decodeBase64, encodeBase64, sameBytes, utf8 } from './encoding.js';
import { sha256 } from './sha256.js';

const ED25519 = 0x01;
const KEY_ID_BYTES = 4;
const SIGNATURE_PREFIX = '\u2014 ';
const NOTE_LIMIT = 1_000_000;
const SIGNATURE_LIMIT = 100;
/** No Unicode space, no plus: `+` separates the parts of a vkey. */
const KEY_NAME = /^[^\s+]+$/u;
const CONTROL = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/;

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
  readonly signature: Uint8Array;
}

export interface ParsedNote {
  /** Signed bytes as text, its last newline included. */
  readonly text: string;
  readonly signatures: readonly SignatureLine[];
}

/** Why a note is not accepted. */
export type NoteFault = 'malformed' | 'no-known-signature' | 'bad-signature';

/** SHA-256(name ‖ 0x0A ‖ type ‖ public key)[:4] */
export function keyIdOf(name: string, publicKey: Uint8Array): Uint8Array {
  return sha256(utf8(`${name}\n`), Uint8Array.of(ED25519), publicKey).subarray(0, KEY_ID_BYTES);
}

/** The verifier key as one line: name+hash+key. */
export function formatVkey(name: string, publicKey: Uint8Array): string {
  const hash = [...keyIdOf(name, publicKey)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${name}+${hash}+${encodeBase64(concatBytes(Uint8Array.of(ED25519), publicKey))}`;
}

/** Undefined for a key of another type, or one whose hash does not fit it. */
export function parseVkey(vkey: string): Verifier | undefined {
  // The base64 may hold a plus of its own: only the first two separate.
  const [, name = '', hash = '', encoded = ''] = /^([^+]*)\+([0-9a-f]{8})\+(.*)$/.exec(vkey) ?? [];
  const key = decodeBase64(encoded);
  if (!KEY_NAME.test(name) || key === undefined || key[0] !== ED25519 || key.length !== 33) {
    return undefined;
  }
  const publicKey = key.subarray(1);
  return formatVkey(name, publicKey) === `${name}+${hash}+${encoded}`
    ? { name, keyId: keyIdOf(name, publicKey), publicKey }
    : undefined;
}

/** @throws RangeError for a text that cannot be a note's */
export function signNote(text: string, signers: readonly Signer[]): string {
  if (!text.endsWith('\n') || CONTROL.test(text) || !text.isWellFormed()) {
    throw new RangeError('a note is UTF-8 text without control characters that ends in a newline');
  }
  const lines = signers.map(({ name, seed }) => {
    if (!KEY_NAME.test(name)) {
      throw new RangeError('a key name has neither space nor plus');
    }
    const signature = signEd25519(seed, utf8(text));
    return `${SIGNATURE_PREFIX}${name} ${encodeBase64(concatBytes(keyIdOf(name, publicKeyOf(seed)), signature))}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/** The parts of a note, nothing verified; undefined when it is none. */
export function parseNote(note: string): ParsedNote | undefined {
  // The last empty line separates: the text may hold empty lines itself.
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n') || note.length > NOTE_LIMIT || CONTROL.test(note) || !note.isWellFormed()) {
    return undefined;
  }
  const lines = note.slice(split + 2, -1).split('\n');
  const signatures = lines.map(parseSignatureLine).filter((line) => line !== undefined);
  if (signatures.length !== lines.length || lines.length > SIGNATURE_LIMIT) {
    return undefined;
  }
  return { text: note.slice(0, split + 1), signatures };
}

/** Opens a note: at least one known key has signed it, and no known key's signature fails. */
export function openNote(note: string, verifiers: readonly Verifier[]): ParsedNote | NoteFault {
  const parsed = parseNote(note);
  if (parsed === undefined) {
    return 'malformed';
  }
  const known = parsed.signatures.flatMap((line) => {
    const verifier = verifiers.find(({ name, keyId }) => name === line.name && sameBytes(keyId, line.keyId));
    return verifier === undefined ? [] : [{ line, verifier }];
  });
  if (known.length === 0) {
    return 'no-known-signature';
  }
  const message = utf8(parsed.text);
  const good = known.every(({ line, verifier }) => verifyEd25519(verifier.publicKey, message, line.signature));
  return good ? parsed : 'bad-signature';
}

function parseSignatureLine(line: string): SignatureLine | undefined {
  const [, name = '', encoded = ''] = /^\u2014 ([^ ]+) ([^ ]+)$/.exec(line) ?? [];
  const bytes = decodeBase64(encoded);
  return !KEY_NAME.test(name) || bytes === undefined || bytes.length <= KEY_ID_BYTES
    ? undefined
    : { name, keyId: bytes.subarray(0, KEY_ID_BYTES), signature: bytes.subarray(KEY_ID_BYTES) };
}
