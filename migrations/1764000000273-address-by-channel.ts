import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where people write "du" they are answered so; letters keep the form of the organisation. */
export class AddressByChannel1764000000273 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE organisation ADD COLUMN familiar_channels text[] NOT NULL DEFAULT '{}'`);
    await queryRunner.query(
      `COMMENT ON COLUMN organisation.familiar_channels IS 'slugs of channels on which people are addressed with du'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE organisation DROP COLUMN familiar_channels`);
  }
}
