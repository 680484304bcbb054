import type { MigrationInterface, QueryRunner } from 'typeorm';

const SYSTEM = `(SELECT forthwith_acts_as('system'))`;

/** What belongs to the whole installation and is set by page: who may do so, its mail server, and the first start. */
export class RunWithoutATerminal1764000000293 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE operator (
        user_id uuid CONSTRAINT operator_pkey PRIMARY KEY
          CONSTRAINT operator_user_fkey REFERENCES user_account (id),
        named_at timestamptz NOT NULL
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE operator IS 'Administrators who may also set up organisations and the mail server of all of them'`,
    );
    await queryRunner.query(`
      CREATE TABLE installation_setting (
        name text CONSTRAINT installation_setting_pkey PRIMARY KEY,
        sealed bytea NOT NULL,
        changed_at timestamptz NOT NULL
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN installation_setting.sealed IS 'AES-256-GCM under a key outside the database: it may hold a password'`,
    );
    await queryRunner.query(`
      CREATE TABLE first_setup (
        only_one boolean CONSTRAINT first_setup_pkey PRIMARY KEY DEFAULT true
          CONSTRAINT first_setup_one CHECK (only_one),
        link_hash bytea,
        browser_hash bytea,
        draft bytea,
        finished_at timestamptz
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN first_setup.link_hash IS 'SHA-256 of the word in the link printed at the start; null once it was followed'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN first_setup.browser_hash IS 'SHA-256 of the cookie of the browser that followed it'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN first_setup.draft IS 'What was entered so far, AES-256-GCM under a key outside the database'`,
    );
    for (const table of ['operator', 'installation_setting', 'first_setup']) {
      await queryRunner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO forthwith_app`);
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
      await queryRunner.query(
        `CREATE POLICY ${table}_all ON ${table} FOR ALL USING (${SYSTEM}) WITH CHECK (${SYSTEM})`,
      );
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE first_setup, installation_setting, operator`);
  }
}
