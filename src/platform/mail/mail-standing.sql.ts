import { statement, type Executor } from '../database/statement.js';

/** One place that mail goes to or comes from. */
export interface MailPlace {
  /** `out`, or `in:` and a hash. */
  readonly place: string;
  readonly goodAt: Date | null;
  readonly badAt: Date | null;
  /** Class of what is wrong now; null: it works. */
  readonly trouble: string | null;
}

const NOTE_GOOD = statement(
  'note-mail-good',
  `INSERT INTO mail_standing (place, good_at) VALUES ($1, clock_timestamp())
   ON CONFLICT ON CONSTRAINT mail_standing_pkey DO UPDATE SET good_at = clock_timestamp(), trouble = NULL`,
);

export async function noteMailGood(executor: Executor, place: string): Promise<void> {
  await executor.run(NOTE_GOOD, [place]);
}

const NOTE_BAD = statement(
  'note-mail-bad',
  `INSERT INTO mail_standing (place, bad_at, trouble) VALUES ($1, clock_timestamp(), $2)
   ON CONFLICT ON CONSTRAINT mail_standing_pkey DO UPDATE SET trouble = $2,
     bad_at = CASE WHEN mail_standing.trouble IS NULL THEN clock_timestamp() ELSE mail_standing.bad_at END`,
);

export async function noteMailBad(executor: Executor, place: string, trouble: string): Promise<void> {
  await executor.run(NOTE_BAD, [place, trouble]);
}

const MAIL_PLACES = statement(
  'mail-places',
  `SELECT place, good_at AS "goodAt", bad_at AS "badAt", trouble FROM mail_standing ORDER BY place DESC`,
);

export async function mailPlaces(executor: Executor): Promise<readonly MailPlace[]> {
  return (await executor.run<MailPlace>(MAIL_PLACES)).rows;
}
