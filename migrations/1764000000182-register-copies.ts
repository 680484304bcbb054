import type { MigrationInterface, QueryRunner } from 'typeorm';

const SAME_ORGANISATION = `organisation_id = (SELECT forthwith_organisation())`;
const OWN_REQUEST = `EXISTS (SELECT 1 FROM rights_request r WHERE r.id = rights_request_id)`;

/** Where the content of a request lies outside this program, once somebody has to do something about it. */
export class RegisterCopies1764000000182 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE content_copy (
        id uuid CONSTRAINT content_copy_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT content_copy_organisation_fkey REFERENCES organisation (id),
        rights_request_id uuid NOT NULL CONSTRAINT content_copy_rights_request_fkey REFERENCES rights_request (id),
        place text NOT NULL CONSTRAINT content_copy_place_known
          CHECK (place IN ('dpo-mailbox', 'department', 'platform')),
        about uuid NOT NULL,
        message_id text,
        due_at timestamptz NOT NULL,
        reminded_on date,
        deleted_at timestamptz,
        deleted_by text CONSTRAINT content_copy_deleted_by_known CHECK (deleted_by IN ('imap', 'person')),
        CONSTRAINT content_copy_key UNIQUE (rights_request_id, place, about)
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN content_copy.about IS 'The forwarding, the task, or for the platform the request itself'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN content_copy.message_id IS 'Ours, by which the mail is found in the mailbox it went to'`,
    );
    await queryRunner.query(
      `CREATE INDEX content_copy_open_idx ON content_copy (organisation_id, due_at) WHERE deleted_at IS NULL`,
    );
    await queryRunner.query(`GRANT SELECT, INSERT, UPDATE ON content_copy TO forthwith_app`);
    await queryRunner.query(`ALTER TABLE content_copy ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    // Staff see the copy on the platform of what they handed over themselves, and no other.
    const staff = `(SELECT forthwith_acts_as('staff')) AND place = 'platform' AND ${OWN_REQUEST}`;
    const select = `${SAME_ORGANISATION} AND ((SELECT forthwith_acts_as('dpo', 'auditor', 'system')) OR (${staff}))`;
    const write = `${SAME_ORGANISATION} AND ((SELECT forthwith_acts_as('dpo', 'system')) OR (${staff}))`;
    await queryRunner.query(`CREATE POLICY content_copy_select ON content_copy FOR SELECT USING (${select})`);
    await queryRunner.query(`CREATE POLICY content_copy_insert ON content_copy FOR INSERT WITH CHECK (${write})`);
    await queryRunner.query(
      `CREATE POLICY content_copy_update ON content_copy FOR UPDATE USING (${write}) WITH CHECK (${write})`,
    );
    await queryRunner.query(`ALTER TABLE forwarding ADD COLUMN carried text CONSTRAINT forwarding_carried_known
      CHECK (carried IN ('full', 'notice'))`);
    await queryRunner.query(
      `COMMENT ON COLUMN forwarding.carried IS 'What the accepted mail held; null: not known, sent before this was noted'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE forwarding DROP COLUMN carried`);
    await queryRunner.query(`DROP TABLE content_copy`);
  }
}
