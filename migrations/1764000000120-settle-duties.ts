import type { MigrationInterface, QueryRunner } from 'typeorm';

const SAME_ORGANISATION = `organisation_id = (SELECT forthwith_organisation())`;

/** What a decision makes follow, once it is done or left out with a ground; and which task was given for it. */
export class SettleDuties1764000000120 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE duty (
        rights_request_id uuid NOT NULL CONSTRAINT duty_rights_request_fkey REFERENCES rights_request (id),
        organisation_id uuid NOT NULL,
        "right" text NOT NULL,
        duty text NOT NULL,
        proof text,
        evidence uuid,
        left_out text,
        on_day date NOT NULL,
        words_field text,
        settled_at timestamptz NOT NULL,
        settled_by uuid NOT NULL,
        CONSTRAINT duty_pkey PRIMARY KEY (rights_request_id, "right", duty),
        CONSTRAINT duty_done_or_left_out CHECK ((proof IS NULL) <> (left_out IS NULL))
      )`);
    for (const [column, comment] of [
      ['duty', 'By name (domain/duties/duty.ts)'],
      ['proof', 'What it rests on that it was done (domain/proof/told.ts); null: left out'],
      ['evidence', 'The message or task; null: stated, or left out'],
      ['left_out', 'The ground on which it is left out'],
      ['words_field', 'Field of sealed that holds who did what, and how, or why it is left out'],
    ] as const) {
      await queryRunner.query(`COMMENT ON COLUMN duty.${column} IS '${comment}'`);
    }
    await queryRunner.query(`GRANT SELECT, INSERT, DELETE ON duty TO forthwith_app`);
    await queryRunner.query(`ALTER TABLE duty ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    for (const policy of [
      `duty_select ON duty FOR SELECT
         USING (${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('dpo', 'auditor', 'system')))`,
      `duty_insert ON duty FOR INSERT
         WITH CHECK (${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('dpo', 'system')))`,
      `duty_delete ON duty FOR DELETE
         USING (${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('dpo', 'system')))`,
    ]) {
      await queryRunner.query(`CREATE POLICY ${policy}`);
    }
    await queryRunner.query(`ALTER TABLE task ADD COLUMN "right" text, ADD COLUMN duty text`);
    await queryRunner.query(
      `ALTER TABLE task ADD CONSTRAINT task_duty_whole CHECK (("right" IS NULL) = (duty IS NULL))`,
    );
    await queryRunner.query(`COMMENT ON COLUMN task.duty IS 'The duty of the claim that it was given for; null: none'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE task DROP COLUMN "right", DROP COLUMN duty`);
    await queryRunner.query(`DROP TABLE duty`);
  }
}
