import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People are answered where they wrote, on the telephone and at the counter, too: somebody else says that it was done. */
export class AnswerAnotherWay1764000000121 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE case_message DROP CONSTRAINT case_message_way_known`);
    await queryRunner.query(
      `ALTER TABLE case_message ADD CONSTRAINT case_message_way_known CHECK (way IN ('mail', 'letter', 'channel', 'oral'))`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE case_message DROP CONSTRAINT case_message_way_known`);
    await queryRunner.query(
      `ALTER TABLE case_message ADD CONSTRAINT case_message_way_known CHECK (way IN ('mail', 'letter'))`,
    );
  }
}
