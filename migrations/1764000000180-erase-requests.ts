import type { MigrationInterface, QueryRunner } from 'typeorm';

const SAME_ORGANISATION = `organisation_id = (SELECT forthwith_organisation())`;
const SEES = `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('dpo', 'auditor', 'system'))`;
const ACTS = `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('dpo', 'system'))`;
/** Workers look for what is due over all organisations; they see ids and days there, never content. */
const LOOKS_FOR_WORK = `((SELECT forthwith_organisation()) IS NULL AND (SELECT forthwith_acts_as('system')))`;

/** Per table: what the application may do, who sees a row, who writes one. */
const TABLES = {
  retention_rules: { may: 'SELECT, INSERT', select: SEES, write: ACTS },
  retention_run: { may: 'SELECT, INSERT, UPDATE', select: `${LOOKS_FOR_WORK} OR (${SEES})`, write: ACTS },
  erasure: { may: 'SELECT, INSERT, UPDATE', select: `${LOOKS_FOR_WORK} OR (${SEES})`, write: ACTS },
  erasure_failure: { may: 'SELECT, INSERT, UPDATE, DELETE', select: SEES, write: ACTS },
  opening_key: { may: 'SELECT, INSERT, UPDATE, DELETE', select: ACTS, write: ACTS },
  kept_opening: { may: 'SELECT, INSERT, DELETE', select: ACTS, write: ACTS },
} as const;

/** What hides its rows from the program itself, which has to be able to erase them. */
const OWN_ONLY = ['request_draft', 'message_draft', 'request_note', 'request_join'] as const;

/** What is erased, by which rules, how far the daily run is, what could not be erased, and what is kept of commitments. */
export class EraseRequests1764000000180 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE retention_rules (
        organisation_id uuid NOT NULL CONSTRAINT retention_rules_organisation_fkey REFERENCES organisation (id),
        version integer NOT NULL CONSTRAINT retention_rules_version_positive CHECK (version > 0),
        rules jsonb NOT NULL,
        set_at timestamptz NOT NULL,
        CONSTRAINT retention_rules_pkey PRIMARY KEY (organisation_id, version)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE retention_rules IS 'What an organisation has set, version by version; none: the standard, which counts as version 0'`,
    );
    await queryRunner.query(`
      CREATE TABLE retention_run (
        organisation_id uuid CONSTRAINT retention_run_pkey PRIMARY KEY
          CONSTRAINT retention_run_organisation_fkey REFERENCES organisation (id),
        looked_at timestamptz NOT NULL,
        ran_on date,
        halted_at timestamptz
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN retention_run.halted_at IS 'The clock was not believed: nothing goes until a person has confirmed it'`,
    );
    await queryRunner.query(`
      CREATE TABLE erasure (
        id uuid CONSTRAINT erasure_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT erasure_organisation_fkey REFERENCES organisation (id),
        rights_request_id uuid NOT NULL CONSTRAINT erasure_rights_request_fkey REFERENCES rights_request (id),
        erased_at timestamptz NOT NULL,
        classes text[] NOT NULL,
        rules_version integer NOT NULL,
        whole boolean NOT NULL,
        mail_ids text[] NOT NULL,
        swept_at timestamptz
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN erasure.whole IS 'The key of the request was destroyed; else the rest goes on under a new key'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN erasure.swept_at IS 'What lies outside the database is gone too, and the list outside names it'`,
    );
    await queryRunner.query(`CREATE INDEX erasure_request_idx ON erasure (rights_request_id)`);
    await queryRunner.query(`CREATE INDEX erasure_by_day_idx ON erasure (organisation_id, erased_at)`);
    await queryRunner.query(`CREATE INDEX erasure_unswept_idx ON erasure (organisation_id) WHERE swept_at IS NULL`);
    await queryRunner.query(`
      CREATE TABLE erasure_failure (
        rights_request_id uuid CONSTRAINT erasure_failure_pkey PRIMARY KEY
          CONSTRAINT erasure_failure_rights_request_fkey REFERENCES rights_request (id),
        organisation_id uuid NOT NULL,
        code text NOT NULL CONSTRAINT erasure_failure_code_word CHECK (code ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
        attempts integer NOT NULL,
        failed_at timestamptz NOT NULL
      )`);
    await queryRunner.query(`
      CREATE TABLE opening_key (
        rights_request_id uuid CONSTRAINT opening_key_pkey PRIMARY KEY
          CONSTRAINT opening_key_rights_request_fkey REFERENCES rights_request (id),
        organisation_id uuid NOT NULL,
        epoch integer NOT NULL,
        wrapped bytea NOT NULL
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE opening_key IS 'Key of the salts that outlive a request: with their own copy people can prove what the log committed to'`,
    );
    await queryRunner.query(`
      CREATE TABLE kept_opening (
        rights_request_id uuid NOT NULL CONSTRAINT kept_opening_key_fkey
          REFERENCES opening_key (rights_request_id) ON DELETE CASCADE,
        organisation_id uuid NOT NULL,
        field text NOT NULL,
        ciphertext bytea NOT NULL,
        CONSTRAINT kept_opening_pkey PRIMARY KEY (rights_request_id, field)
      )`);
    for (const [table, { may, select, write }] of Object.entries(TABLES)) {
      await queryRunner.query(`GRANT ${may} ON ${table} TO forthwith_app`);
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
      await queryRunner.query(`CREATE POLICY ${table}_select ON ${table} FOR SELECT USING (${select})`);
      await queryRunner.query(`CREATE POLICY ${table}_insert ON ${table} FOR INSERT WITH CHECK (${write})`);
      await queryRunner.query(
        `CREATE POLICY ${table}_update ON ${table} FOR UPDATE USING (${write}) WITH CHECK (${write})`,
      );
      await queryRunner.query(`CREATE POLICY ${table}_delete ON ${table} FOR DELETE USING (${write})`);
    }
    const system = `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('system'))`;
    for (const table of OWN_ONLY) {
      await queryRunner.query(`CREATE POLICY ${table}_select_system ON ${table} FOR SELECT USING (${system})`);
      await queryRunner.query(`CREATE POLICY ${table}_delete_system ON ${table} FOR DELETE USING (${system})`);
    }
    await queryRunner.query(
      `CREATE INDEX rights_request_ended_idx ON rights_request (organisation_id, id)
       WHERE state IN ('closed', 'withdrawn', 'merged')`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX rights_request_ended_idx`);
    for (const table of OWN_ONLY) {
      await queryRunner.query(`DROP POLICY ${table}_delete_system ON ${table}`);
      await queryRunner.query(`DROP POLICY ${table}_select_system ON ${table}`);
    }
    await queryRunner.query(
      `DROP TABLE kept_opening, opening_key, erasure_failure, erasure, retention_run, retention_rules`,
    );
  }
}
