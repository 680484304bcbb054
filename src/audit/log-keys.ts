import { Inject, Injectable } from '@nestjs/common';
import { publicKeyOf } from '../domain/log/ed25519.js';
import { formatOrigin, parseOrigin } from '../domain/log/origin.js';
import { formatVkey, type Signer } from '../domain/log/signed-note.js';
import { CONFIG, type Config } from '../platform/config/config.js';
import { KeyRing } from '../platform/vault/key-ring.js';

/** The signing keys of each organisation's log; their name is the log's origin (domain/log/origin). */
@Injectable()
export class LogKeys {
  /** Kept, because parsing a seed costs ten signatures (domain/log/ed25519.ts keeps what it parsed as long as its seed). */
  private readonly seeds = new Map<string, Uint8Array>();

  constructor(
    @Inject(KeyRing) private readonly ring: KeyRing,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  origin(organisationId: string, slug: string): string {
    return formatOrigin({ log: `${this.config.logHost}/${slug}`, epoch: this.ring.logEpoch(organisationId) });
  }

  /**
   * Who signs a checkpoint, oldest key first: one, or two while a rotation is under way. Looked up each time, because
   * another process may be the one that rotates.
   */
  signers(organisationId: string, slug: string): readonly Signer[] {
    const name = this.origin(organisationId, slug);
    return this.ring
      .signingNumbers(organisationId)
      .map((number) => ({ name, seed: this.seed(organisationId, number) }));
  }

  /** Verifier key (C2SP vkey) by which strangers check the newest checkpoint. */
  verifierKey(organisationId: string, slug: string): string {
    return this.verifierKeys(organisationId, slug).at(-1) ?? '';
  }

  /** All verifier keys of the log under its present name, oldest first. */
  verifierKeys(organisationId: string, slug: string): readonly string[] {
    const name = this.origin(organisationId, slug);
    return this.publicKeys(organisationId, slug).map((publicKey) => formatVkey(name, publicKey));
  }

  /** Those under which it was known in earlier epochs; any of its keys may have signed then. */
  earlierVerifierKeys(organisationId: string, slug: string): readonly string[] {
    const { log, epoch } = parseOrigin(this.origin(organisationId, slug));
    const names = Array.from({ length: epoch - 1 }, (_, before) => formatOrigin({ log, epoch: before + 1 }));
    return names.flatMap((name) =>
      this.publicKeys(organisationId, slug).map((publicKey) => formatVkey(name, publicKey)),
    );
  }

  /** From now on the log bears the name of that epoch; for ever. */
  openEpoch(organisationId: string, epoch: number): void {
    this.ring.openLogEpoch(organisationId, epoch);
  }

  private publicKeys(organisationId: string, slug: string): readonly Uint8Array[] {
    const signing = this.signers(organisationId, slug).map(({ seed }) => publicKeyOf(seed));
    return [...this.ring.retiredSigningKeys(organisationId), ...signing];
  }

  private seed(organisationId: string, number: number): Uint8Array {
    const place = `${organisationId}/${number}`;
    const seed = this.seeds.get(place) ?? this.ring.signingSeed(organisationId, number);
    this.seeds.set(place, seed);
    return seed;
  }
}
