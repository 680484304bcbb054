import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tokens that open nothing any more go; row-level security leaves that to the program itself. */
export class DropSpentTokens1764000000287 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`GRANT DELETE ON api_token TO forthwith_app`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`REVOKE DELETE ON api_token FROM forthwith_app`);
  }
}
