import { Inject, Injectable } from '@nestjs/common';
import { formatConsistency } from '../domain/log/consistency-file.js';
import { verifyCosignature } from '../domain/log/cosignature.js';
import { utf8 } from '../domain/log/encoding.js';
import { parseNote, parseSignatureLine } from '../domain/log/signed-note.js';
import type { KnownWitness } from '../domain/log/witness-policy.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { withoutEndSlash } from '../platform/config/address.js';
import { limitedBody } from '../platform/http/limited-body.js';
import { LOGGER, type Log } from '../platform/logging/log.js';
import { systemActor } from './actor.js';
import { LogOfLogs } from './log-of-logs.js';
import { LOG_OF_LOGS_ID } from './log-of-logs-place.js';
import { TimeStampingAuthority } from './time-stamping.js';
import { TreeReader } from './tree-reader.js';
import type { StoredCheckpoint } from './tree.sql.js';
import { cosignaturesOf, lastCosigned, lastTimeStamp, saveCosignature, saveTimeStamp } from './witness.sql.js';
import { WitnessPolicyFile } from './witness-policy-file.js';

const ASK_LIMIT_MS = 5_000;
const ANSWER_LIMIT = 10_000;
/** At least daily, with an hour in hand for an authority that is down. */
const TIME_STAMP_EVERY_MS = 23 * 3_600_000;

/** Shows the log of logs to the configured witnesses and to the time-stamping authority. */
@Injectable()
export class Witnessing {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(LogOfLogs) private readonly logOfLogs: LogOfLogs,
    @Inject(WitnessPolicyFile) private readonly file: WitnessPolicyFile,
    @Inject(TimeStampingAuthority) private readonly authority: TimeStampingAuthority | null,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  /** Of any kind; without one the log of logs still grows, so that one can be added later. */
  get isConfigured(): boolean {
    return this.authority !== null || this.asked.length > 0;
  }

  /** Idempotent: swept as often as one likes. */
  async sweep(): Promise<void> {
    await this.show(await this.logOfLogs.anchorNow(), false);
  }

  /** Before evidence is given out: whoever can be reached has seen what it is proven against. */
  async showNow(): Promise<void> {
    if (this.isConfigured) {
      await this.show(await this.logOfLogs.anchorNow(), true);
    }
  }

  private get asked(): readonly KnownWitness[] {
    return this.file.policy.witnesses.filter(({ url }) => url !== undefined);
  }

  private async show(checkpoint: StoredCheckpoint | undefined, stampNow: boolean): Promise<void> {
    if (checkpoint !== undefined) {
      const tasks = this.asked.map((witness) => this.ask(witness, checkpoint));
      const settled = await Promise.allSettled([...tasks, this.stamp(checkpoint, stampNow)]);
      for (const one of settled.filter(({ status }) => status === 'rejected')) {
        // Forwarding and evidence go on without: the next sweep asks again, and the audit page shows it.
        this.log.warn(
          { err: (one as PromiseRejectedResult).reason as unknown },
          'a witness did not answer as it should',
        );
      }
    }
  }

  private async ask(witness: KnownWitness, checkpoint: StoredCheckpoint): Promise<void> {
    const signed = await this.database.ask(systemActor(LOG_OF_LOGS_ID), (executor) => lastCosigned(executor));
    const last = signed.get(witness.name) ?? 0;
    if (last < checkpoint.size) {
      const answer = await this.post(witness, last, checkpoint);
      // It knows another size than we remember, after a restored backup for one: its word counts.
      const conflict = answer.status === 409 ? Number.parseInt(answer.text, 10) : undefined;
      const final =
        conflict === undefined || conflict > checkpoint.size ? answer : await this.post(witness, conflict, checkpoint);
      await this.keep(witness, checkpoint, final);
    }
  }

  private async post(
    witness: KnownWitness,
    old: number,
    checkpoint: StoredCheckpoint,
  ): Promise<{ readonly status: number; readonly text: string }> {
    const tree = new TreeReader((question) => this.database.ask(systemActor(LOG_OF_LOGS_ID), question), LOG_OF_LOGS_ID);
    const path = old === 0 || old === checkpoint.size ? [] : await tree.consistency(old, checkpoint.size);
    const response = await fetch(`${withoutEndSlash(witness.url ?? '')}/add-checkpoint`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: formatConsistency({ old, path, checkpoint: checkpoint.note }),
      signal: AbortSignal.timeout(ASK_LIMIT_MS),
      redirect: 'error',
    });
    return { status: response.status, text: (await limitedBody(response, ANSWER_LIMIT)).toString('utf8') };
  }

  private async keep(
    witness: KnownWitness,
    { size, note }: StoredCheckpoint,
    { status, text }: { readonly status: number; readonly text: string },
  ): Promise<void> {
    const lines = text.split('\n').filter((line) => parseSignatureLine(line) !== undefined);
    const own = lines.find((line) => {
      const cosigned = parseNote(`${note}${line}\n`);
      return cosigned !== undefined && verifyCosignature(cosigned, witness.verifier) !== undefined;
    });
    if (status !== 200 || own === undefined) {
      throw new Error(`witness ${witness.name} answered ${status} to a checkpoint of size ${size}`);
    }
    await this.database.writeTechnical(systemActor(LOG_OF_LOGS_ID), (executor) =>
      saveCosignature(executor, size, witness.name, own),
    );
  }

  private async stamp(checkpoint: StoredCheckpoint, now: boolean): Promise<void> {
    const { authority } = this;
    if (authority === null) {
      return;
    }
    const last = await this.database.ask(systemActor(LOG_OF_LOGS_ID), (executor) => lastTimeStamp(executor));
    const isDue = last === undefined || this.clock.now().getTime() - last.stampedAt.getTime() >= TIME_STAMP_EVERY_MS;
    if ((isDue || now) && last?.size !== checkpoint.size) {
      const response = await authority.stamp(utf8(parseNote(checkpoint.note)?.text ?? ''));
      await this.database.writeTechnical(systemActor(LOG_OF_LOGS_ID), (executor) =>
        saveTimeStamp(executor, checkpoint.size, response, this.clock.now()),
      );
    }
  }

  /** Who has seen what last: for the audit page. */
  async health(): Promise<{
    readonly witnesses: readonly { readonly name: string; readonly size: number }[];
    readonly timeStamping: 'off' | Date | null;
  }> {
    const [signed, last] = await this.database.ask(systemActor(LOG_OF_LOGS_ID), (executor) =>
      Promise.all([lastCosigned(executor), lastTimeStamp(executor)]),
    );
    return {
      witnesses: this.asked.map(({ name }) => ({ name, size: signed.get(name) ?? 0 })),
      timeStamping: this.authority === null ? 'off' : (last?.stampedAt ?? null),
    };
  }

  /** Signature lines of witnesses under a checkpoint of the log of logs. */
  async cosignatures(size: number): Promise<string> {
    const rows = await this.database.ask(systemActor(LOG_OF_LOGS_ID), (executor) => cosignaturesOf(executor, size));
    return rows.map(({ line }) => `${line}\n`).join('');
  }
}
