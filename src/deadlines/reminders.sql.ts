import type { DeadlineEvent } from '../domain/deadlines/facts.js';
import type { Land } from '../domain/deadlines/land.js';
import type { Right } from '../domain/rights/right.js';
import { designationAt } from '../organisations/designation-at.sql.js';
import { statement, type Executor } from '../platform/database/statement.js';
import type { LeasedJob } from '../platform/outbox/outbox.sql.js';

/** What an organisation wants to be reminded of, and how far that has been done. */
export interface ReminderPlan {
  readonly organisationId: string;
  readonly timeZone: string;
  readonly land: Land;
  readonly municipality: string | null;
  readonly reminderDays: readonly number[];
  readonly reminderHour: number;
  readonly askWithinDays: number;
  /** Day of the last digest; null: there was none yet. */
  readonly lastDigestOn: string | null;
}

const REMINDER_PLANS = statement(
  'reminder-plans',
  `SELECT o.id AS "organisationId", o.time_zone AS "timeZone", o.land, o.municipality,
          o.reminder_days AS "reminderDays", o.reminder_hour AS "reminderHour",
          o.ask_within_days AS "askWithinDays"
   FROM organisation o ORDER BY o.slug`,
);

/** Needs no scope: settings, no content. */
export async function reminderPlans(executor: Executor): Promise<readonly Omit<ReminderPlan, 'lastDigestOn'>[]> {
  const { rows } = await executor.run<Omit<ReminderPlan, 'lastDigestOn'>>(REMINDER_PLANS);
  return rows;
}

const LAST_DIGEST = statement(
  'last-digest',
  `SELECT max(raised_on)::text AS "on" FROM reminder WHERE organisation_id = $1 AND kind = 'digest'`,
);

export async function lastDigestOn(executor: Executor, organisationId: string): Promise<string | null> {
  const { rows } = await executor.run<{ on: string | null }>(LAST_DIGEST, [organisationId]);
  return rows[0]?.on ?? null;
}

/** An open request whose clock runs: what reminders look at. */
export interface RunningRequest {
  readonly id: string;
  readonly reference: string;
  readonly rights: readonly Right[];
  readonly receivedOn: string;
  readonly recordedAt: Date;
  readonly dueOn: string;
  readonly deadlineEvents: readonly DeadlineEvent[];
}

const RUNNING_UNTIL = statement(
  'running-until',
  `SELECT id, reference, rights, received_on::text AS "receivedOn", recorded_at AS "recordedAt", due_on::text AS "dueOn",
          deadline_events AS "deadlineEvents"
   FROM rights_request
   WHERE organisation_id = $1 AND state IN ('recorded', 'acknowledged') AND clock = 'running' AND due_on <= $2
   ORDER BY due_on, id`,
);

/** Those whose deadline ends on `until` or before, by deadline. */
export async function runningUntil(
  executor: Executor,
  organisationId: string,
  until: string,
): Promise<readonly RunningRequest[]> {
  const { rows } = await executor.run<RunningRequest>(RUNNING_UNTIL, [organisationId, until]);
  return rows;
}

/** An authority's letter that waits for our statement (Art. 77, Art. 58(1)(a) GDPR); the request may be closed by now. */
export interface WaitingLetter {
  readonly id: string;
  readonly requestId: string;
  readonly reference: string;
  readonly receivedOn: string;
  readonly dueOn: string;
}

const LETTERS_UNTIL = statement(
  'letters-until',
  `SELECT c.id, r.id AS "requestId", r.reference, c.received_on::text AS "receivedOn", c.due_on::text AS "dueOn"
   FROM complaint c JOIN rights_request r ON r.id = c.rights_request_id
   WHERE c.organisation_id = $1 AND c.stated_on IS NULL AND c.concluded_on IS NULL AND c.due_on <= $2
   ORDER BY c.due_on, c.id`,
);

/** Those whose limit ends on `until` or before, by limit. */
export async function lettersUntil(
  executor: Executor,
  organisationId: string,
  until: string,
): Promise<readonly WaitingLetter[]> {
  return (await executor.run<WaitingLetter>(LETTERS_UNTIL, [organisationId, until])).rows;
}

