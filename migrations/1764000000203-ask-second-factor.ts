import type { MigrationInterface, QueryRunner } from 'typeorm';

const SYSTEM = `(SELECT forthwith_acts_as('system'))`;

/** A second factor beside the password: codes of an app (RFC 6238), and codes for the day on which the telephone is lost. */
export class AskSecondFactor1764000000203 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE second_factor (
        user_id uuid CONSTRAINT second_factor_pkey PRIMARY KEY
          CONSTRAINT second_factor_user_fkey REFERENCES user_account (id),
        secret bytea NOT NULL,
        created_at timestamptz NOT NULL,
        last_step bigint NOT NULL DEFAULT 0
      )`);
    await queryRunner.query(`COMMENT ON COLUMN second_factor.secret IS 'AES-256-GCM under a key outside the database'`);
    await queryRunner.query(
      `COMMENT ON COLUMN second_factor.last_step IS 'Time step of the last code used: none is good twice (RFC 6238, 5.2)'`,
    );
    await queryRunner.query(`
      CREATE TABLE recovery_code (
        user_id uuid NOT NULL CONSTRAINT recovery_code_user_fkey REFERENCES user_account (id),
        code_hash bytea NOT NULL,
        CONSTRAINT recovery_code_pkey PRIMARY KEY (user_id, code_hash)
      )`);
    for (const table of ['second_factor', 'recovery_code']) {
      await queryRunner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO forthwith_app`);
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
      await queryRunner.query(
        `CREATE POLICY ${table}_all ON ${table} FOR ALL USING (${SYSTEM}) WITH CHECK (${SYSTEM})`,
      );
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE recovery_code, second_factor`);
  }
}
