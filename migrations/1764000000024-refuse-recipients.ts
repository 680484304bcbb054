import type { MigrationInterface, QueryRunner } from 'typeorm';

const states = (...known: readonly string[]) => known.map((state) => `'${state}'`).join(', ');

/** Art. 19 GDPR: a recipient whose mail server refuses for good is told otherwise, or written to once more. */
export class RefuseRecipients1764000000024 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE recipient
        ADD COLUMN mails integer NOT NULL DEFAULT 0,
        DROP CONSTRAINT recipient_state_known,
        ADD CONSTRAINT recipient_state_known
          CHECK (state IN (${states('listed', 'sending', 'failed', 'told', 'left-out')}))`);
    await queryRunner.query(`UPDATE recipient SET mails = 1 WHERE state = 'sending' OR told_by = 'mail'`);
    await queryRunner.query(
      `COMMENT ON COLUMN recipient.mails IS 'How many were ordered: each has its own text and Message-ID'`,
    );
    await queryRunner.query(`COMMENT ON COLUMN recipient.attempts IS 'Of the last mail'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`UPDATE recipient SET state = 'listed' WHERE state = 'failed'`);
    await queryRunner.query(`COMMENT ON COLUMN recipient.attempts IS NULL`);
    await queryRunner.query(`
      ALTER TABLE recipient
        DROP COLUMN mails,
        DROP CONSTRAINT recipient_state_known,
        ADD CONSTRAINT recipient_state_known
          CHECK (state IN (${states('listed', 'sending', 'told', 'left-out')}))`);
  }
}
