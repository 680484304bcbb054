import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The desk names what did not get there each time it is looked at: few rows among all that were sent. */
export class FindUndelivered1764000000028 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE INDEX case_message_undelivered_idx ON case_message (organisation_id)
      WHERE direction = 'out' AND state IN ('failed', 'bounced')`);
    await queryRunner.query(
      `CREATE INDEX recipient_undelivered_idx ON recipient (organisation_id) WHERE state = 'failed'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP INDEX recipient_undelivered_idx');
    await queryRunner.query('DROP INDEX case_message_undelivered_idx');
  }
}
