import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which function of the controller decides claims, and on what it rests where the DPO decides for it. */
export class NameWhoDecides1764000000122 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE organisation ADD COLUMN deciding jsonb`);
    await queryRunner.query(
      `COMMENT ON COLUMN organisation.deciding IS 'Function that decides and its delegation (domain/rights/deciding.ts); null: nobody has put it on record'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE organisation DROP COLUMN deciding`);
  }
}
