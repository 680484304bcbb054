import { encodeBase64, sameBytes } from '../log/encoding.js';
import type { LogEntry } from '../log/entry.js';
import type { EventFacts } from '../log/events.js';
import { sha256 } from '../log/sha256.js';
import type { Verifier } from '../log/signed-note.js';

/** What an entry `key.rotated` of the log's own key says. */
export interface Rotation {
  readonly index: number;
  /** First 32 bits of a key's hash, hexadecimal: enough to find the key that ends, not to name the one that begins. */
  readonly keyId: string;
  readonly replaces: string;
  /** base64 SHA-256 of the whole new public key; undefined in entries of before it was recorded. */
  readonly key: string | undefined;
}

export function rotationIn(index: number, { event, facts }: LogEntry): Rotation | undefined {
  if (event !== 'key.rotated') {
    return undefined;
  }
  const { purpose, keyId, replaces, key } = facts as EventFacts['key.rotated'];
  return purpose === 'log' ? { index, keyId, replaces, key } : undefined;
}

/** A checkpoint of this log, and those of its known keys whose signature on it holds. */
export interface SignedSize {
  readonly size: number;
  readonly signers: readonly Verifier[];
}

/**
 * Whose signature counts. Authority is never inferred from company: a further key counts only by an entry that names the
 * whole hash of it, and that stands under a checkpoint which the key before it has signed; and from that entry on the
 * key before it signs nothing that counts.
 */
export class Authority {
  /** @param keys all that the bundle names, under every name they bore */
  constructor(
    private readonly keys: readonly Verifier[],
    private readonly rotations: readonly Rotation[],
    private readonly checkpoints: readonly SignedSize[],
  ) {}

  /** The keys that count if those of `start` do. */
  reachedFrom(start: readonly Verifier[]): readonly Verifier[] {
    const reached = [...start];
    for (const rotation of this.rotations.filter(({ key }) => key !== undefined)) {
      if (this.handedOver(rotation, reached)) {
        reached.push(...this.keys.filter((key) => hashOf(key) === rotation.key && !isAmong(reached, key)));
      }
    }
    return reached;
  }

  /** Keys that an entry names by 32 bits only, under a checkpoint that both signed: likely, and not proved. */
  likelyFrom(start: readonly Verifier[]): readonly Verifier[] {
    const reached = [...start];
    for (const rotation of this.rotations) {
      if (this.handedOver(rotation, reached)) {
        const named = this.keys.filter((key) => this.idsOf(key).includes(rotation.keyId) && !isAmong(reached, key));
        reached.push(...named.filter((key) => rotation.key === undefined || hashOf(key) === rotation.key));
      }
    }
    return reached;
  }

  /** Index of the entry by which the log replaced this key; what is signed beyond it by this key alone does not count. */
  retiredAt(key: Verifier): number | undefined {
    const ids = this.idsOf(key);
    return this.rotations.find(({ replaces }) => ids.includes(replaces))?.index;
  }

  /** Whether the keys stand in the order in which the log says that they followed one another. */
  get isInTurn(): boolean {
    const placeOf = (id: string) => this.keys.findIndex((key) => hexOf(key.keyId) === id);
    return this.rotations.every(({ keyId, replaces }) => {
      const [before, after] = [placeOf(replaces), placeOf(keyId)];
      return before === -1 || after === -1 || before < after;
    });
  }

  /** Those of the signers whose signature counts under a checkpoint of this size. */
  inForce({ size, signers }: SignedSize): readonly Verifier[] {
    return signers.filter((key) => size <= (this.retiredAt(key) ?? size));
  }

  /** Whether a reached key, which nothing before had replaced, has signed for what stands in this entry. */
  private handedOver({ index, replaces }: Rotation, reached: readonly Verifier[]): boolean {
    const before = reached.filter((key) => this.idsOf(key).includes(replaces) && this.isReplacedFirstAt(key, index));
    return this.checkpoints.some(({ size, signers }) => size > index && signers.some((key) => isAmong(before, key)));
  }

  /** A rotation that was stopped is said again for the same two keys. */
  private isReplacedFirstAt(key: Verifier, index: number): boolean {
    const ids = this.idsOf(key);
    const own = this.rotations.filter(({ replaces }) => ids.includes(replaces));
    const [first] = own;
    return own.some((one) => one.index === index && one.keyId === first?.keyId);
  }

  /** One key has an id for each name that the log bore. */
  private idsOf(key: Verifier): readonly string[] {
    return this.keys.filter((one) => isSame(one, key)).map(({ keyId }) => hexOf(keyId));
  }
}

export function isSame(one: Verifier, other: Verifier): boolean {
  return sameBytes(one.publicKey, other.publicKey);
}

export function isAmong(keys: readonly Verifier[], key: Verifier): boolean {
  return keys.some((one) => isSame(one, key));
}

function hashOf({ publicKey }: Verifier): string {
  return encodeBase64(sha256(publicKey));
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
