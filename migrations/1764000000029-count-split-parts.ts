import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A part that was split off was handed over with the request it left, and has no time of its own from receipt to recording. */
export class CountSplitParts1764000000029 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE compliance_request ALTER COLUMN receipt_to_recording DROP NOT NULL`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    // A cache: whoever counts next begins anew, and does so under the rules that held before.
    await queryRunner.query(`DELETE FROM compliance_request WHERE receipt_to_recording IS NULL`);
    await queryRunner.query(`UPDATE compliance_standing SET position = 0`);
    await queryRunner.query(`ALTER TABLE compliance_request ALTER COLUMN receipt_to_recording SET NOT NULL`);
  }
}
