import type { MigrationInterface, QueryRunner } from 'typeorm';

const SAME_ORGANISATION = `organisation_id = (SELECT forthwith_organisation())`;
const TABLES = ['reminder', 'dpo_absence', 'calendar_feed'] as const;

/** Reminders of deadlines, the absences that send them to the deputy, and the secret addresses of calendars. */
export class CreateReminders1764000000010 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE organisation
        ADD COLUMN reminder_days integer[] NOT NULL DEFAULT '{14,7,3,1}',
        ADD COLUMN reminder_hour integer NOT NULL DEFAULT 7
          CONSTRAINT organisation_reminder_hour_of_day CHECK (reminder_hour BETWEEN 0 AND 23),
        ADD COLUMN ask_within_days integer NOT NULL DEFAULT 14
          CONSTRAINT organisation_ask_within_days_range CHECK (ask_within_days BETWEEN 0 AND 31)`);
    await queryRunner.query(
      `COMMENT ON COLUMN organisation.ask_within_days IS 'Days of the running clock within which a question stops it: "without undue delay"'`,
    );
    await queryRunner.query(`
      CREATE TABLE reminder (
        id uuid CONSTRAINT reminder_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT reminder_organisation_fkey REFERENCES organisation (id),
        kind text NOT NULL CONSTRAINT reminder_kind_known CHECK (kind IN ('digest', 'overdue')),
        raised_on date NOT NULL,
        raised_at timestamptz NOT NULL,
        message_id text NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        settled_at timestamptz
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE reminder IS 'One mail to the DPO; what it says is looked up when it is sent, so that nothing done meanwhile is reminded of'`,
    );
    // Two instances, or one that was started twice: still one digest a day.
    await queryRunner.query(
      `CREATE UNIQUE INDEX reminder_digest_key ON reminder (organisation_id, raised_on) WHERE kind = 'digest'`,
    );
    await queryRunner.query(`
      CREATE TABLE dpo_absence (
        id uuid CONSTRAINT dpo_absence_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT dpo_absence_organisation_fkey REFERENCES organisation (id),
        from_on date NOT NULL,
        until_on date NOT NULL,
        CONSTRAINT dpo_absence_order CHECK (from_on <= until_on)
      )`);
    await queryRunner.query(`CREATE INDEX dpo_absence_days_idx ON dpo_absence (organisation_id, until_on)`);
    await queryRunner.query(`
      CREATE TABLE calendar_feed (
        id uuid CONSTRAINT calendar_feed_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT calendar_feed_organisation_fkey REFERENCES organisation (id),
        user_id uuid NOT NULL CONSTRAINT calendar_feed_user_fkey REFERENCES user_account (id),
        secret_hash bytea NOT NULL CONSTRAINT calendar_feed_secret_key UNIQUE,
        created_at timestamptz NOT NULL,
        CONSTRAINT calendar_feed_owner_key UNIQUE (organisation_id, user_id)
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN calendar_feed.secret_hash IS 'SHA-256 of the word in the address: whoever reads the database cannot subscribe'`,
    );
    const select: Record<(typeof TABLES)[number], string> = {
      reminder: SAME_ORGANISATION,
      dpo_absence: SAME_ORGANISATION,
      // Whose calendar it is must be found out before the organisation is known.
      calendar_feed: `(SELECT forthwith_acts_as('system')) OR user_id = (SELECT forthwith_user())`,
    };
    for (const table of TABLES) {
      await queryRunner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO forthwith_app`);
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
      await queryRunner.query(`CREATE POLICY ${table}_select ON ${table} FOR SELECT USING (${select[table]})`);
      await queryRunner.query(`CREATE POLICY ${table}_insert ON ${table} FOR INSERT WITH CHECK (${SAME_ORGANISATION})`);
      await queryRunner.query(
        `CREATE POLICY ${table}_update ON ${table} FOR UPDATE USING (${SAME_ORGANISATION}) WITH CHECK (${SAME_ORGANISATION})`,
      );
      await queryRunner.query(`CREATE POLICY ${table}_delete ON ${table} FOR DELETE USING (${SAME_ORGANISATION})`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE calendar_feed, dpo_absence, reminder`);
    await queryRunner.query(`
      ALTER TABLE organisation
        DROP COLUMN reminder_days, DROP COLUMN reminder_hour, DROP COLUMN ask_within_days`);
  }
}
