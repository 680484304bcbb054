import { statement, type Executor } from '../platform/database/statement.js';

export interface AlarmRow {
  readonly id: string;
  readonly organisationId: string;
  readonly kind: string;
  readonly place: string;
  readonly raisedAt: Date;
  readonly goneAt: Date | null;
  readonly toldAt: Date | null;
}

const COLUMNS = `a.id, a.organisation_id AS "organisationId", a.kind, a.place, a.raised_at AS "raisedAt",
          a.gone_at AS "goneAt", a.told_at AS "toldAt"`;

const OPEN_ALARMS = statement(
  'open-log-alarms',
  `SELECT ${COLUMNS} FROM log_alarm a WHERE organisation_id = $1 AND resolved_at IS NULL ORDER BY raised_at`,
);

export async function openAlarms(executor: Executor, organisationId: string): Promise<readonly AlarmRow[]> {
  return (await executor.run<AlarmRow>(OPEN_ALARMS, [organisationId])).rows;
}

const ALL_OPEN_ALARMS = statement(
  'all-open-log-alarms',
  `SELECT ${COLUMNS}, o.slug FROM log_alarm a JOIN organisation o ON o.id = a.organisation_id
   WHERE a.resolved_at IS NULL ORDER BY a.raised_at`,
);

/** Of every organisation. Needs the worker's scope. */
export async function allOpenAlarms(executor: Executor): Promise<readonly (AlarmRow & { readonly slug: string })[]> {
  return (await executor.run<AlarmRow & { slug: string }>(ALL_OPEN_ALARMS)).rows;
}

const INSERT_ALARM = statement(
  'insert-log-alarm',
  `INSERT INTO log_alarm (id, organisation_id, kind, place, raised_at, seen_at)
   VALUES ($1, $2, $3, $4, clock_timestamp(), clock_timestamp())
   ON CONFLICT ON CONSTRAINT log_alarm_pkey DO UPDATE SET resolved_at = NULL, told_at = NULL, seen_at = excluded.seen_at`,
);

/** The name of the index that a second process runs into which found the same. */
export const RAISED_ALREADY = 'log_alarm_open_idx';

export async function insertAlarm(
  executor: Executor,
  { id, organisationId, kind, place }: Pick<AlarmRow, 'id' | 'organisationId' | 'kind' | 'place'>,
): Promise<void> {
  await executor.run(INSERT_ALARM, [id, organisationId, kind, place]);
}

const SEEN_AGAIN = statement(
  'log-alarm-seen',
  `UPDATE log_alarm SET seen_at = clock_timestamp(), gone_at = NULL WHERE id = $1 AND resolved_at IS NULL
     AND (gone_at IS NOT NULL OR seen_at < clock_timestamp() - interval '1 minute')`,
);

export async function alarmSeen(executor: Executor, id: string): Promise<void> {
  await executor.run(SEEN_AGAIN, [id]);
}

const GONE = statement(
  'log-alarm-gone',
  `UPDATE log_alarm SET gone_at = clock_timestamp() WHERE id = ANY ($1) AND gone_at IS NULL AND resolved_at IS NULL`,
);

export async function alarmsGone(executor: Executor, ids: readonly string[]): Promise<void> {
  await executor.run(GONE, [ids]);
}

const RESOLVE = statement(
  'resolve-log-alarm',
  `UPDATE log_alarm SET resolved_at = clock_timestamp() WHERE id = $1 AND organisation_id = $2 AND resolved_at IS NULL
   RETURNING kind`,
);

/** Undefined: there is none, or somebody was faster. */
export async function resolveAlarm(
  executor: Executor,
  id: string,
  organisationId: string,
): Promise<string | undefined> {
  return (await executor.run<{ kind: string }>(RESOLVE, [id, organisationId])).rows[0]?.kind;
}

const TO_TELL = statement(
  'log-alarm-to-tell',
  `SELECT ${COLUMNS}, a.attempts, o.name AS "organisationName",
          ARRAY(
            SELECT d.email FROM dpo_designation d
            WHERE d.organisation_id = o.id AND d.valid_from <= clock_timestamp()
              AND (d.valid_until IS NULL OR d.valid_until > clock_timestamp())
            UNION
            SELECT u.email FROM membership m JOIN user_account u ON u.id = m.user_id
            WHERE m.organisation_id = o.id AND m.role = 'admin'
              AND (m.ends_on IS NULL OR m.ends_on >= current_date)
          ) AS recipients
   FROM log_alarm a JOIN organisation o ON o.id = a.organisation_id WHERE a.id = $1 AND a.told_at IS NULL`,
);

export interface AlarmToTell extends AlarmRow {
  readonly attempts: number;
  readonly organisationName: string;
  /** The designated persons and the administrators. */
  readonly recipients: readonly string[];
}

export async function alarmToTell(executor: Executor, id: string): Promise<AlarmToTell | undefined> {
  return (await executor.run<AlarmToTell>(TO_TELL, [id])).rows[0];
}

const TOLD = statement(
  'log-alarm-told',
  `UPDATE log_alarm SET told_at = clock_timestamp() WHERE id = $1 AND told_at IS NULL`,
);

export async function alarmTold(executor: Executor, id: string): Promise<void> {
  await executor.run(TOLD, [id]);
}

const COUNT_ATTEMPT = statement('log-alarm-attempt', `UPDATE log_alarm SET attempts = attempts + 1 WHERE id = $1`);

export async function countAlarmAttempt(executor: Executor, id: string): Promise<void> {
  await executor.run(COUNT_ATTEMPT, [id]);
}

const SAVE_ROUND = statement(
  'save-monitor-round',
  `INSERT INTO log_monitor (organisation_id, verified_at, size) VALUES ($1, $2, $3)
   ON CONFLICT ON CONSTRAINT log_monitor_pkey DO UPDATE SET verified_at = excluded.verified_at, size = excluded.size`,
);

export async function saveRound(executor: Executor, organisationId: string, at: Date, size: number): Promise<void> {
  await executor.run(SAVE_ROUND, [organisationId, at, size]);
}

const LAST_ROUND = statement(
  'last-monitor-round',
  `SELECT verified_at AS "verifiedAt", size::float8 AS size FROM log_monitor WHERE organisation_id = $1`,
);

export async function lastRound(
  executor: Executor,
  organisationId: string,
): Promise<{ readonly verifiedAt: Date; readonly size: number } | undefined> {
  return (await executor.run<{ verifiedAt: Date; size: number }>(LAST_ROUND, [organisationId])).rows[0];
}
