import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A copy in the built-in mailbox the program deletes itself, which is neither a look into a mailbox nor somebody's word. */
export class KnowSweptCopies1764000000288 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE content_copy DROP CONSTRAINT content_copy_deleted_by_known,
      ADD CONSTRAINT content_copy_deleted_by_known CHECK (deleted_by IN ('imap', 'person', 'program'))`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE content_copy DROP CONSTRAINT content_copy_deleted_by_known,
      ADD CONSTRAINT content_copy_deleted_by_known CHECK (deleted_by IN ('imap', 'person')) NOT VALID`);
  }
}
