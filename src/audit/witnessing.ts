import { Inject, Injectable } from '@nestjs/common';
import { parseCheckpoint } from '../domain/log/checkpoint.js';
import { formatConsistency } from '../domain/log/consistency-file.js';
import { verifyCosignature } from '../domain/log/cosignature.js';
import { utf8 } from '../domain/log/encoding.js';
import { sha256 } from '../domain/log/sha256.js';
import { openNote, parseNote, parseSignatureLine, parseVkey } from '../domain/log/signed-note.js';
import { leadsTo, tilesForRoot, type ReadTile } from '../domain/log/tiles.js';
import type { KnownWitness } from '../domain/log/witness-policy.js';
import { openTimeStamp } from '../domain/timestamp/time-stamp.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { withoutEndSlash } from '../platform/config/address.js';
import { limitedBody } from '../platform/http/limited-body.js';
import { LOGGER, type Log } from '../platform/logging/log.js';
import { systemActor, WORKER_SCOPE } from './actor.js';
import { Integrator } from './integrator.js';
import { LogKeys } from './log-keys.js';
import { LogAlarms } from './log-alarms.js';
import { LogOfLogs } from './log-of-logs.js';
import { LOG_OF_LOGS_ID, LOG_OF_LOGS_SLUG } from './log-of-logs-place.js';
import type { LogPlace } from './log-standing.js';
import { TimeStampingAuthority } from './time-stamping.js';
import { TreeReader } from './tree-reader.js';
import { databaseTime, latestCheckpoint, logsWithTree, readTiles, type StoredCheckpoint } from './tree.sql.js';
import {
  cosignaturesOf,
  lastCosigned,
  lastTimeStamp,
  saveCosignature,
  saveFork,
  saveTimeStamp,
  type TimeStampRow,
} from './witness.sql.js';
import { WitnessPolicyFile } from './witness-policy-file.js';

const ASK_LIMIT_MS = 5_000;
const ANSWER_LIMIT = 10_000;
/** "At least daily", with an hour in hand for an authority that is down. */
const TIME_STAMP_EVERY_MS = 23 * 3_600_000;
/** Two days without one: somebody has to look. */
const TIME_STAMP_STALE_MS = 48 * 3_600_000;
/** A witness that has not answered for so long has been stopped, or cut off. */
const SILENT_MS = 45_000;
/** What a witness holds is looked at this often, whether there is something to show it or not; of the log of logs. */
const LOOK_MS = 15_000;
/** And of each log, at the start and this often. */
const LOOK_AT_ALL_MS = 3_600_000;
/** Before the first certificate under the time stamps runs out. */
const REMIND_BEFORE_MS = 90 * 24 * 3_600_000;
const ISO_DATE_LENGTH = 10;
/** As much as a verifier allows an entry to be later than the signature of a witness over it. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

interface Answer {
  readonly status: number;
  readonly text: string;
}

/**
 * Shows each organisation's log, and the log of logs, to the configured witnesses; the log of logs to the time-stamping
 * authority. What a witness has seen and we do not have stops the signing: there are two histories then.
 */
@Injectable()
export class Witnessing {
  /** Witnesses that did not answer, and since when (performance.now). */
  private readonly silentSince = new Map<string, number>();
  private lookedAt = -Infinity;
  private lookedAtAllAt = -Infinity;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(LogOfLogs) private readonly logOfLogs: LogOfLogs,
    @Inject(WitnessPolicyFile) private readonly file: WitnessPolicyFile,
    @Inject(TimeStampingAuthority) private readonly authority: TimeStampingAuthority | null,
    @Inject(LogAlarms) private readonly alarms: LogAlarms,
    @Inject(LogKeys) private readonly keys: LogKeys,
    @Inject(Integrator) private readonly integrator: Integrator,
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
  async showNow(organisationId: string): Promise<void> {
    if (this.isConfigured) {
      await this.showLogs(organisationId);
      await this.show(await this.logOfLogs.anchorNow(), true);
    }
  }

  private get asked(): readonly KnownWitness[] {
    return this.file.policy.witnesses.filter(({ url }) => url !== undefined);
  }

