import { Inject, Injectable } from '@nestjs/common';
import { parseCheckpoint, type Checkpoint } from '../domain/log/checkpoint.js';
import { parseConsistency } from '../domain/log/consistency-file.js';
import { cosign, formatCosignerVkey } from '../domain/log/cosignature.js';
import { publicKeyOf } from '../domain/log/ed25519.js';
import { formatSignatureLine, type Signer } from '../domain/log/signed-note.js';
import { answerAddCheckpoint, type WitnessAnswer } from '../domain/log/witness.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { KeyRing } from '../platform/vault/key-ring.js';
import { WORKER_SCOPE } from './actor.js';
import { recordWitnessed, witnessedNote } from './witness.sql.js';
import { WitnessPolicyFile } from './witness-policy-file.js';

/** Folder of the key among those of the organisations; no UUID, so never one of theirs. */
const KEY_PLACE = 'witness';

/** This installation as a witness of others' logs (C2SP tlog-witness). */
@Injectable()
export class WitnessService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(KeyRing) private readonly ring: KeyRing,
    @Inject(WitnessPolicyFile) private readonly file: WitnessPolicyFile,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** C2SP vkey (type 04) by which others check our cosignatures. */
  get verifierKey(): string {
    const { name, seed } = this.signer();
    return formatCosignerVkey(name, publicKeyOf(seed));
  }

  /** The signature line, or why there is none. What is signed is recorded first, in one step. */
  async addCheckpoint(body: string): Promise<Exclude<WitnessAnswer, { status: 200 }> | { status: 200; line: string }> {
    const origin = parseCheckpoint(parseConsistency(body)?.checkpoint ?? '')?.origin;
    const seen = origin === undefined ? undefined : await this.seen(origin);
    const logs = this.file.policy.logs.map(({ verifier }) => verifier);
    const answer = answerAddCheckpoint(body, logs, () => seen);
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
    return { status: 200, line: formatSignatureLine(cosign(text, this.signer(), seconds)) };
  }

  private async seen(origin: string): Promise<Checkpoint | undefined> {
    const note = await this.database.ask(WORKER_SCOPE, (executor) => witnessedNote(executor, origin));
    return note === undefined ? undefined : parseCheckpoint(note);
  }

  private signer(): Signer {
    return { name: `${this.config.logHost}/_witness`, seed: this.ring.signingSeed(KEY_PLACE) };
  }
}
