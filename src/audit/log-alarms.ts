import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../domain/problem.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { violatedConstraint } from '../platform/database/sql-state.js';
import { uuidv7 } from '../platform/ids.js';
import { LOGGER, type Log } from '../platform/logging/log.js';
import { Hints } from '../platform/outbox/hints.js';
import { insertJobs } from '../platform/outbox/outbox.sql.js';
import { systemActor, WORKER_SCOPE, type Actor } from './actor.js';
import {
  alarmSeen,
  alarmsGone,
  allOpenAlarms,
  insertAlarm,
  openAlarms,
  RAISED_ALREADY,
  resolveAlarm,
  type AlarmRow,
} from './alarms.sql.js';
import { AuditLog } from './audit-log.js';
import { LOG_OF_LOGS_ID } from './log-of-logs-place.js';
import type { ToldAlarm } from './house-differences.js';
import { allLogs } from './tree.sql.js';
import type { AlarmKind } from '../domain/log/events/log.js';

export const LOG_ALARM_JOB = 'log-alarm';

export interface OpenAlarm extends AlarmRow {
  readonly kind: AlarmKind;
}

/**
 * What is wrong with a log: told by mail at once, known to every process, in the log, and there until a person has
 * dealt with it. What is put right in secret stays seen.
 */
@Injectable()
export class LogAlarms {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Hints) private readonly hints: Hints,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  /** Once, however often it is found; `place` tells two of a kind apart. */
  async raise(organisationId: string, kind: AlarmKind, place: string | number): Promise<void> {
    const actor = systemActor(organisationId);
    const open = await this.database.ask(actor, (executor) => openAlarms(executor, organisationId));
    const known = open.find((one) => one.kind === kind && one.place === String(place));
    if (known !== undefined) {
      await this.database.writeVolatile(actor, (executor) => alarmSeen(executor, known.id));
      return;
    }
    const alarm = { id: uuidv7(this.clock.now().getTime()), organisationId, kind, place: String(place) };
    this.log.fatal({ organisation: organisationId, alarm: alarm.id, kind, place }, 'an alarm about the log');
    try {
      await this.auditLog.transact(actor, async (transaction) => {
        await insertAlarm(transaction, alarm);
        const at = typeof place === 'number' ? { at: place } : {};
        transaction.record('log.alarm-raised', { alarm: alarm.id, kind, ...at });
        transaction.enqueue({ kind: LOG_ALARM_JOB, subjectId: alarm.id });
      });
    } catch (error) {
      if (violatedConstraint(error) !== RAISED_ALREADY) {
        // A log that cannot even be written to is no reason to keep silent about it.
        await this.raiseUnrecorded(actor, alarm);
      }
    }
  }

  /** As `raise`; what is wrong with the log of logs concerns everybody whose checkpoints are in it. */
  async raiseFor(logId: string, kind: AlarmKind, place: string | number): Promise<void> {
    for (const id of await this.concerned(logId)) {
      await this.raise(id, kind, place);
    }
  }

  async goneFor(logId: string, kinds: readonly AlarmKind[], still: readonly (string | number)[] = []): Promise<void> {
    for (const id of await this.concerned(logId)) {
      await this.gone(id, kinds, still);
    }
  }

  private async concerned(logId: string): Promise<readonly string[]> {
    if (logId !== LOG_OF_LOGS_ID) {
      return [logId];
    }
    const logs = await this.database.ask(WORKER_SCOPE, (executor) => allLogs(executor));
    return logs.map(({ id }) => id).filter((id) => id !== LOG_OF_LOGS_ID);
  }

  /** Those of these kinds that are not found any more; they stand until a person resolves them. */
  async gone(
    organisationId: string,
    kinds: readonly AlarmKind[],
    still: readonly (string | number)[] = [],
  ): Promise<void> {
    const actor = systemActor(organisationId);
    const open = await this.database.ask(actor, (executor) => openAlarms(executor, organisationId));
    const gone = open.filter(
      ({ kind, place, goneAt }) =>
        goneAt === null && kinds.includes(kind as AlarmKind) && !still.map(String).includes(place),
    );
    if (gone.length > 0) {
      await this.database.writeVolatile(actor, (executor) =>
        alarmsGone(
          executor,
          gone.map(({ id }) => id),
        ),
      );
    }
  }

  /** Alarms that the log tells of and that nobody resolved: whoever takes their rows away, or resolves them past the program, is undone. */
  async bringBack(organisationId: string, told: readonly ToldAlarm[]): Promise<void> {
    if (told.length === 0) {
      return;
    }
    const standing = await this.open(organisationId);
    for (const { id, kind, at } of told) {
      const place = String(at ?? '–');
      if (!standing.some((one) => one.id === id || (one.kind === kind && one.place === place))) {
        this.log.fatal({ organisation: organisationId, alarm: id, kind }, 'an alarm about the log was taken away');
        await this.raiseUnrecorded(systemActor(organisationId), { id, organisationId, kind, place });
      }
    }
  }

  async open(organisationId: string): Promise<readonly OpenAlarm[]> {
    const rows = await this.database.ask(systemActor(organisationId), (executor) =>
      openAlarms(executor, organisationId),
    );
    return rows as readonly OpenAlarm[];
  }

  /** Of every organisation, for those who run the installation. */
  async openEverywhere(): Promise<readonly (OpenAlarm & { readonly slug: string })[]> {
    const rows = await this.database.ask(WORKER_SCOPE, (executor) => allOpenAlarms(executor));
    return rows as readonly (OpenAlarm & { slug: string })[];
  }

  /** By a person, who answers for it: it stands in the log. What is still wrong is found, and told, again. @throws Refusal not-found */
  async resolve(actor: Actor, id: string): Promise<void> {
    await this.auditLog.transact(actor, async (transaction) => {
      const kind = await resolveAlarm(transaction, id, actor.organisationId);
      if (kind === undefined) {
        refuse('not-found', {});
      }
      transaction.record('log.alarm-resolved', { alarm: id, kind: kind as AlarmKind });
    });
  }

  private async raiseUnrecorded(
    actor: Actor,
    alarm: Pick<AlarmRow, 'id' | 'organisationId' | 'kind' | 'place'>,
  ): Promise<void> {
    try {
      await this.database.writeTechnical(actor, async (transaction) => {
        await insertAlarm(transaction, alarm);
        const { id: subjectId, organisationId } = alarm;
        const job = { id: uuidv7(this.clock.now().getTime()), kind: LOG_ALARM_JOB, organisationId, subjectId };
        await insertJobs(transaction, [{ ...job, runAt: this.clock.now() }]);
      });
      this.hints.ring('forthwith_job');
    } catch (error) {
      this.log.error({ err: error }, 'an alarm about the log could not be kept');
    }
  }
}
