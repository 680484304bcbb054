import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Art. 38(6) GDPR: the function of the controller that decides what the data protection officer recommends. */
export class NameADecider1764000000271 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE membership DROP CONSTRAINT membership_role_known`);
    await queryRunner.query(
      `ALTER TABLE membership ADD CONSTRAINT membership_role_known
         CHECK (role IN ('staff', 'dpo', 'decider', 'auditor', 'admin'))`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DELETE FROM membership WHERE role = 'decider'`);
    await queryRunner.query(`ALTER TABLE membership DROP CONSTRAINT membership_role_known`);
    await queryRunner.query(
      `ALTER TABLE membership ADD CONSTRAINT membership_role_known
         CHECK (role IN ('staff', 'dpo', 'auditor', 'admin'))`,
    );
  }
}
