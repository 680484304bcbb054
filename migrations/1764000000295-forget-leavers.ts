import type { MigrationInterface, QueryRunner } from 'typeorm';

const SYSTEM = `(SELECT forthwith_acts_as('system'))`;

/** Who left which organisation when: six months later nobody can tell any more who an id of the log was. */
export class ForgetLeavers1764000000295 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE leaver (
        user_id uuid NOT NULL CONSTRAINT leaver_user_fkey REFERENCES user_account (id),
        organisation_id uuid NOT NULL CONSTRAINT leaver_organisation_fkey REFERENCES organisation (id),
        left_at timestamptz NOT NULL,
        CONSTRAINT leaver_pkey PRIMARY KEY (user_id, organisation_id)
      )`);
    await queryRunner.query(`CREATE INDEX leaver_due ON leaver (left_at)`);
    await queryRunner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON leaver TO forthwith_app`);
    await queryRunner.query(`ALTER TABLE leaver ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    await queryRunner.query(`CREATE POLICY leaver_all ON leaver FOR ALL USING (${SYSTEM}) WITH CHECK (${SYSTEM})`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE leaver`);
  }
}
