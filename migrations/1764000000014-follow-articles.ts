import type { MigrationInterface, QueryRunner } from 'typeorm';

const SAME_ORGANISATION = `organisation_id = (SELECT forthwith_organisation())`;
const SEES_REQUESTS = `(SELECT forthwith_acts_as('dpo', 'auditor', 'system'))`;

const OWNER = (table: string) => `
  id uuid CONSTRAINT ${table}_pkey PRIMARY KEY,
  organisation_id uuid NOT NULL CONSTRAINT ${table}_organisation_fkey REFERENCES organisation (id),
  rights_request_id uuid NOT NULL CONSTRAINT ${table}_rights_request_fkey REFERENCES rights_request (id)`;

const COLUMNS: Readonly<Record<string, string>> = {
  restriction: `
    ground text NOT NULL CONSTRAINT restriction_ground_known
      CHECK (ground IN ('accuracy-contested', 'unlawful', 'needed-for-claims', 'objection-pending')),
    began_on date NOT NULL,
    review_on date,
    announced_on date,
    lifting_on date,
    lifted_on date,
    CONSTRAINT restriction_announced_before_lifting CHECK (announced_on < lifting_on),
    CONSTRAINT restriction_lifted_after_announcing CHECK (lifted_on IS NULL OR lifted_on >= lifting_on)`,
  recipient: `
    state text NOT NULL DEFAULT 'listed' CONSTRAINT recipient_state_known
      CHECK (state IN ('listed', 'sending', 'told', 'left-out')),
    told_by text CONSTRAINT recipient_told_by_known CHECK (told_by IN ('mail', 'recorded')),
    left_out_why text CONSTRAINT recipient_left_out_why_known CHECK (left_out_why IN ('impossible', 'disproportionate')),
    settled_on date,
    attempts integer NOT NULL DEFAULT 0,
    smtp_code integer,
    disclosed_on date`,
  complaint: `
    received_on date NOT NULL,
    safe_on date NOT NULL,
    due_on date NOT NULL,
    stated_on date,
    result text CONSTRAINT complaint_result_known
      CHECK (result IN ('no-infringement', 'settled', 'infringement', 'measure', 'fine')),
    concluded_on date`,
};

const COMMENTS = [
  [`COLUMN restriction.review_on`, `Day on which the DPO looks whether the ground still holds`],
  [`COLUMN restriction.lifting_on`, `Day told to the person; not lifted before (Art. 18(3) GDPR)`],
  [`COLUMN recipient.smtp_code`, `Of the last answer of the recipient''s mail server; its words lie sealed`],
  [`COLUMN complaint.due_on`, `The authority''s own time limit, § 31 VwVfG`],
] as const;

/** What Art. 18, 19 and 77 GDPR make follow. Who and what is meant lies sealed under the request's key (P6). */
export class FollowArticles1764000000014 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(COLUMNS)) {
      const select = `${SAME_ORGANISATION} AND ${SEES_REQUESTS}`;
      await queryRunner.query(`CREATE TABLE ${table} (${OWNER(table)},${columns})`);
      await queryRunner.query(`CREATE INDEX ${table}_rights_request_idx ON ${table} (rights_request_id)`);
      await queryRunner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO forthwith_app`);
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
      await queryRunner.query(`CREATE POLICY ${table}_select ON ${table} FOR SELECT USING (${select})`);
      const write = `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('dpo', 'system'))`;
      await queryRunner.query(`CREATE POLICY ${table}_insert ON ${table} FOR INSERT WITH CHECK (${write})`);
      await queryRunner.query(
        `CREATE POLICY ${table}_update ON ${table} FOR UPDATE USING (${write}) WITH CHECK (${write})`,
      );
      await queryRunner.query(`CREATE POLICY ${table}_delete ON ${table} FOR DELETE USING (${write})`);
    }
    await queryRunner.query(
      `CREATE INDEX restriction_active_idx ON restriction (organisation_id, began_on) WHERE lifted_on IS NULL`,
    );
    for (const [what, comment] of COMMENTS) {
      await queryRunner.query(`COMMENT ON ${what} IS '${comment}'`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE complaint, recipient, restriction`);
  }
}
