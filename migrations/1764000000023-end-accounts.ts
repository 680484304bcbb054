import type { MigrationInterface, QueryRunner } from 'typeorm';

const SAME_ORGANISATION = `organisation_id = (SELECT forthwith_organisation())`;
const DPO = `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('dpo', 'system'))`;

/** Inspection mode: roles that end with a day, and the letters of an authority that they are given for. */
export class EndAccounts1764000000023 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE membership ADD COLUMN ends_on date`);
    await queryRunner.query(
      `COMMENT ON COLUMN membership.ends_on IS 'Last day of the role, in the time zone of the organisation; null: without an end'`,
    );
    await queryRunner.query(`
      CREATE TABLE authority_request (
        id uuid CONSTRAINT authority_request_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT authority_request_organisation_fkey REFERENCES organisation (id),
        received_on date NOT NULL,
        due_on date NOT NULL,
        from_on date NOT NULL,
        to_on date NOT NULL,
        entered_at timestamptz NOT NULL,
        handed_over_on date,
        CONSTRAINT authority_request_due_order CHECK (received_on <= due_on),
        CONSTRAINT authority_request_period_order CHECK (from_on <= to_on)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE authority_request IS 'A letter of the authority that asks for evidence: days only, no text and no name'`,
    );
    await queryRunner.query(
      `CREATE UNIQUE INDEX authority_request_open_key ON authority_request (organisation_id) WHERE handed_over_on IS NULL`,
    );
    await queryRunner.query(`GRANT SELECT, INSERT, UPDATE ON authority_request TO forthwith_app`);
    await queryRunner.query(`ALTER TABLE authority_request ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    await queryRunner.query(`CREATE POLICY authority_request_select ON authority_request FOR SELECT USING (${DPO})`);
    await queryRunner.query(
      `CREATE POLICY authority_request_insert ON authority_request FOR INSERT WITH CHECK (${DPO})`,
    );
    await queryRunner.query(
      `CREATE POLICY authority_request_update ON authority_request FOR UPDATE USING (${DPO}) WITH CHECK (${DPO})`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE authority_request`);
    await queryRunner.query(`ALTER TABLE membership DROP COLUMN ends_on`);
  }
}
