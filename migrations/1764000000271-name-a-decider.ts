import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Art. 38(6) GDPR: the function of the controller that decides what the data protection officer recommends. */
export class NameADecider1764000000271 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE membership DROP CONSTRAINT membership_role_known`);
    await queryRunner.query(
      `ALTER TABLE membership ADD CONSTRAINT membership_role_known
         CHECK (role IN ('staff', 'dpo', 'decider', 'auditor', 'admin'))`,
    );
    // Whose answer to a task is a decision; other roles of other people are still no business of the officer.
    await queryRunner.query(
      `CREATE POLICY membership_of_deciders ON membership FOR SELECT USING (
         role = 'decider' AND (SELECT forthwith_acts_as('dpo')) AND organisation_id = (SELECT forthwith_organisation()))`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP POLICY membership_of_deciders ON membership`);
    await queryRunner.query(`DELETE FROM membership WHERE role = 'decider'`);
    await queryRunner.query(`ALTER TABLE membership DROP CONSTRAINT membership_role_known`);
    await queryRunner.query(
      `ALTER TABLE membership ADD CONSTRAINT membership_role_known
         CHECK (role IN ('staff', 'dpo', 'auditor', 'admin'))`,
    );
  }
}
