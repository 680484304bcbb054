import type { CivilDate } from '../domain/civil-date.js';
import type { RetentionClass } from '../domain/retention/classes.js';
import type { RetentionRules } from '../domain/retention/rules.js';
import type { State } from '../domain/lifecycle/lifecycle.js';
import { statement, type Executor } from '../platform/database/statement.js';
import { CONTENT_TABLES } from './content-tables.js';

const HOLD_REQUEST = statement(
  'erasing-hold-request',
  `SELECT r.state, o.time_zone AS "timeZone" FROM rights_request r JOIN organisation o ON o.id = r.organisation_id
   WHERE r.id = $1 FOR UPDATE OF r`,
);

/** Whoever reopens it or sets a hold waits until this transaction has ended, or this one waits for them. */
export async function holdRequest(
  executor: Executor,
  id: string,
): Promise<{ readonly state: State; readonly timeZone: string } | undefined> {
  return (await executor.run<{ state: State; timeZone: string }>(HOLD_REQUEST, [id])).rows[0];
}

export interface SealedRow {
  readonly field: string;
  readonly ciphertext: Buffer;
}

const SEALED_FIELDS = statement('erasing-sealed-fields', 'SELECT field FROM sealed WHERE rights_request_id = $1');
const SEALED_ROWS = statement(
  'erasing-sealed-rows',
  'SELECT field, ciphertext FROM sealed WHERE rights_request_id = $1 AND field = ANY ($2)',
);
const OUTGOING = statement(
  'erasing-outgoing',
  `SELECT id FROM case_message WHERE rights_request_id = $1 AND direction = 'out'`,
);

export async function sealedFields(executor: Executor, id: string): Promise<readonly string[]> {
  return (await executor.run<{ field: string }>(SEALED_FIELDS, [id])).rows.map(({ field }) => field);
}

export async function sealedRows(
  executor: Executor,
  id: string,
  fields: readonly string[],
): Promise<readonly SealedRow[]> {
  return (await executor.run<SealedRow>(SEALED_ROWS, [id, fields])).rows;
}

/** Ids of the messages that were written to the person. */
export async function outgoingMessages(executor: Executor, id: string): Promise<ReadonlySet<string>> {
  return new Set((await executor.run<{ id: string }>(OUTGOING, [id])).rows.map((row) => row.id));
}

const COUNT_HELD = statement(
  'erasing-count-held',
  CONTENT_TABLES.map(
    ({ table, holds }, at) => `SELECT ${at}::int AS at, count(*)::int AS count FROM ${table} WHERE ${holds}`,
  ).join(' UNION ALL '),
);

/** How many rows of each content table hold something of the request, by class. */
export async function countHeld(executor: Executor, id: string): Promise<ReadonlyMap<RetentionClass, number>> {
  const { rows } = await executor.run<{ at: number; count: number }>(COUNT_HELD, [id]);
  const held = new Map<RetentionClass, number>();
  for (const { at, count } of rows) {
    const one = CONTENT_TABLES[at]?.class;
    if (one !== undefined && count > 0) {
      held.set(one, (held.get(one) ?? 0) + count);
    }
  }
  return held;
}

const ERASE_FROM = CONTENT_TABLES.map(
  ({ table, class: one, erase }) => [one, statement(`erase-from-${table}`, erase)] as const,
);

/** Takes away what the content tables hold of these classes. */
export async function eraseFromTables(
  executor: Executor,
  id: string,
  classes: ReadonlySet<RetentionClass>,
): Promise<void> {
  await Promise.all(ERASE_FROM.filter(([one]) => classes.has(one)).map(([, erase]) => executor.run(erase, [id])));
}

const DESTROY_KEY = statement('destroy-request-key', 'DELETE FROM request_key WHERE rights_request_id = $1');
const REPLACE_KEY = statement(
  'replace-request-key',
  'UPDATE request_key SET epoch = $2, wrapped = $3 WHERE rights_request_id = $1',
);
const DELETE_SEALED = statement('erase-sealed', 'DELETE FROM sealed WHERE rights_request_id = $1');

/** What was sealed under it is noise from now on. */
export async function destroyKey(executor: Executor, id: string): Promise<void> {
  await executor.run(DESTROY_KEY, [id]);
}

export async function replaceKey(
  executor: Executor,
  id: string,
  key: { readonly epoch: number; readonly wrapped: Buffer },
): Promise<void> {
  await executor.run(REPLACE_KEY, [id, key.epoch, key.wrapped]);
}

export async function deleteSealed(executor: Executor, id: string): Promise<void> {
  await executor.run(DELETE_SEALED, [id]);
}

