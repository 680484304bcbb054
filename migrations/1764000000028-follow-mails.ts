import type { MigrationInterface, QueryRunner } from 'typeorm';

const SAME_ORGANISATION = 'organisation_id = (SELECT forthwith_organisation())';
const roles = (...names: readonly string[]) =>
  `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as(${names.map((name) => `'${name}'`).join(', ')}))`;

/** Where mails went: those that did not get there are found at once, and an answer follows its case into another. */
export class FollowMails1764000000028 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // The desk looks each time: few rows among all that were sent.
    await queryRunner.query(`
      CREATE INDEX case_message_undelivered_idx ON case_message (organisation_id)
      WHERE direction = 'out' AND state IN ('failed', 'bounced')`);
    await queryRunner.query(
      `CREATE INDEX recipient_undelivered_idx ON recipient (organisation_id) WHERE state = 'failed'`,
    );
    // Whose mail has come back must be found out before the organisation is known; ids and states, no content.
    await queryRunner.query(`
      CREATE POLICY recipient_find ON recipient FOR SELECT
      USING ((SELECT forthwith_organisation()) IS NULL AND (SELECT forthwith_acts_as('system')))`);
    // Whoever takes a mail in has to know where a merged case goes on; ids and rights, no content.
    await queryRunner.query(`ALTER POLICY request_join_select ON request_join USING (${roles('dpo', 'system')})`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER POLICY request_join_select ON request_join USING (${roles('dpo')})`);
    await queryRunner.query('DROP POLICY recipient_find ON recipient');
    await queryRunner.query('DROP INDEX recipient_undelivered_idx');
    await queryRunner.query('DROP INDEX case_message_undelivered_idx');
  }
}
