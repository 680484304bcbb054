import type { MigrationInterface, QueryRunner } from 'typeorm';

const SYSTEM = `(SELECT forthwith_acts_as('system'))`;

/** How far each mailbox has been read, so that nothing is missed or read twice, whoever opened a mail first. */
export class ReadMailboxes1764000000160 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE inbox_cursor (
        mailbox bytea CONSTRAINT inbox_cursor_pkey PRIMARY KEY
          CONSTRAINT inbox_cursor_mailbox_length CHECK (length(mailbox) = 32),
        uid_validity bigint NOT NULL,
        last_uid bigint NOT NULL,
        since timestamptz NOT NULL,
        looked_at timestamptz NOT NULL
      )`);
    await queryRunner.query(`
      CREATE TABLE inbox_retry (
        mailbox bytea NOT NULL CONSTRAINT inbox_retry_mailbox_fkey REFERENCES inbox_cursor (mailbox),
        uid_validity bigint NOT NULL,
        uid bigint NOT NULL,
        attempts integer NOT NULL,
        due_at timestamptz NOT NULL,
        CONSTRAINT inbox_retry_pkey PRIMARY KEY (mailbox, uid_validity, uid)
      )`);
    for (const [target, comment] of [
      ['TABLE inbox_retry', 'Mails that were passed and could not be taken in yet'],
      ['COLUMN inbox_cursor.mailbox', 'SHA-256 of account, host and folder: the address of an account stays out'],
      ['COLUMN inbox_cursor.last_uid', 'Every mail up to this number was looked at (RFC 9051 s2.3.1.1)'],
      ['COLUMN inbox_cursor.since', 'First look: what was there before and had been read is history, no new request'],
    ] as const) {
      await queryRunner.query(`COMMENT ON ${target} IS '${comment}'`);
    }
    for (const table of ['inbox_cursor', 'inbox_retry']) {
      await queryRunner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO forthwith_app`);
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
      await queryRunner.query(`CREATE POLICY ${table}_all ON ${table} USING (${SYSTEM}) WITH CHECK (${SYSTEM})`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE inbox_retry, inbox_cursor`);
  }
}
