// In the browser signatures are checked by WebCrypto, which answers later; nothing is signed there.

export function verifyEd25519(): boolean {
  throw new Error('asynchronous here: see port.ts');
}

export function publicKeyOf(): Uint8Array {
  throw new Error('nothing is signed here');
}

export function signEd25519(): Uint8Array {
  throw new Error('nothing is signed here');
}
