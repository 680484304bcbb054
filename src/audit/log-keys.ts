import { Inject, Injectable } from '@nestjs/common';
import { publicKeyOf } from '../domain/log/ed25519.js';
import { formatVkey } from '../domain/log/signed-note.js';
import { CONFIG, type Config } from '../platform/config/config.js';
import { KeyRing } from '../platform/vault/key-ring.js';

/** The signing key of each organisation's log; its name, the log's origin, is `<log host>/<organisation slug>`. */
@Injectable()
export class LogKeys {
  private readonly seeds = new Map<string, Uint8Array>();

  constructor(
    @Inject(KeyRing) private readonly ring: KeyRing,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  origin(slug: string): string {
    return `${this.config.logHost}/${slug}`;
  }

  /** 32-byte Ed25519 seed; made at its first use. */
  seed(organisationId: string): Uint8Array {
    const seed = this.seeds.get(organisationId) ?? this.ring.signingSeed(organisationId);
    this.seeds.set(organisationId, seed);
    return seed;
  }

  /** Verifier key (C2SP vkey) by which strangers check the checkpoints. */
  verifierKey(organisationId: string, slug: string): string {
    return formatVkey(this.origin(slug), publicKeyOf(this.seed(organisationId)));
  }
}
