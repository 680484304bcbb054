import type { MigrationInterface, QueryRunner } from 'typeorm';

const DPO = `organisation_id = (SELECT forthwith_organisation()) AND (SELECT forthwith_acts_as('dpo'))`;

/** Several steps that an organisation takes again and again, under one name. */
export class KeepMacros1764000000308 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE macro (
        id uuid CONSTRAINT macro_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT macro_organisation_fkey REFERENCES organisation (id),
        name text NOT NULL CONSTRAINT macro_name_length CHECK (length(name) BETWEEN 1 AND 60),
        take_over boolean NOT NULL,
        confirm_receipt boolean NOT NULL,
        task_address text NOT NULL CONSTRAINT macro_task_address_length CHECK (length(task_address) <= 320),
        task_what text NOT NULL CONSTRAINT macro_task_what_length CHECK (length(task_what) <= 10000),
        task_days integer NOT NULL CONSTRAINT macro_task_days_range CHECK (task_days BETWEEN 1 AND 366),
        note text NOT NULL CONSTRAINT macro_note_length CHECK (length(note) <= 10000),
        CONSTRAINT macro_name_key UNIQUE (organisation_id, name)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE macro IS 'A setting of the desk, no fact of a case: each step that it takes is an entry of its own'`,
    );
    await queryRunner.query(`COMMENT ON COLUMN macro.task_address IS 'Of the department; empty: no task is given'`);
    await queryRunner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON macro TO forthwith_app`);
    await queryRunner.query(`ALTER TABLE macro ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    await queryRunner.query(`CREATE POLICY macro_select ON macro FOR SELECT USING (${DPO})`);
    await queryRunner.query(`CREATE POLICY macro_insert ON macro FOR INSERT WITH CHECK (${DPO})`);
    await queryRunner.query(`CREATE POLICY macro_update ON macro FOR UPDATE USING (${DPO}) WITH CHECK (${DPO})`);
    await queryRunner.query(`CREATE POLICY macro_delete ON macro FOR DELETE USING (${DPO})`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE macro`);
  }
}
