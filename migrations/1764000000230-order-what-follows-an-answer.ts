import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Answering is one act: what is to be entered once the answer has gone out is ordered with it. */
export class OrderWhatFollowsAnAnswer1764000000230 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE case_message
        ADD COLUMN then_enter text CONSTRAINT case_message_then_enter_known CHECK (then_enter IN ('answer', 'refuse')),
        ADD COLUMN then_close boolean NOT NULL DEFAULT false`);
    await queryRunner.query(
      `COMMENT ON COLUMN case_message.then_enter IS 'Entered by the program for whoever wrote it, once it has gone out; null: nothing'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN case_message.then_close IS 'Closed after that, if nothing keeps the matter open'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE case_message DROP COLUMN then_enter, DROP COLUMN then_close');
  }
}