  /** Each organisation's newest checkpoint; a log that has not grown since costs no question. */
  async showLogs(only?: string): Promise<void> {
    if (this.asked.length === 0) {
      return;
    }
    const logs = await this.database.ask(WORKER_SCOPE, (executor) => logsWithTree(executor));
    if (only === undefined) {
      await this.look(logs);
    }
    for (const log of logs.filter(({ id }) => only === undefined || id === only)) {
      const checkpoint = await this.database.ask(systemActor(log.id), (executor) => latestCheckpoint(executor, log.id));
      if (checkpoint !== undefined) {
        await this.settle(this.asked.map((witness) => this.ask(witness, log, checkpoint)));
      }
    }
  }

  /**
   * Asks each witness what it holds: one that cannot be reached is noticed although there is nothing to show it, and a log
   * that was taken back is noticed before it has grown again.
   */
  private async look(logs: readonly LogPlace[]): Promise<void> {
    const now = performance.now();
    if (now - this.lookedAt < LOOK_MS) {
      return;
    }
    this.lookedAt = now;
    const ofAll = now - this.lookedAtAllAt >= LOOK_AT_ALL_MS;
    this.lookedAtAllAt = ofAll ? now : this.lookedAtAllAt;
    const places = [{ id: LOG_OF_LOGS_ID, slug: LOG_OF_LOGS_SLUG }, ...(ofAll ? logs : [])];
    await this.settle(this.asked.flatMap((witness) => places.map((log) => this.compareHeld(witness, log))));
  }

  private async compareHeld(witness: KnownWitness, log: LogPlace): Promise<void> {
    const origin = this.keys.origin(log.id, log.slug);
    const held = await this.answered(witness, () => this.seenBy(witness, origin));
    const keys = this.keys.verifierKeys(log.id, log.slug).map((vkey) => parseVkey(vkey));
    const known = keys.filter((key) => key !== undefined);
    const seen = held !== '' && typeof openNote(held, known) !== 'string' ? parseCheckpoint(held) : undefined;
    if (seen === undefined || seen.size === 0) {
      return;
    }
    // Asked after the witness: what it has seen before must be in the answer.
    const latest = await this.database.ask(systemActor(log.id), (executor) => latestCheckpoint(executor, log.id));
    const tiles =
      seen.size > (latest?.size ?? 0)
        ? []
        : await this.database.ask(systemActor(log.id), (executor) =>
            readTiles(executor, log.id, tilesForRoot(seen.size)),
          );
    const read: ReadTile = (level, index) => tiles.find((one) => one.level === level && one.index === index)?.hashes;
    if (!leadsTo(seen.size, seen.root, read)) {
      const shown = latest ?? { size: 0, root: Buffer.alloc(0), note: '' };
      await this.contradicted(witness, log, shown, held);
    }
  }

  /** Counts how long a witness has not answered; an alarm once it is long. @throws what `question` throws */
  private async answered<T>({ name }: KnownWitness, question: () => Promise<T>): Promise<T> {
    try {
      const answer = await question();
      if (this.silentSince.delete(name)) {
        await this.alarms.goneFor(LOG_OF_LOGS_ID, ['witness-silent'], [...this.silentSince.keys()]);
      }
      return answer;
    } catch (error) {
      const since = this.silentSince.get(name) ?? performance.now();
      this.silentSince.set(name, since);
      if (performance.now() - since >= SILENT_MS) {
        await this.alarms.raiseFor(LOG_OF_LOGS_ID, 'witness-silent', name);
      }
      throw error;
    }
  }

  private async show(checkpoint: StoredCheckpoint | undefined, stampNow: boolean): Promise<void> {
    if (checkpoint !== undefined) {
      const place = { id: LOG_OF_LOGS_ID, slug: LOG_OF_LOGS_SLUG };
      const tasks = this.asked.map((witness) => this.ask(witness, place, checkpoint));
      await this.settle([...tasks, this.stamp(checkpoint, stampNow)]);
    }
  }

  private async settle(tasks: readonly Promise<void>[]): Promise<void> {
    for (const one of await Promise.allSettled(tasks)) {
      if (one.status === 'rejected') {
        // Forwarding and evidence go on without: the next sweep asks again, and the audit page shows it.
        this.log.warn({ err: one.reason as unknown }, 'a witness did not answer as it should');
      }
    }
  }

