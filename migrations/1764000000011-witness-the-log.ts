import type { MigrationInterface, QueryRunner } from 'typeorm';

const SYSTEM = `(SELECT forthwith_acts_as('system'))`;

/** Public facts about checkpoints: whoever may look at a log at all may see them; only the program itself writes. */
const TABLES: Readonly<Record<string, string>> = {
  log_anchor: 'SELECT, INSERT',
  log_cosignature: 'SELECT, INSERT',
  log_time_stamp: 'SELECT, INSERT',
  witnessed_log: 'SELECT, INSERT, UPDATE',
};

/** The log of logs, those who have seen it, and the logs of others that this installation has seen. */
export class WitnessTheLog1764000000011 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // The log of logs is nobody's organisation; it lies under the nil UUID in the same tables.
    await queryRunner.query(`ALTER TABLE log_head DROP CONSTRAINT log_head_organisation_fkey`);
    await queryRunner.query(`
      CREATE INDEX log_entry_organisation_idx ON log_entry (organisation_id, event, index)
        WHERE rights_request_id IS NULL`);
    await queryRunner.query(`
      CREATE TABLE log_anchor (
        organisation_id uuid NOT NULL CONSTRAINT log_anchor_organisation_fkey REFERENCES organisation (id),
        size bigint NOT NULL,
        index bigint NOT NULL CONSTRAINT log_anchor_index_key UNIQUE,
        CONSTRAINT log_anchor_pkey PRIMARY KEY (organisation_id, size),
        CONSTRAINT log_anchor_checkpoint_fkey FOREIGN KEY (organisation_id, size) REFERENCES log_checkpoint (organisation_id, size)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE log_anchor IS 'Which leaf of the log of logs each checkpoint of an organisation is'`,
    );
    await queryRunner.query(`
      CREATE TABLE log_cosignature (
        size bigint NOT NULL,
        witness text NOT NULL,
        line text NOT NULL,
        CONSTRAINT log_cosignature_pkey PRIMARY KEY (size, witness)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE log_cosignature IS 'Signature lines of witnesses (C2SP tlog-cosignature) for checkpoints of the log of logs'`,
    );
    await queryRunner.query(`
      CREATE TABLE log_time_stamp (
        size bigint CONSTRAINT log_time_stamp_pkey PRIMARY KEY,
        response bytea NOT NULL,
        stamped_at timestamptz NOT NULL
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE log_time_stamp IS 'RFC 3161 responses over the signed text of checkpoints of the log of logs'`,
    );
    await queryRunner.query(`
      CREATE TABLE witnessed_log (
        origin text CONSTRAINT witnessed_log_pkey PRIMARY KEY,
        size bigint NOT NULL CONSTRAINT witnessed_log_size_not_negative CHECK (size >= 0),
        note text NOT NULL,
        seen_at timestamptz NOT NULL
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE witnessed_log IS 'The largest checkpoint that this installation, as a witness, has seen of each log of others'`,
    );
    for (const [table, privileges] of Object.entries(TABLES)) {
      await queryRunner.query(`GRANT ${privileges} ON ${table} TO forthwith_app`);
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
      await queryRunner.query(`CREATE POLICY ${table}_select ON ${table} FOR SELECT USING (true)`);
      await queryRunner.query(`CREATE POLICY ${table}_insert ON ${table} FOR INSERT WITH CHECK (${SYSTEM})`);
      await queryRunner.query(
        `CREATE POLICY ${table}_update ON ${table} FOR UPDATE USING (${SYSTEM}) WITH CHECK (${SYSTEM})`,
      );
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE witnessed_log, log_time_stamp, log_cosignature, log_anchor`);
    await queryRunner.query(`DROP INDEX log_entry_organisation_idx`);
    // A log of logs goes with them: what it held are checkpoints that stand elsewhere.
    const nobody = `organisation_id NOT IN (SELECT id FROM organisation)`;
    for (const table of ['log_entry', 'log_checkpoint']) {
      await queryRunner.query(`ALTER TABLE ${table} DISABLE TRIGGER ${table}_append_only`);
      await queryRunner.query(`DELETE FROM ${table} WHERE ${nobody}`);
      await queryRunner.query(`ALTER TABLE ${table} ENABLE TRIGGER ${table}_append_only`);
    }
    for (const table of ['log_tile', 'log_integration', 'log_head']) {
      await queryRunner.query(`DELETE FROM ${table} WHERE ${nobody}`);
    }
    await queryRunner.query(
      `ALTER TABLE log_head ADD CONSTRAINT log_head_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation (id)`,
    );
  }
}
