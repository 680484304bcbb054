import type { MigrationInterface, QueryRunner } from 'typeorm';

const SAME_ORGANISATION = `organisation_id = (SELECT forthwith_organisation())`;
const as = (...roles: readonly string[]) =>
  `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as(${roles.map((role) => `'${role}'`).join(', ')}))`;

/** A mail that a server refused for good is a row that the desk shows, whatever the mail was about. */
export class NoteRefusedMails1764000000070 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE outbox_job
        ADD COLUMN attempts integer NOT NULL DEFAULT 0,
        ADD COLUMN refused boolean NOT NULL DEFAULT false`);
    await queryRunner.query(
      `COMMENT ON COLUMN outbox_job.attempts IS 'Tries that came to nothing; a try cut short by a crash is not counted'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN outbox_job.refused IS 'A server refused this mail for good, and that is noted; it is tried again all the same'`,
    );
    await queryRunner.query(`
      CREATE TABLE refused_mail (
        id uuid CONSTRAINT refused_mail_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT refused_mail_organisation_fkey REFERENCES organisation (id),
        rights_request_id uuid CONSTRAINT refused_mail_request_fkey REFERENCES rights_request (id),
        kind text NOT NULL,
        about_id uuid NOT NULL,
        to_dpo boolean NOT NULL,
        smtp_code integer,
        refused_at timestamptz NOT NULL,
        settled_at timestamptz
      )`);
    for (const [column, comment] of [
      ['rights_request_id', 'Null: it is about no single request (a digest of deadlines)'],
      ['kind', 'The kind of its outbox job'],
      ['about_id', 'The check, package, task, message or reminder it is about'],
      ['to_dpo', 'It went to the data protection officer and is tried again'],
      ['smtp_code', 'Null: it was not even offered'],
      ['settled_at', 'A later mail about the same was accepted'],
    ] as const) {
      await queryRunner.query(`COMMENT ON COLUMN refused_mail.${column} IS '${comment}'`);
    }
    await queryRunner.query(
      `CREATE INDEX refused_mail_open_idx ON refused_mail (organisation_id) WHERE settled_at IS NULL`,
    );
    await queryRunner.query(`GRANT SELECT, INSERT, UPDATE ON refused_mail TO forthwith_app`);
    await queryRunner.query(`ALTER TABLE refused_mail ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    for (const policy of [
      `refused_mail_select ON refused_mail FOR SELECT USING (${as('dpo', 'system')})`,
      `refused_mail_insert ON refused_mail FOR INSERT WITH CHECK (${as('system')})`,
      `refused_mail_update ON refused_mail FOR UPDATE USING (${as('system')}) WITH CHECK (${as('system')})`,
    ]) {
      await queryRunner.query(`CREATE POLICY ${policy}`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE refused_mail`);
    await queryRunner.query(`ALTER TABLE outbox_job DROP COLUMN attempts, DROP COLUMN refused`);
  }
}