const INSERT_OPENING_KEY = statement(
  'insert-opening-key',
  `INSERT INTO opening_key (rights_request_id, organisation_id, epoch, wrapped) VALUES ($1, $2, $3, $4)`,
);
const FIND_OPENING_KEY = statement(
  'find-opening-key',
  'SELECT epoch, wrapped FROM opening_key WHERE rights_request_id = $1',
);
const INSERT_OPENINGS = statement(
  'insert-kept-openings',
  `INSERT INTO kept_opening (rights_request_id, organisation_id, field, ciphertext)
   SELECT $1, $2, * FROM unnest($3::text[], $4::bytea[]) ON CONFLICT DO NOTHING`,
);

export interface WrappedKey {
  readonly epoch: number;
  readonly wrapped: Buffer;
}

export async function findOpeningKey(executor: Executor, id: string): Promise<WrappedKey | undefined> {
  return (await executor.run<WrappedKey>(FIND_OPENING_KEY, [id])).rows[0];
}

export async function insertOpeningKey(
  executor: Executor,
  place: { readonly id: string; readonly organisationId: string },
  key: WrappedKey,
): Promise<void> {
  await executor.run(INSERT_OPENING_KEY, [place.id, place.organisationId, key.epoch, key.wrapped]);
}

export async function insertOpenings(
  executor: Executor,
  place: { readonly id: string; readonly organisationId: string },
  openings: readonly SealedRow[],
): Promise<void> {
  await executor.run(INSERT_OPENINGS, [
    place.id,
    place.organisationId,
    openings.map(({ field }) => field),
    openings.map(({ ciphertext }) => ciphertext),
  ]);
}

/** Whatever a mail about the request can be known by: ids in Message-IDs, and its reference. */
const MAIL_IDS = statement(
  'erasing-mail-ids',
  `SELECT id::text AS id FROM forwarding WHERE rights_request_id = $1
   UNION SELECT id::text FROM case_message WHERE rights_request_id = $1
   UNION SELECT id::text FROM task WHERE rights_request_id = $1
   UNION SELECT m.id::text FROM task_mail m JOIN task t ON t.id = m.task_id WHERE t.rights_request_id = $1
   UNION SELECT id::text FROM identity_check WHERE rights_request_id = $1
   UNION SELECT id::text FROM recipient WHERE rights_request_id = $1
   UNION SELECT id::text FROM portability_package WHERE rights_request_id = $1
   UNION SELECT id::text FROM refused_mail WHERE rights_request_id = $1
   UNION SELECT message_id FROM sent_mail WHERE rights_request_id = $1
   UNION SELECT $1::uuid::text
   UNION SELECT reference FROM rights_request WHERE id = $1`,
);

export async function mailIdsOf(executor: Executor, id: string): Promise<readonly string[]> {
  return (await executor.run<{ id: string }>(MAIL_IDS, [id])).rows.map((row) => row.id);
}

const DELETE_JOBS = statement(
  'erasing-delete-jobs',
  `DELETE FROM outbox_job WHERE organisation_id = $1 AND subject_id::text = ANY ($2) AND kind <> ALL ($3)`,
);

/** Jobs about something that is not there any more. */
export async function deleteJobs(
  executor: Executor,
  organisationId: string,
  about: readonly string[],
  except: readonly string[],
): Promise<void> {
  await executor.run(DELETE_JOBS, [organisationId, about, except]);
}

