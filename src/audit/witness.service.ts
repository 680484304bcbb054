import { Inject, Injectable } from '@nestjs/common';
import { parseCheckpoint, type Checkpoint } from '../domain/log/checkpoint.js';
import { parseConsistency } from '../domain/log/consistency-file.js';
import { cosign, formatCosignerVkey } from '../domain/log/cosignature.js';
import { sameBytes, utf8 } from '../domain/log/encoding.js';
import { publicKeyOf } from '../domain/log/ed25519.js';
import { sha256 } from '../domain/log/sha256.js';
import { formatSignatureLine, type Signer } from '../domain/log/signed-note.js';
import { answerAddCheckpoint, type WitnessAnswer } from '../domain/log/witness.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { KeyRing } from '../platform/vault/key-ring.js';
import { LOGGER, type Log } from '../platform/logging/log.js';
import { WORKER_SCOPE } from './actor.js';
import { LogAlarms } from './log-alarms.js';
import { LOG_OF_LOGS_ID } from './log-of-logs-place.js';
import { recordWitnessed, saveFork, witnessedNote } from './witness.sql.js';
import { WitnessPolicyFile } from './witness-policy-file.js';

/** Folder of the key among those of the organisations; no UUID, so never one of theirs. */
export const WITNESS_KEY_PLACE = 'witness';

/** This installation as a witness of others' logs (C2SP tlog-witness). */
@Injectable()
export class WitnessService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(KeyRing) private readonly ring: KeyRing,
    @Inject(WitnessPolicyFile) private readonly file: WitnessPolicyFile,
    @Inject(LogAlarms) private readonly alarms: LogAlarms,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Log,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** C2SP vkey (type 04) by which others check our cosignatures. */
  get verifierKey(): string {
    return this.verifierKeys.at(-1) ?? '';
  }

  /** Oldest first; two while one hands over to the next, and then both sign. */
  get verifierKeys(): readonly string[] {
    return this.signers().map(({ name, seed }) => formatCosignerVkey(name, publicKeyOf(seed)));
  }

  /** The signature line, or why there is none. What is signed is recorded first, in one step. */
  async addCheckpoint(body: string): Promise<Exclude<WitnessAnswer, { status: 200 }> | { status: 200; line: string }> {
    const origin = parseCheckpoint(parseConsistency(body)?.checkpoint ?? '')?.origin;
    const seen = origin === undefined ? undefined : await this.seen(origin);
    const logs = this.file.policy.logs.map(({ verifier }) => verifier);
    const answer = answerAddCheckpoint(body, logs, () => seen);
    if (answer.status === 422) {
      await this.keepFork(origin ?? '', parseConsistency(body)?.checkpoint ?? '');
    }
    if (answer.status !== 200) {
      return answer;
    }
    const { old, checkpoint, text } = answer;
    const note = parseConsistency(body)?.checkpoint ?? '';
    const recorded = await this.database.writeTechnical(WORKER_SCOPE, (executor) =>
      recordWitnessed(executor, checkpoint.origin, old, { size: checkpoint.size, note }),
    );
    if (!recorded) {
      return { status: 409, size: (await this.seen(checkpoint.origin))?.size ?? 0 };
    }
    const seconds = Math.floor(this.clock.now().getTime() / 1_000);
    const lines = this.signers().map((signer) => formatSignatureLine(cosign(text, signer, seconds)));
    return { status: 200, line: lines.join('') };
  }

  /** C2SP tlog-witness: the newest checkpoint that was cosigned of a log, by the SHA-256 of its origin in hexadecimal. */
  async cosigned(originHash: string): Promise<string | undefined> {
    const known = this.file.policy.logs.map(({ verifier }) => verifier.name);
    const origin = known.find((name) => Buffer.from(sha256(utf8(name))).toString('hex') === originHash);
    return origin === undefined
      ? undefined
      : this.database.ask(WORKER_SCOPE, (executor) => witnessedNote(executor, origin));
  }

  /** What contradicts itself by itself: two roots of one size under one signature. Anything less anybody could send. */
  private async keepFork(origin: string, shown: string): Promise<void> {
    const seen = (await this.database.ask(WORKER_SCOPE, (executor) => witnessedNote(executor, origin))) ?? '';
    const [one, other] = [parseCheckpoint(seen), parseCheckpoint(shown)];
    const isProof =
      one !== undefined && other !== undefined && one.size === other.size && !sameBytes(one.root, other.root);
    this.log.warn(
      { origin, seen: one?.size, shown: other?.size },
      'a log was shown that does not continue what was seen',
    );
    if (isProof) {
      await this.database.writeTechnical(WORKER_SCOPE, (executor) =>
        saveFork(executor, { origin, witness: '', seen, shown }),
      );
      await this.alarms.raiseFor(LOG_OF_LOGS_ID, 'fork-seen', origin);
    }
  }

  private async seen(origin: string): Promise<Checkpoint | undefined> {
    const note = await this.database.ask(WORKER_SCOPE, (executor) => witnessedNote(executor, origin));
    return note === undefined ? undefined : parseCheckpoint(note);
  }

  private signers(): readonly Signer[] {
    // Kept from its first use on: others have it in their policies.
    const name =
      this.ring.logName(WITNESS_KEY_PLACE) ??
      this.ring.keepLogName(WITNESS_KEY_PLACE, `${this.config.logHost}/_witness`);
    return this.ring
      .signingNumbers(WITNESS_KEY_PLACE)
      .map((number) => ({ name, seed: this.ring.signingSeed(WITNESS_KEY_PLACE, number) }));
  }
}