  private async ask(witness: KnownWitness, log: LogPlace, checkpoint: StoredCheckpoint): Promise<void> {
    const signed = await this.database.ask(systemActor(log.id), (executor) => lastCosigned(executor, log.id));
    const last = signed.get(witness.name) ?? 0;
    if (last >= checkpoint.size) {
      return;
    }
    const answer = await this.answered(witness, () => this.post(witness, log, last, checkpoint));
    // It knows another size than we remember, after a restored backup for one: its word counts.
    const known = answer.status === 409 ? Number.parseInt(answer.text, 10) : undefined;
    const final =
      known === undefined || known > checkpoint.size ? answer : await this.post(witness, log, known, checkpoint);
    // 409 once more: another instance was faster, and nothing is wrong.
    if (
      final.status === 422 ||
      (known !== undefined && known > checkpoint.size && !(await this.hasGrownTo(log, known)))
    ) {
      return this.contradicted(witness, log, checkpoint);
    }
    await this.keep(witness, log, checkpoint, final, last > 0);
  }

  /** Meanwhile, in another process. */
  private async hasGrownTo({ id }: LogPlace, size: number): Promise<boolean> {
    const latest = await this.database.ask(systemActor(id), (executor) => latestCheckpoint(executor, id));
    return (latest?.size ?? 0) >= size;
  }

  /** What it has seen does not lead to what we have. Its own copy of our note is the other half of the proof. */
  private async contradicted(
    witness: KnownWitness,
    log: LogPlace,
    { note }: StoredCheckpoint,
    held?: string,
  ): Promise<void> {
    const origin = this.keys.origin(log.id, log.slug);
    const seen = held ?? (await this.seenBy(witness, origin).catch(() => ''));
    await this.database.writeTechnical(systemActor(LOG_OF_LOGS_ID), (executor) =>
      saveFork(executor, { origin, witness: witness.name, seen, shown: note }),
    );
    await this.alarms.raiseFor(log.id, 'witness-contradicts', `${witness.name} (${origin})`);
    await this.integrator.compareNow();
  }

  /** C2SP tlog-witness: the newest checkpoint that it has cosigned of a log. */
  private async seenBy(witness: KnownWitness, origin: string): Promise<string> {
    const name = Buffer.from(sha256(utf8(origin))).toString('hex');
    const response = await fetch(`${addressOf(witness)}/${name}/checkpoint`, {
      signal: AbortSignal.timeout(ASK_LIMIT_MS),
      redirect: 'error',
    });
    if (response.status >= 500) {
      throw new Error(`witness ${witness.name} answered ${response.status}`);
    }
    return response.ok ? (await limitedBody(response, ANSWER_LIMIT)).toString('utf8') : '';
  }

