import { Inject, Injectable } from '@nestjs/common';
import { publicKeyOf } from '../domain/log/ed25519.js';
import { formatVkey, type Signer } from '../domain/log/signed-note.js';
import { CONFIG, type Config } from '../platform/config/config.js';
import { KeyRing } from '../platform/vault/key-ring.js';

/** The signing keys of each organisation's log; their name, the log's origin, is `<log host>/<organisation slug>`. */
@Injectable()
export class LogKeys {
  /** Kept, because parsing a seed costs ten signatures (domain/log/ed25519.ts keeps what it parsed as long as its seed). */
  private readonly seeds = new Map<string, Uint8Array>();

  constructor(
    @Inject(KeyRing) private readonly ring: KeyRing,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  origin(slug: string): string {
    return `${this.config.logHost}/${slug}`;
  }

  /**
   * Who signs a checkpoint, oldest key first: one, or two while a rotation is under way. Looked up each time, because
   * another process may be the one that rotates.
   */
  signers(organisationId: string, slug: string): readonly Signer[] {
    const name = this.origin(slug);
    return this.ring
      .signingNumbers(organisationId)
      .map((number) => ({ name, seed: this.seed(organisationId, number) }));
  }

  /** Verifier key (C2SP vkey) by which strangers check the newest checkpoint. */
  verifierKey(organisationId: string, slug: string): string {
    return this.verifierKeys(organisationId, slug).at(-1) ?? '';
  }

  /** All verifier keys there ever were, oldest first. */
  verifierKeys(organisationId: string, slug: string): readonly string[] {
    const retired = this.ring.retiredSigningKeys(organisationId);
    const signing = this.signers(organisationId, slug).map(({ seed }) => publicKeyOf(seed));
    return [...retired, ...signing].map((publicKey) => formatVkey(this.origin(slug), publicKey));
  }

  private seed(organisationId: string, number: number): Uint8Array {
    const place = `${organisationId}/${number}`;
    const seed = this.seeds.get(place) ?? this.ring.signingSeed(organisationId, number);
    this.seeds.set(place, seed);
    return seed;
  }
}
