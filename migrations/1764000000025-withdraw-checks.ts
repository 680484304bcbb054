import type { MigrationInterface, QueryRunner } from 'typeorm';

const states = (...known: readonly string[]) => known.map((state) => `'${state}'`).join(', ');

/** A check that still runs when its request is closed ends without a result. */
export class WithdrawChecks1764000000025 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE identity_check
        DROP CONSTRAINT identity_check_state_known,
        ADD CONSTRAINT identity_check_state_known
          CHECK (state IN (${states('open', 'confirmed', 'not-confirmed', 'no-longer-doubted', 'withdrawn')}))`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`UPDATE identity_check SET state = 'not-confirmed' WHERE state = 'withdrawn'`);
    await queryRunner.query(`
      ALTER TABLE identity_check
        DROP CONSTRAINT identity_check_state_known,
        ADD CONSTRAINT identity_check_state_known
          CHECK (state IN (${states('open', 'confirmed', 'not-confirmed', 'no-longer-doubted')}))`);
  }
}
