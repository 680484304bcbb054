import { Inject, Injectable } from '@nestjs/common';
import { entryParts, type EntrySubject } from '../domain/log/entry.js';
import type { EventFacts, EventName } from '../domain/log/events.js';
import { Clock } from '../platform/clock.js';
import { Database, type OpenTransaction } from '../platform/database/database.js';
import {
  DEADLOCK_DETECTED,
  SERIALIZATION_FAILURE,
  sqlStateOf,
  violatedConstraint,
} from '../platform/database/sql-state.js';
import type { Executor } from '../platform/database/statement.js';
import { uuidv7 } from '../platform/ids.js';
import { Measures } from '../platform/metrics/measures.js';
import { Hints } from '../platform/outbox/hints.js';
import { insertJobs, type NewJob } from '../platform/outbox/outbox.sql.js';
import { systemActor, type Actor, type Once } from './actor.js';
import { appendEntries, hasWritten, lastAt, PLACE_TAKEN, type Appended, type PendingEntry } from './log.sql.js';
import { useKey } from './once.sql.js';
import { insertSealed, type SealedField } from './sealed.sql.js';
import { putAsideStrays } from './tree.sql.js';

const ATTEMPTS = 3;

/** A defect: `work` changed something and recorded nothing. Rolled back. */
export class UnrecordedChangeError extends Error {
  override readonly name = 'UnrecordedChangeError';
}

/**
 * A defect: what is sent under a key is one transaction, so that it happens as a whole or not at all. The second one is
 * thrown out; were it let through, a crash between the two would leave half of it done, and the key used up.
 */
export class SecondTransactionError extends Error {
  override readonly name = 'SecondTransactionError';
}

/** What `work` gets: everything it may write with, bound to the one transaction. */
export interface AuditTransaction extends Executor {
  readonly actor: Actor;
  /** The database's clock at the start of the transaction, to the millisecond; never before the log's last entry. */
  readonly now: Date;
  record<E extends EventName>(
    event: E,
    facts: EventFacts[E],
    about?: { rightsRequestId?: string; commit?: string },
  ): void;
  /**
   * A statement that is not awaited before the commit, so that it leaves in one packet with it. If it fails, nothing is
   * committed; `answer` is there once it is.
   */
  pipeline<T>(statement: Promise<T>): Pipelined<T>;
  enqueue(job: { kind: string; subjectId: string; runAt?: Date }): void;
  seal(field: SealedField): void;
}

/** In an object, because a promise returned by itself would be awaited. */
export interface Pipelined<T> {
  readonly answer: Promise<T>;
}

export interface Committed<T> {
  readonly result: T;
  /** Index of the first entry recorded; undefined when nothing changed. */
  readonly firstIndex: number | undefined;
}

/** The one way to change data: state, log entry, sealed content and jobs commit together or not at all (P3). */
@Injectable()
export class AuditLog {
  /** Keys whose one transaction has committed. */
  private readonly spent = new WeakSet<Once>();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Hints) private readonly hints: Hints,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(Measures) private readonly measures: Measures,
  ) {}

  /**
   * Runs `work` and commits it with what it recorded. On a serialization failure or a deadlock the whole of `work`
   * runs again in a fresh transaction, three times at most; so `work` touches nothing outside the database.
   * @throws UnrecordedChangeError
   */
  async transact<T>(actor: Actor, work: (transaction: AuditTransaction) => Promise<T>): Promise<Committed<T>> {
    return this.transactOn(actor, () => Promise.resolve(), work);
  }

  /** As `transact`, where `work` must know something to begin with: asked for as the transaction opens, in one go. */
  async transactOn<F, T>(
    actor: Actor,
    first: (executor: Executor) => Promise<F>,
    work: (transaction: AuditTransaction, known: F) => Promise<T>,
  ): Promise<Committed<T>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.attempt(actor, first, work);
      } catch (error) {
        if (attempt === ATTEMPTS || !(mayPass(error) || (await this.madeWay(actor, error)))) {
          throw error;
        }
      }
    }
  }

  private async attempt<F, T>(
    actor: Actor,
    first: (executor: Executor) => Promise<F>,
    work: (transaction: AuditTransaction, known: F) => Promise<T>,
  ): Promise<Committed<T>> {
    const transaction = await this.database.begin(actor, 'early');
    let recorder: Recorder;
    let result: T;
    try {
      const [now, last, known] = await Promise.all([
        transaction.now,
        lastAt(transaction, actor.organisationId),
        first(transaction),
      ]);
      // Facts hold this moment: where the clock runs backwards it stands still, as it does for the entries themselves.
      const behindMs = last === undefined ? 0 : Math.max(0, last.getTime() - now.getTime());
      recorder = new Recorder(actor, transaction, { now: new Date(now.getTime() + behindMs), behindMs }, () =>
        uuidv7(this.clock.now().getTime()),
      );
      result = await work(recorder, known);
      if (actor.once !== undefined && usesKey(recorder) && this.spent.has(actor.once)) {
        throw new SecondTransactionError(`${actor.label} recorded twice under one key`);
      }
      if (recorder.entries.length === 0) {
        await Promise.all(recorder.pipelined);
        if (await hasWritten(transaction)) {
          throw new UnrecordedChangeError(`${actor.label} changed something without recording it`);
        }
      }
    } catch (error) {
      await transaction.rollback();
      throw error;
    }
    const once = usesKey(recorder) ? actor.once : undefined;
    if (once !== undefined) {
      recorder.pipeline(useKey(transaction, actor, once));
    }
    const appended = await this.commit(transaction, actor, recorder);
    if (once !== undefined) {
      this.spent.add(once);
    }
    if (appended !== undefined) {
      this.announce(actor, recorder, appended);
    }
    return { result, firstIndex: appended?.first };
  }

  /**
   * True: a row lay where the next entry belongs, put there past the program, and is out of the way now. Nothing that
   * somebody writes into the table may keep requests from being taken in (P1); the monitor tells of it.
   */
  private async madeWay({ organisationId }: Actor, error: unknown): Promise<boolean> {
    if (violatedConstraint(error) !== PLACE_TAKEN) {
      return false;
    }
    await this.database.writeTechnical(systemActor(organisationId), (executor) =>
      putAsideStrays(executor, organisationId),
    );
    return true;
  }

  private async commit(transaction: OpenTransaction, actor: Actor, recorder: Recorder): Promise<Appended | undefined> {
    let appended: Appended | undefined;
    await transaction.commit(async () => {
      const rows = [
        ...recorder.pipelined,
        recorder.sealed.length > 0 && insertSealed(transaction, recorder.sealed),
        recorder.jobs.length > 0 && insertJobs(transaction, recorder.jobs),
      ];
      // The head row is taken last, so that it is held no longer than the commit itself.
      const head = recorder.entries.length > 0 && appendEntries(transaction, actor.organisationId, recorder.entries);
      const [taken] = await Promise.all([head, ...rows]);
      appended = taken || undefined;
    });
    return appended;
  }

  /** After COMMIT: best effort, must not throw. */
  private announce(actor: Actor, recorder: Recorder, appended: Appended): void {
    recorder.entries.forEach(({ event }) => this.measures.recorded(event));
    if (recorder.jobs.length > 0) {
      this.hints.ring('forthwith_job');
      // The mail that a job sends waits for the proof; what follows it need not be in the tree at once.
      this.hints.ring('forthwith_log');
    } else {
      this.hints.ringSoon('forthwith_log');
    }
    if (appended.behindMs >= CLOCK_TOLERANCE_MS && !recorder.recordsAnomaly) {
      const behindMs = Math.round(appended.behindMs);
      this.transact(actor, (transaction) => Promise.resolve(transaction.record('clock.anomaly', { behindMs }))).catch(
        () => undefined,
      );
    }
  }
}

