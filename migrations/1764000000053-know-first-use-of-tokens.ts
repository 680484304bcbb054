import type { MigrationInterface, QueryRunner } from 'typeorm';

/** That a token is used for the first time is an entry: a stolen one that nobody has used yet is seen then. */
export class KnowFirstUseOfTokens1764000000053 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE api_token ADD COLUMN first_used_at timestamptz`);
    await queryRunner.query(
      `COMMENT ON COLUMN api_token.first_used_at IS 'Null: not used since this version; its first use then is an entry'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE api_token DROP COLUMN first_used_at`);
  }
}
