import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { lock, unlock } from './envelope.js';
import type { KeyRing } from './key-ring.js';
import { pad, unpad } from './padding.js';
import { VaultError } from './vault-error.js';

const KEY_BYTES = 32;
const WRAPPED_KEY = 1;
const SEALED_EXACT = 1;
const SEALED_PADDED = 2;

/** The key of one request. A KeyObject prints as nothing: neither console nor JSON can leak it. */
export type DataKey = KeyObject;

/** What a request's row stores of its key. Erasing the request is deleting this. */
export interface WrappedDataKey {
  readonly epoch: number;
  readonly wrapped: Buffer;
}

/** Where sealed content belongs; it opens nowhere else. */
export interface Place {
  readonly organisation: string;
  readonly request: string;
  readonly field: string;
}

export interface SealOptions {
  /** Leaves the length visible; for content whose length says nothing, e.g. a salt. Otherwise it is padded. */
  readonly exactLength?: boolean;
}

/**
 * Sealing and opening, storage not included. All of it is synchronous and takes microseconds, so it runs inside a
 * transaction without holding it up. Sealed = version ‖ nonce ‖ ciphertext ‖ tag (AES-256-GCM).
 */
export class Vault {
  constructor(private readonly keys: KeyRing) {}

  newDataKey(): DataKey {
    return createSecretKey(randomBytes(KEY_BYTES));
  }

  /** Under the organisation's newest key. */
  wrap(dataKey: DataKey, organisation: string, request: string): WrappedDataKey {
    const { epoch, key } = this.keys.currentKek(organisation);
    return { epoch, wrapped: lock(key, WRAPPED_KEY, keyPlace(organisation, request, epoch), dataKey.export()) };
  }

  /** VaultError `wrong-key`, `key-destroyed` or `key-missing`. */
  unwrap(stored: WrappedDataKey, organisation: string, request: string): DataKey {
    const { epoch, key } = this.keys.kek(organisation, stored.epoch);
    const bytes = unlock(key, WRAPPED_KEY, keyPlace(organisation, request, epoch), stored.wrapped, 'wrong-key');
    return createSecretKey(bytes);
  }

  /** The same data key under the newest epoch; sealed content is not touched. */
  rewrap(stored: WrappedDataKey, organisation: string, request: string): WrappedDataKey {
    return this.wrap(this.unwrap(stored, organisation, request), organisation, request);
  }

  seal(dataKey: DataKey, place: Place, plaintext: Buffer, options: SealOptions = {}): Buffer {
    return options.exactLength === true
      ? lock(dataKey, SEALED_EXACT, contentPlace(place), plaintext)
      : lock(dataKey, SEALED_PADDED, contentPlace(place), pad(plaintext));
  }

  /** VaultError `tampered` if key, place or a single bit differ from the sealing. */
  open(dataKey: DataKey, place: Place, sealed: Buffer): Buffer {
    if (sealed[0] === SEALED_EXACT) {
      return unlock(dataKey, SEALED_EXACT, contentPlace(place), sealed, 'tampered');
    }
    const content = unpad(unlock(dataKey, SEALED_PADDED, contentPlace(place), sealed, 'tampered'));
    if (content === undefined) {
      throw new VaultError('tampered');
    }
    return content;
  }

  /**
   * HMAC-SHA-256 of what `normaliseContact` returns, 32 bytes. Finds the same contact again within one organisation and
   * tells nobody without its index key who it is; still personal data, erased with the request.
   */
  blindIndex(organisation: string, normalisedValue: string): Buffer {
    return createHmac('sha256', this.keys.indexKey(organisation)).update(normalisedValue, 'utf8').digest();
  }
}

function keyPlace(organisation: string, request: string, epoch: number): string[] {
  return ['data-key', organisation, request, String(epoch)];
}

function contentPlace(place: Place): string[] {
  return ['content', place.organisation, place.request, place.field];
}