  private async post(
    witness: KnownWitness,
    { id }: LogPlace,
    old: number,
    checkpoint: StoredCheckpoint,
  ): Promise<Answer> {
    const tree = new TreeReader((question) => this.database.ask(systemActor(id), question), id);
    const path = old === 0 || old === checkpoint.size ? [] : await tree.consistency(old, checkpoint.size);
    const response = await fetch(`${addressOf(witness)}/add-checkpoint`, {
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
    log: LogPlace,
    { size, note }: StoredCheckpoint,
    { status, text }: Answer,
    hasCosigned: boolean,
  ): Promise<void> {
    const lines = text.split('\n').filter((line) => parseSignatureLine(line) !== undefined);
    const [own] = lines.flatMap((line) => {
      const cosigned = parseNote(`${note}${line}\n`);
      const at = cosigned === undefined ? undefined : verifyCosignature(cosigned, witness.verifier);
      return at === undefined ? [] : [{ line, at }];
    });
    if (status === 200 && own !== undefined) {
      await this.compareClocks(witness, own.at);
      await this.database.writeTechnical(systemActor(LOG_OF_LOGS_ID), (executor) =>
        saveCosignature(executor, { logId: log.id, size, witness: witness.name, line: own.line }),
      );
      return hasCosigned ? undefined : this.alarms.goneFor(log.id, ['witness-refuses']);
    }
    // One that has never been told of this log does not know it: that is no refusal. And 409 is a race.
    if (hasCosigned && status >= 400 && status < 500 && status !== 409 && status !== 429) {
      await this.alarms.raiseFor(log.id, 'witness-refuses', witness.name);
    }
    if (hasCosigned || log.id === LOG_OF_LOGS_ID) {
      throw new Error(`witness ${witness.name} answered ${status} to a checkpoint of ${log.slug} of size ${size}`);
    }
  }

  /** Of two clocks that differ one is wrong; every entry bears the time of ours. `seconds`: of the cosignature. */
  private async compareClocks({ name }: KnownWitness, seconds: number): Promise<void> {
    const now = await this.database.ask(WORKER_SCOPE, (executor) => databaseTime(executor));
    if (Math.abs(now.getTime() - seconds * 1_000) > CLOCK_TOLERANCE_MS) {
      await this.alarms.raiseFor(LOG_OF_LOGS_ID, 'clock-apart', name);
    } else {
      await this.alarms.goneFor(LOG_OF_LOGS_ID, ['clock-apart']);
    }
  }

  private async stamp(checkpoint: StoredCheckpoint, now: boolean): Promise<void> {
    const { authority } = this;
    if (authority === null) {
      return;
    }
    const last = await this.database.ask(systemActor(LOG_OF_LOGS_ID), (executor) => lastTimeStamp(executor));
    const age = last === undefined ? undefined : this.clock.now().getTime() - last.stampedAt.getTime();
    await this.remindOfEnd(last);
    const isDue = age === undefined || age >= TIME_STAMP_EVERY_MS;
    if ((!isDue && !now) || last?.size === checkpoint.size) {
      return;
    }
    try {
      const response = await authority.stamp(utf8(parseNote(checkpoint.note)?.text ?? ''));
      await this.database.writeTechnical(systemActor(LOG_OF_LOGS_ID), (executor) =>
        saveTimeStamp(executor, checkpoint.size, response, this.clock.now()),
      );
      await this.alarms.goneFor(LOG_OF_LOGS_ID, ['stamp-stale']);
    } catch (error) {
      if (last !== undefined && age !== undefined && age >= TIME_STAMP_STALE_MS) {
        await this.alarms.raiseFor(LOG_OF_LOGS_ID, 'stamp-stale', last.stampedAt.toISOString());
      }
      throw error;
    }
  }

  /** Long enough before the authority's certificate runs out for people to see to another one. */
  private async remindOfEnd(last: TimeStampRow | undefined): Promise<void> {
    const opened = last === undefined ? 'malformed' : openTimeStamp(last.response);
    if (typeof opened === 'string') {
      return;
    }
    if (Date.parse(opened.endsAt) - this.clock.now().getTime() < REMIND_BEFORE_MS) {
      await this.alarms.raiseFor(LOG_OF_LOGS_ID, 'stamp-ends', opened.endsAt.slice(0, ISO_DATE_LENGTH));
    } else {
      await this.alarms.goneFor(LOG_OF_LOGS_ID, ['stamp-ends']);
    }
  }

  /** Who has seen what last of an organisation's log: for the audit page. */
  async health(organisationId: string): Promise<{
    readonly witnesses: readonly { readonly name: string; readonly size: number }[];
    readonly timeStamping: 'off' | Date | null;
  }> {
    const [signed, last] = await this.database.ask(systemActor(LOG_OF_LOGS_ID), (executor) =>
      Promise.all([lastCosigned(executor, organisationId), lastTimeStamp(executor)]),
    );
    return {
      witnesses: this.asked.map(({ name }) => ({ name, size: signed.get(name) ?? 0 })),
      timeStamping: this.authority === null ? 'off' : (last?.stampedAt ?? null),
    };
  }

  /** Signature lines of witnesses under a checkpoint of a log. */
  async cosignatures(logId: string, size: number): Promise<string> {
    const rows = await this.database.ask(systemActor(LOG_OF_LOGS_ID), (executor) =>
      cosignaturesOf(executor, logId, size),
    );
    return rows.map(({ line }) => `${line}\n`).join('');
  }
}

function addressOf({ url }: KnownWitness): string {
  return withoutEndSlash(url ?? '');
}
