import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What came in is unread until a person says that they have read it: it comes before everything else in the case. */
export class KnowWhatIsUnread1764000000162 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE case_message ADD COLUMN read_at timestamptz, ADD COLUMN read_by uuid`);
    await queryRunner.query(
      `COMMENT ON COLUMN case_message.read_at IS 'Of an incoming one; null: nobody has said that they have read it'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN case_message.read_by IS 'Null: nobody needed to, or it came before this was asked'`,
    );
    // What came before this was asked was told in its time.
    await queryRunner.query(`UPDATE case_message SET read_at = created_at WHERE direction = 'in'`);
    await queryRunner.query(`
      CREATE INDEX case_message_unread_idx ON case_message (rights_request_id)
      WHERE direction = 'in' AND read_at IS NULL`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX case_message_unread_idx`);
    await queryRunner.query(`ALTER TABLE case_message DROP COLUMN read_at, DROP COLUMN read_by`);
  }
}