const NOTE_OVERDUE = statement(
  'note-overdue',
  `UPDATE rights_request SET overdue_noted_on = $2
   WHERE organisation_id = $1 AND state IN ('recorded', 'acknowledged') AND clock = 'running' AND due_on < $2
     AND overdue_noted_on IS NULL
   RETURNING id, due_on::text AS "dueOn"`,
);

/** Marks what has become overdue by `today`; each is returned once, whoever asks how often. */
export async function noteOverdue(
  executor: Executor,
  organisationId: string,
  today: string,
): Promise<readonly { readonly id: string; readonly dueOn: string }[]> {
  const { rows } = await executor.run<{ id: string; dueOn: string }>(NOTE_OVERDUE, [organisationId, today]);
  return rows;
}

const HAS_OVERDUE = statement(
  'has-overdue',
  `SELECT EXISTS (
     SELECT 1 FROM rights_request
     WHERE organisation_id = $1 AND state IN ('recorded', 'acknowledged') AND clock = 'running' AND due_on < $2
       AND overdue_noted_on IS NULL) AS found`,
);

export async function hasOverdue(executor: Executor, organisationId: string, today: string): Promise<boolean> {
  const { rows } = await executor.run<{ found: boolean }>(HAS_OVERDUE, [organisationId, today]);
  return rows[0]?.found ?? false;
}

const INSERT_REMINDER = statement(
  'insert-reminder',
  `INSERT INTO reminder (id, organisation_id, kind, raised_on, raised_at, message_id)
   VALUES ($1::uuid, $2, $3, $4, $5, '<' || $1 || '.reminder@' || $6 || '>')
   ON CONFLICT (organisation_id, raised_on) WHERE kind = 'digest' DO NOTHING`,
);

export type ReminderKind = 'digest' | 'overdue';

/** False: today's digest was raised by another instance. */
export async function insertReminder(
  executor: Executor,
  reminder: { id: string; organisationId: string; kind: ReminderKind; on: string; at: Date; host: string },
): Promise<boolean> {
  const { id, organisationId, kind, on, at, host } = reminder;
  const { count } = await executor.run(INSERT_REMINDER, [id, organisationId, kind, on, at, host]);
  return count === 1;
}

/** A leased reminder with whom it goes to. */
export interface ReminderTask extends Pick<ReminderPlan, 'organisationId' | 'timeZone' | 'reminderDays'> {
  readonly reminderId: string;
  readonly kind: ReminderKind;
  readonly messageId: string;
  readonly organisationName: string;
  readonly designationId: string;
  readonly designationEmail: string;
  /** True: the DPO is away, and the deputy is reminded. */
  readonly toDeputy: boolean;
}

const LOAD_REMINDER = statement(
  'load-reminder',
  `SELECT m.id AS "reminderId", m.kind, m.message_id AS "messageId", o.id AS "organisationId",
          o.name AS "organisationName", o.time_zone AS "timeZone", o.reminder_days AS "reminderDays", d.id AS "designationId", d.email AS "designationEmail",
          d.deputy AS "toDeputy"
   FROM reminder m
   JOIN outbox_job j ON j.subject_id = m.id AND j.id = $1 AND j.claim_token = $2
   JOIN organisation o ON o.id = m.organisation_id
   JOIN ${designationAt('$3')}
   WHERE m.settled_at IS NULL`,
);

/** Undefined: the lease is lost, the reminder is settled, or nobody is designated. */
export async function loadReminder(executor: Executor, job: LeasedJob, now: Date): Promise<ReminderTask | undefined> {
  const { rows } = await executor.run<ReminderTask>(LOAD_REMINDER, [job.id, job.leaseToken, now]);
  return rows[0];
}

const SETTLE_REMINDER = statement(
  'settle-reminder',
  `UPDATE reminder SET settled_at = now() WHERE id = $1 AND settled_at IS NULL`,
);

export async function settleReminder(executor: Executor, id: string): Promise<boolean> {
  const { count } = await executor.run(SETTLE_REMINDER, [id]);
  return count === 1;
}
