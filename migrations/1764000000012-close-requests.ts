import type { MigrationInterface, QueryRunner } from 'typeorm';

const OLD_STATES = `('recorded', 'acknowledged', 'answered', 'retracted', 'withdrawn')`;
const NEW_STATES = `('recorded', 'acknowledged', 'answered', 'closed', 'retracted', 'withdrawn', 'merged')`;

/** A request ends: closed when nothing is left to do, or merged where its work goes on in another. */
export class CloseRequests1764000000012 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE rights_request
        DROP CONSTRAINT rights_request_state_known,
        ADD CONSTRAINT rights_request_state_known CHECK (state IN ${NEW_STATES}),
        ADD COLUMN closed_at timestamptz`);
    await queryRunner.query(
      `COMMENT ON COLUMN rights_request.closed_at IS 'When nothing was left to do: from here the time until erasure runs'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    // The older version knows neither: what was closed was answered, what was merged was taken over.
    await queryRunner.query(`UPDATE rights_request SET state = 'answered' WHERE state = 'closed'`);
    await queryRunner.query(`UPDATE rights_request SET state = 'acknowledged' WHERE state = 'merged'`);
    await queryRunner.query(`
      ALTER TABLE rights_request
        DROP COLUMN closed_at,
        DROP CONSTRAINT rights_request_state_known,
        ADD CONSTRAINT rights_request_state_known CHECK (state IN ${OLD_STATES})`);
  }
}