const INSERT_ERASURE = statement(
  'insert-erasure',
  `INSERT INTO erasure (id, organisation_id, rights_request_id, erased_at, classes, rules_version, whole, mail_ids)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
);

export interface ErasureRow {
  readonly id: string;
  readonly organisationId: string;
  readonly rightsRequestId: string;
  readonly erasedAt: Date;
  readonly classes: readonly RetentionClass[];
  readonly rulesVersion: number;
  readonly whole: boolean;
  readonly mailIds: readonly string[];
}

export async function insertErasure(executor: Executor, row: ErasureRow): Promise<void> {
  await executor.run(INSERT_ERASURE, [
    ...[row.id, row.organisationId, row.rightsRequestId, row.erasedAt, row.classes],
    ...[row.rulesVersion, row.whole, row.mailIds],
  ]);
}

const CURRENT_RULES = statement(
  'retention-rules',
  `SELECT version, rules FROM retention_rules WHERE organisation_id = $1 ORDER BY version DESC LIMIT 1`,
);

export interface RulesRow {
  readonly version: number;
  readonly rules: Partial<RetentionRules>;
}

/** Version 0: the organisation has set nothing. */
export async function currentRules(executor: Executor, organisationId: string): Promise<RulesRow> {
  return (await executor.run<RulesRow>(CURRENT_RULES, [organisationId])).rows[0] ?? { version: 0, rules: {} };
}

const INSERT_RULES = statement(
  'insert-retention-rules',
  `INSERT INTO retention_rules (organisation_id, version, rules, set_at) VALUES ($1, $2, $3, $4)`,
);

export async function insertRules(
  executor: Executor,
  organisationId: string,
  { version, rules }: RulesRow,
  at: Date,
): Promise<void> {
  await executor.run(INSERT_RULES, [organisationId, version, JSON.stringify(rules), at]);
}

const CANDIDATES = statement(
  'erasing-candidates',
  `SELECT r.id FROM rights_request r
   WHERE r.organisation_id = $1 AND r.state IN ('closed', 'withdrawn', 'merged') AND r.id > $2
     AND r.reference NOT LIKE 'geloescht-%'
   ORDER BY r.id LIMIT $3`,
);

/** Ended requests of which something may be left, page by page. */
export async function erasureCandidates(
  executor: Executor,
  organisationId: string,
  after: string,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await executor.run<{ id: string }>(CANDIDATES, [organisationId, after, limit]);
  return rows.map(({ id }) => id);
}

const HELD_OF = statement(
  'erasing-held-of',
  `SELECT s.rights_request_id AS id, s.field, m.direction IS NOT DISTINCT FROM 'out' AS outgoing
   FROM sealed s LEFT JOIN case_message m ON s.field = 'message-' || m.id
   WHERE s.rights_request_id = ANY ($1)`,
);
const TABLES_OF = statement(
  'erasing-tables-of',
  CONTENT_TABLES.map(({ table, holds }, at) => {
    const id = table === 'rights_request' ? 'id' : 'rights_request_id';
    const many = holds.replaceAll(`${id} = $1`, `${id} = ANY ($1)`);
    return `SELECT ${id} AS id, ${at}::int AS at FROM ${table} WHERE ${many}`;
  }).join(' UNION '),
);

/** As `sealedFields` and `countHeld`, for many at once: which classes each of them still holds. */
export async function classesHeld(
  executor: Executor,
  ids: readonly string[],
  classOf: (field: string, outgoing: boolean) => RetentionClass,
): Promise<ReadonlyMap<string, ReadonlySet<RetentionClass>>> {
  const held = new Map<string, Set<RetentionClass>>(ids.map((id) => [id, new Set()]));
  const [sealed, tables] = await Promise.all([
    executor.run<{ id: string; field: string; outgoing: boolean }>(HELD_OF, [ids]),
    executor.run<{ id: string; at: number }>(TABLES_OF, [ids]),
  ]);
  sealed.rows.forEach(({ id, field, outgoing }) => held.get(id)?.add(classOf(field, outgoing)));
  tables.rows.forEach(({ id, at }) => {
    const one = CONTENT_TABLES[at]?.class;
    if (one !== undefined) {
      held.get(id)?.add(one);
    }
  });
  return held;
}

const NOTE_FAILURE = statement(
  'note-erasure-failure',
  `INSERT INTO erasure_failure (rights_request_id, organisation_id, code, attempts, failed_at) VALUES ($1, $2, $3, 1, $4)
   ON CONFLICT (rights_request_id) DO UPDATE SET code = excluded.code, attempts = erasure_failure.attempts + 1,
     failed_at = excluded.failed_at`,
);
const FORGET_FAILURE = statement('forget-erasure-failure', 'DELETE FROM erasure_failure WHERE rights_request_id = $1');

export async function noteFailure(
  executor: Executor,
  failure: { readonly id: string; readonly organisationId: string; readonly code: string; readonly at: Date },
): Promise<void> {
  await executor.run(NOTE_FAILURE, [failure.id, failure.organisationId, failure.code, failure.at]);
}

export async function forgetFailure(executor: Executor, id: string): Promise<void> {
  await executor.run(FORGET_FAILURE, [id]);
}

export interface RunState {
  readonly lookedAt: Date;
  readonly ranOn: CivilDate | null;
  readonly haltedAt: Date | null;
}

const RUN_STATE = statement(
  'retention-run-state',
  `SELECT looked_at AS "lookedAt", ran_on::text AS "ranOn", halted_at AS "haltedAt" FROM retention_run
   WHERE organisation_id = $1`,
);
const SAVE_RUN_STATE = statement(
  'save-retention-run-state',
  `INSERT INTO retention_run (organisation_id, looked_at, ran_on, halted_at) VALUES ($1, $2, $3, $4)
   ON CONFLICT (organisation_id) DO UPDATE SET looked_at = excluded.looked_at, ran_on = excluded.ran_on,
     halted_at = excluded.halted_at`,
);

export async function runStateOf(executor: Executor, organisationId: string): Promise<RunState | undefined> {
  return (await executor.run<RunState>(RUN_STATE, [organisationId])).rows[0];
}

export async function saveRunState(executor: Executor, organisationId: string, state: RunState): Promise<void> {
  await executor.run(SAVE_RUN_STATE, [organisationId, state.lookedAt, state.ranOn, state.haltedAt]);
}

const REFERENCES_OF = statement(
  'erasing-references-of',
  'SELECT id, reference FROM rights_request WHERE id = ANY ($1)',
);

export async function referencesOf(executor: Executor, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await executor.run<{ id: string; reference: string }>(REFERENCES_OF, [ids]);
  return new Map(rows.map(({ id, reference }) => [id, reference]));
}