/**
 * Errors worth retrying. An unrecorded change is one of them: a row that was locked by a concurrent transaction, and is done
 * by the time we get it, looks like a change without its entry. The retry no longer sees that row.
 */
function mayPass(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state === SERIALIZATION_FAILURE || state === DEADLOCK_DETECTED || error instanceof UnrecordedChangeError;
}

/** Looked, or tried in vain: what was asked for has not come about, and may be asked for again under the same key. */
const LEAVE_THE_KEY: readonly string[] = [
  'content.read',
  'identity.code-refused',
  'clock.anomaly',
] satisfies readonly EventName[];

function usesKey({ entries }: Recorder): boolean {
  return entries.some(({ event }) => !LEAVE_THE_KEY.includes(event));
}

/** Below this the "jump" is the rounding of two readings of one clock. */
const CLOCK_TOLERANCE_MS = 1_000;

class Recorder implements AuditTransaction {
  readonly entries: PendingEntry[] = [];
  readonly jobs: NewJob[] = [];
  readonly sealed: SealedField[] = [];
  readonly pipelined: Promise<unknown>[] = [];
  recordsAnomaly = false;
  readonly run: Executor['run'];
  readonly now: Date;
  private readonly behindMs: number;

  /** `behindMs`: how far the database's clock stands behind `now`. */
  constructor(
    readonly actor: Actor,
    transaction: OpenTransaction,
    { now, behindMs }: { readonly now: Date; readonly behindMs: number },
    private readonly newId: () => string,
  ) {
    this.now = now;
    this.behindMs = behindMs;
    this.run = (statement, parameters) => transaction.run(statement, parameters);
  }

  record<E extends EventName>(
    event: E,
    facts: EventFacts[E],
    about: { rightsRequestId?: string; commit?: string } = {},
  ): void {
    const subject: EntrySubject =
      about.rightsRequestId === undefined
        ? { organisation: this.actor.organisationId }
        : { request: about.rightsRequestId };
    const { before, after } = entryParts({
      v: 1,
      id: this.newId(),
      event,
      subject,
      actor: this.actor.label,
      facts,
      ...(about.commit === undefined ? {} : { commit: about.commit }),
    });
    this.recordsAnomaly ||= event === 'clock.anomaly';
    this.entries.push({ before, after, event, rightsRequestId: about.rightsRequestId ?? null });
  }

  pipeline<T>(statement: Promise<T>): Pipelined<T> {
    // Awaited with the commit; until then it must not count as an unhandled rejection.
    statement.catch(() => undefined);
    this.pipelined.push(statement);
    return { answer: statement };
  }

  enqueue(job: { kind: string; subjectId: string; runAt?: Date }): void {
    this.jobs.push({
      id: this.newId(),
      kind: job.kind,
      organisationId: this.actor.organisationId,
      subjectId: job.subjectId,
      // By the clock that the worker looks at: after an hour's step back a job of now would else wait for an hour.
      runAt: new Date((job.runAt ?? this.now).getTime() - this.behindMs),
    });
  }

  seal(field: SealedField): void {
    this.sealed.push(field);
  }
}
