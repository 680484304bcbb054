import type { MigrationInterface, QueryRunner } from 'typeorm';

const SAME_ORGANISATION = `organisation_id = (SELECT forthwith_organisation())`;
const SEES = `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('dpo', 'auditor', 'system'))`;
const ACTS = `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('dpo', 'system'))`;

/** Legal holds: why, until when it is looked at again, who set it and who confirmed it. */
export class HoldErasures1764000000181 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE legal_hold (
        id uuid CONSTRAINT legal_hold_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT legal_hold_organisation_fkey REFERENCES organisation (id),
        rights_request_id uuid NOT NULL CONSTRAINT legal_hold_rights_request_fkey REFERENCES rights_request (id),
        reason text NOT NULL CONSTRAINT legal_hold_reason_known
          CHECK (reason IN ('lawsuit', 'damages', 'complaint', 'breach', 'needed-by-person', 'statutory')),
        set_by uuid NOT NULL CONSTRAINT legal_hold_set_by_fkey REFERENCES user_account (id),
        set_at timestamptz NOT NULL,
        review_on date NOT NULL,
        confirmed_by uuid CONSTRAINT legal_hold_confirmed_by_fkey REFERENCES user_account (id),
        confirmed_at timestamptz,
        released_by uuid CONSTRAINT legal_hold_released_by_fkey REFERENCES user_account (id),
        released_at timestamptz,
        CONSTRAINT legal_hold_second_person CHECK (confirmed_by <> set_by)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE legal_hold IS 'Keeps a request from being erased from the moment it is set; the second person confirms it'`,
    );
    await queryRunner.query(
      `CREATE INDEX legal_hold_active_idx ON legal_hold (rights_request_id) WHERE released_at IS NULL`,
    );
    await queryRunner.query(`GRANT SELECT, INSERT, UPDATE ON legal_hold TO forthwith_app`);
    await queryRunner.query(`ALTER TABLE legal_hold ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    await queryRunner.query(`CREATE POLICY legal_hold_select ON legal_hold FOR SELECT USING (${SEES})`);
    await queryRunner.query(`CREATE POLICY legal_hold_insert ON legal_hold FOR INSERT WITH CHECK (${ACTS})`);
    await queryRunner.query(
      `CREATE POLICY legal_hold_update ON legal_hold FOR UPDATE USING (${ACTS}) WITH CHECK (${ACTS})`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE legal_hold`);
  }
}
