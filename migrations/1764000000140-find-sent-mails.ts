import type { MigrationInterface, QueryRunner } from 'typeorm';

const SYSTEM = `(SELECT forthwith_acts_as('system'))`;
const SAME_ORGANISATION = `organisation_id = (SELECT forthwith_organisation())`;

/** Every mail that was ever offered to a server, so that whatever comes back to it is found to be about it. */
export class FindSentMails1764000000140 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE sent_mail (
        message_id text CONSTRAINT sent_mail_pkey PRIMARY KEY,
        token_hash bytea NOT NULL CONSTRAINT sent_mail_token_key UNIQUE,
        organisation_id uuid NOT NULL CONSTRAINT sent_mail_organisation_fkey REFERENCES organisation (id),
        rights_request_id uuid CONSTRAINT sent_mail_request_fkey REFERENCES rights_request (id),
        kind text NOT NULL,
        about_id uuid NOT NULL,
        to_dpo boolean NOT NULL,
        offered_at timestamptz NOT NULL,
        reported text CONSTRAINT sent_mail_reported_known CHECK (reported IN ('failed', 'delivered', 'passed-on')),
        reported_at timestamptz,
        CONSTRAINT sent_mail_reported_dated CHECK ((reported IS NULL) = (reported_at IS NULL))
      )`);
    for (const [column, comment] of [
      ['message_id', 'As in the mail, with angle brackets; the same for every attempt'],
      ['token_hash', 'SHA-256 of the token in its return address and envelope identifier; a MAC tells that it is one'],
      ['rights_request_id', 'Null: it is about no single request'],
      ['kind', 'The kind of the job that sent it'],
      ['about_id', 'The forwarding, check, package, task, message, recipient, reminder, delivery or alarm'],
      ['offered_at', 'Of the first attempt: committed before the connection opens'],
      ['reported', 'What a mail server last reported of it; null: nothing'],
    ] as const) {
      await queryRunner.query(`COMMENT ON COLUMN sent_mail.${column} IS '${comment}'`);
    }
    await queryRunner.query(`CREATE INDEX sent_mail_about_idx ON sent_mail (about_id)`);
    await queryRunner.query(`GRANT SELECT, INSERT, UPDATE ON sent_mail TO forthwith_app`);
    await queryRunner.query(`ALTER TABLE sent_mail ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    for (const policy of [
      // Whose mail came back must be found out before the organisation is known; ids and states, no content.
      `sent_mail_select ON sent_mail FOR SELECT USING (${SYSTEM} AND
        ((SELECT forthwith_organisation()) IS NULL OR ${SAME_ORGANISATION}))`,
      `sent_mail_insert ON sent_mail FOR INSERT WITH CHECK (${SYSTEM} AND ${SAME_ORGANISATION})`,
      `sent_mail_update ON sent_mail FOR UPDATE USING (${SYSTEM} AND ${SAME_ORGANISATION})
        WITH CHECK (${SYSTEM} AND ${SAME_ORGANISATION})`,
    ]) {
      await queryRunner.query(`CREATE POLICY ${policy}`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE sent_mail`);
  }
}
