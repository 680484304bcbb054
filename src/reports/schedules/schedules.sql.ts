import type { Language } from '../../words/language.js';
import type { CivilDate } from '../../domain/civil-date.js';
import type { ScheduleKind } from '../../domain/reports/schedule.js';
import { statement, type Executor } from '../../platform/database/statement.js';
import type { LeasedJob } from '../../platform/outbox/outbox.sql.js';

export interface Schedule {
  readonly id: string;
  readonly kind: ScheduleKind;
  readonly form: 'link' | 'pdf';
  readonly language: Language;
  readonly recipients: readonly string[];
  readonly nextOn: CivilDate;
}

const COLUMNS = `s.id, s.kind, s.form, s.language, s.recipients, s.next_on::text AS "nextOn"`;

const RUNNING = statement(
  'running-schedules',
  `SELECT ${COLUMNS} FROM report_schedule s WHERE s.organisation_id = $1 AND s.ended_at IS NULL ORDER BY s.kind`,
);

export async function runningSchedules(executor: Executor, organisationId: string): Promise<readonly Schedule[]> {
  const { rows } = await executor.run<Schedule>(RUNNING, [organisationId]);
  return rows;
}

const ALL_RUNNING = statement(
  'all-running-schedules',
  `SELECT ${COLUMNS}, o.id AS "organisationId", o.time_zone AS "timeZone"
   FROM report_schedule s JOIN organisation o ON o.id = s.organisation_id WHERE s.ended_at IS NULL ORDER BY s.id`,
);

export interface PlannedSchedule extends Schedule {
  readonly organisationId: string;
  readonly timeZone: string;
}

/** Over all organisations. Needs the worker's scope. */
export async function allRunningSchedules(executor: Executor): Promise<readonly PlannedSchedule[]> {
  const { rows } = await executor.run<PlannedSchedule>(ALL_RUNNING);
  return rows;
}

const INSERT_SCHEDULE = statement(
  'insert-schedule',
  `INSERT INTO report_schedule (id, organisation_id, kind, form, language, recipients, next_on, set_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, now())`,
);

export async function insertSchedule(executor: Executor, organisationId: string, schedule: Schedule): Promise<void> {
  const { id, kind, form, language, recipients, nextOn } = schedule;
  await executor.run(INSERT_SCHEDULE, [id, organisationId, kind, form, language, recipients, nextOn]);
}

const END_SCHEDULE = statement(
  'end-schedule',
  `UPDATE report_schedule SET ended_at = now()
   WHERE organisation_id = $1 AND ended_at IS NULL AND (id = $2 OR kind = $3) RETURNING id`,
);

/** By its id, or the one of a kind; returns what was ended. */
export async function endSchedule(
  executor: Executor,
  organisationId: string,
  { id = null, kind = null }: { readonly id?: string | null; readonly kind?: ScheduleKind | null },
): Promise<readonly string[]> {
  const { rows } = await executor.run<{ id: string }>(END_SCHEDULE, [organisationId, id, kind]);
  return rows.map((row) => row.id);
}

const MOVE_ON = statement(
  'move-schedule-on',
  `UPDATE report_schedule SET next_on = $3 WHERE id = $1 AND next_on = $2 AND ended_at IS NULL`,
);

/** False: another instance did it first, or the schedule was ended. */
export async function moveOn(executor: Executor, id: string, from: string, to: string): Promise<boolean> {
  const { count } = await executor.run(MOVE_ON, [id, from, to]);
  return count === 1;
}

const INSERT_DELIVERY = statement(
  'insert-delivery',
  `INSERT INTO report_delivery (id, organisation_id, schedule_id, from_on, to_on, raised_at, message_id, recipients)
   VALUES ($1::uuid, $2, $3, $4, $5, now(), '<' || $1 || '.report@' || $6 || '>', ARRAY[$7])
   ON CONFLICT ON CONSTRAINT report_delivery_once_key DO NOTHING`,
);

/** False: there is one for this period and address already. */
export async function insertDelivery(
  executor: Executor,
  delivery: Readonly<
    Record<'id' | 'organisationId' | 'scheduleId' | 'from' | 'to' | 'recipient', string> & { host: string }
  >,
): Promise<boolean> {
  const { id, organisationId, scheduleId, from, to, host, recipient } = delivery;
  const { count } = await executor.run(INSERT_DELIVERY, [id, organisationId, scheduleId, from, to, host, recipient]);
  return count === 1;
}

export interface Delivery extends Omit<Schedule, 'recipients'> {
  readonly addresses: readonly string[];
  readonly deliveryId: string;
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly messageId: string;
  readonly organisationName: string;
}

const LOAD_DELIVERY = statement(
  'load-delivery',
  `SELECT ${COLUMNS}, d.recipients AS addresses, d.id AS "deliveryId", d.from_on::text AS "from", d.to_on::text AS "to",
          d.message_id AS "messageId", o.name AS "organisationName"
   FROM report_delivery d
   JOIN outbox_job j ON j.subject_id = d.id AND j.id = $1 AND j.claim_token = $2
   JOIN report_schedule s ON s.id = d.schedule_id
   JOIN organisation o ON o.id = d.organisation_id
   WHERE d.sent_at IS NULL AND d.refused_at IS NULL`,
);

/** Undefined: the lease is lost, or it is sent or refused. */
export async function loadDelivery(executor: Executor, job: LeasedJob): Promise<Delivery | undefined> {
  const { rows } = await executor.run<Delivery>(LOAD_DELIVERY, [job.id, job.leaseToken]);
  return rows[0];
}

const MARK_SENT = statement(
  'mark-delivery-sent',
  `UPDATE report_delivery SET sent_at = now() WHERE id = $1 AND sent_at IS NULL`,
);

export async function markSent(executor: Executor, id: string): Promise<boolean> {
  const { count } = await executor.run(MARK_SENT, [id]);
  return count === 1;
}

const MARK_REFUSED = statement(
  'mark-delivery-refused',
  `UPDATE report_delivery SET refused_at = now(), smtp_code = $2
   WHERE id = $1 AND sent_at IS NULL AND refused_at IS NULL`,
);

export async function markRefused(executor: Executor, id: string, smtpCode: number | null): Promise<boolean> {
  const { count } = await executor.run(MARK_REFUSED, [id, smtpCode]);
  return count === 1;
}

export interface RefusedDelivery {
  readonly scheduleId: string;
  readonly addresses: readonly string[];
  readonly refusedAt: Date;
  readonly smtpCode: number | null;
}

const REFUSED = statement(
  'refused-deliveries',
  `SELECT DISTINCT ON (d.schedule_id, d.recipients) d.schedule_id AS "scheduleId", d.recipients AS addresses,
          d.refused_at AS "refusedAt", d.smtp_code AS "smtpCode"
   FROM report_delivery d JOIN report_schedule s ON s.id = d.schedule_id AND s.ended_at IS NULL
   WHERE d.organisation_id = $1 AND d.refused_at IS NOT NULL AND NOT EXISTS (
     SELECT 1 FROM report_delivery later
     WHERE later.schedule_id = d.schedule_id AND later.recipients = d.recipients AND later.sent_at > d.refused_at)
   ORDER BY d.schedule_id, d.recipients, d.refused_at DESC`,
);

/** The last of each address of a running schedule, unless one has arrived there since. */
export async function refusedDeliveries(
  executor: Executor,
  organisationId: string,
): Promise<readonly RefusedDelivery[]> {
  const { rows } = await executor.run<RefusedDelivery>(REFUSED, [organisationId]);
  return rows;
}
