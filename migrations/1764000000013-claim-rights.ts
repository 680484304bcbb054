import type { MigrationInterface, QueryRunner } from 'typeorm';

const SAME_ORGANISATION = `organisation_id = (SELECT forthwith_organisation())`;
const SEES_CLAIMS = `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('dpo', 'auditor', 'system'))`;

/** What became of each right that is claimed in a request; a row comes with the first thing done about the claim. */
export class ClaimRights1764000000013 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE right_claim (
        rights_request_id uuid NOT NULL CONSTRAINT right_claim_rights_request_fkey REFERENCES rights_request (id),
        organisation_id uuid NOT NULL,
        "right" text NOT NULL,
        checks jsonb NOT NULL DEFAULT '{}',
        outcome text,
        ground text,
        reasons_field text,
        decided_at timestamptz,
        decided_by uuid,
        CONSTRAINT right_claim_pkey PRIMARY KEY (rights_request_id, "right"),
        CONSTRAINT right_claim_decided_whole
          CHECK ((outcome IS NULL) = (decided_at IS NULL) AND (outcome IS NULL) = (decided_by IS NULL))
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN right_claim.checks IS 'Answers to the checks of the right, by name (domain/rights/check.ts): yes, no, open'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN right_claim.reasons_field IS 'Field of sealed that holds the reasons of the decision'`,
    );
    await queryRunner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON right_claim TO forthwith_app`);
    await queryRunner.query(`ALTER TABLE right_claim ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    await queryRunner.query(`CREATE POLICY right_claim_select ON right_claim FOR SELECT USING (${SEES_CLAIMS})`);
    await queryRunner.query(
      `CREATE POLICY right_claim_insert ON right_claim FOR INSERT WITH CHECK (${SAME_ORGANISATION})`,
    );
    await queryRunner.query(
      `CREATE POLICY right_claim_update ON right_claim FOR UPDATE USING (${SAME_ORGANISATION}) WITH CHECK (${SAME_ORGANISATION})`,
    );
    await queryRunner.query(`CREATE POLICY right_claim_delete ON right_claim FOR DELETE USING (${SAME_ORGANISATION})`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE right_claim`);
  }
}
