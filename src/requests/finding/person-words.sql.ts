import { statement, type Executor } from '../../platform/database/statement.js';

const KEEP_WORDS = statement(
  'keep-person-words',
  `WITH marked AS (UPDATE request_key SET words_kept = true WHERE rights_request_id = $1 AND NOT words_kept)
   INSERT INTO person_word (organisation_id, value, rights_request_id)
   SELECT $2, unnest($3::bigint[]), $1 ON CONFLICT DO NOTHING`,
);

/** Of a request that was recorded without them. Idempotent. */
export async function keepPersonWords(
  executor: Executor,
  place: { readonly rightsRequestId: string; readonly organisationId: string },
  values: readonly string[],
): Promise<void> {
  await executor.run(KEEP_WORDS, [place.rightsRequestId, place.organisationId, values]);
}

const WORDLESS = statement(
  'requests-without-words',
  `SELECT rights_request_id AS "rightsRequestId", organisation_id AS "organisationId" FROM request_key
   WHERE NOT words_kept LIMIT $1`,
);

export async function requestsWithoutWords(
  executor: Executor,
  limit: number,
): Promise<readonly { readonly rightsRequestId: string; readonly organisationId: string }[]> {
  return (await executor.run<{ rightsRequestId: string; organisationId: string }>(WORDLESS, [limit])).rows;
}

/** Ids in the order of recording, newest first: the key ends with them, so that the first page costs the same at any size. */
const BY_WORDS = statement(
  'find-by-person-words',
  `SELECT w.rights_request_id AS id FROM person_word w
   WHERE w.organisation_id = $1 AND w.value = $2
     AND NOT EXISTS (
       SELECT 1 FROM unnest($3::bigint[]) AS other (value)
       WHERE NOT EXISTS (
         SELECT 1 FROM person_word o
         WHERE o.organisation_id = $1 AND o.value = other.value AND o.rights_request_id = w.rights_request_id))
   ORDER BY w.rights_request_id DESC LIMIT $4`,
);

/** Of which all words are kept. */
export async function findByWords(
  executor: Executor,
  organisationId: string,
  [first = '0', ...others]: readonly string[],
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await executor.run<{ id: string }>(BY_WORDS, [organisationId, first, others, limit]);
  return rows.map(({ id }) => id);
}

const BY_REFERENCE = statement(
  'find-by-reference-part',
  `SELECT id FROM (
     (SELECT id FROM rights_request
      WHERE organisation_id = $1 AND reference_tail >= $2 AND reference_tail < $3 ORDER BY reference_tail LIMIT $4)
     UNION
     (SELECT id FROM rights_request
      WHERE organisation_id = $1 AND reference >= $2 AND reference < $3 ORDER BY reference LIMIT $4)) AS found
   ORDER BY id DESC LIMIT $4`,
);

/** That begin so, or whose end after the last dash begins so: also of requests that are erased. */
export async function findByReference(
  executor: Executor,
  organisationId: string,
  part: string,
  limit: number,
): Promise<readonly string[]> {
  // A range, not LIKE: under row-level security only leak-proof operators may use the index.
  const { rows } = await executor.run<{ id: string }>(BY_REFERENCE, [
    ...[organisationId, part, `${part}\u{10FFFF}`, limit],
  ]);
  return rows.map(({ id }) => id);
}
