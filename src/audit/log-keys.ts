import { Inject, Injectable } from '@nestjs/common';
import { parseCheckpoint } from '../domain/log/checkpoint.js';
import { publicKeyOf } from '../domain/log/ed25519.js';
import { formatOrigin, parseOrigin } from '../domain/log/origin.js';
import { fingerprintOf, formatVkey, openNote, parseVkey, type Signer } from '../domain/log/signed-note.js';
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

  /**
   * The name under which it has signed; before the first signature the one it would get. Kept with the keys, not taken
   * from the environment: whoever runs a command without it would speak of another log.
   */
  origin(organisationId: string, slug: string): string {
    const log = this.ring.logName(organisationId) ?? this.nameFor(slug);
    return formatOrigin({ log, epoch: this.ring.logEpoch(organisationId) });
  }

  isNamed(organisationId: string): boolean {
    return this.ring.logName(organisationId) !== undefined;
  }

  /** A name that nobody chose is only given by a process that is there to sign. */
  get hasChosenHost(): boolean {
    return this.config.hasChosenLogHost;
  }

  /** Before the first signature. */
  keepName(organisationId: string, slug: string): void {
    this.ring.keepLogName(organisationId, this.nameFor(slug));
  }

  /** A log signed before names were kept: its own signature tells its name. False: none of the keys here has signed this. */
  adoptName(organisationId: string, slug: string, note: string): boolean {
    const origin = parseCheckpoint(note)?.origin ?? '';
    const keys = this.publicKeys(organisationId, slug).map((publicKey) => ({ name: origin, publicKey }));
    if (
      typeof openNote(
        note,
        keys.map(({ name, publicKey }) => parseVkey(formatVkey(name, publicKey))).filter((key) => key !== undefined),
      ) === 'string'
    ) {
      return false;
    }
    this.ring.keepLogName(organisationId, parseOrigin(origin).log);
    return true;
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

  /** Of the newest key, as people compare it: SHA-256 of the public key in groups of four. */
  fingerprint(organisationId: string, slug: string): string {
    const key = parseVkey(this.verifierKey(organisationId, slug));
    return key === undefined ? '' : fingerprintOf(key.publicKey);
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

  private nameFor(slug: string): string {
    const { logHost, logPort } = this.config;
    return `${logHost}${logPort === '' ? '' : `:${logPort}`}/${slug}`;
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
