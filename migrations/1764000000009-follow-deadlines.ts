import type { MigrationInterface, QueryRunner } from 'typeorm';

const OLD_STATES = `('recorded', 'acknowledged', 'withdrawn')`;
const NEW_STATES = `('recorded', 'acknowledged', 'answered', 'retracted', 'withdrawn')`;

/** What happened to a request that moves its deadline, and what has to be done next. */
export class FollowDeadlines1764000000009 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE rights_request
        DROP CONSTRAINT rights_request_state_known,
        ADD CONSTRAINT rights_request_state_known CHECK (state IN ${NEW_STATES}),
        ADD COLUMN deadline_events jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN clock text NOT NULL DEFAULT 'running'
          CONSTRAINT rights_request_clock_known CHECK (clock IN ('running', 'paused', 'ended')),
        ADD COLUMN next_on date,
        ADD COLUMN overdue_noted_on date,
        ADD COLUMN answered_at timestamptz`);
    await queryRunner.query(`UPDATE rights_request SET next_on = due_on`);
    await queryRunner.query(`UPDATE rights_request SET clock = 'ended' WHERE state = 'withdrawn'`);
    await queryRunner.query(`ALTER TABLE rights_request ALTER COLUMN next_on SET NOT NULL`);
    await queryRunner.query(
      `COMMENT ON COLUMN rights_request.deadline_events IS 'What moved the deadline, in order (domain/deadlines/facts.ts): days and kinds, no text'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN rights_request.next_on IS 'Day of the next thing to do: the statutory end, or when to ask again'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN rights_request.overdue_noted_on IS 'Day on which the log and the DPO were told that the deadline had passed'`,
    );
    await queryRunner.query(`DROP INDEX rights_request_worklist_idx`);
    await queryRunner.query(`DROP INDEX rights_request_by_due_idx`);
    await queryRunner.query(`
      CREATE INDEX rights_request_worklist_idx ON rights_request (organisation_id, next_on, id)
        WHERE state IN ('recorded', 'acknowledged')`);
    await queryRunner.query(`CREATE INDEX rights_request_by_next_idx ON rights_request (organisation_id, next_on, id)`);
    // The sweep looks at what runs and is due soon, whatever the size of the archive.
    await queryRunner.query(`
      CREATE INDEX rights_request_running_idx ON rights_request (organisation_id, due_on)
        WHERE state IN ('recorded', 'acknowledged') AND clock = 'running'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `DROP INDEX rights_request_running_idx, rights_request_by_next_idx, rights_request_worklist_idx`,
    );
    await queryRunner.query(`
      CREATE INDEX rights_request_worklist_idx ON rights_request (organisation_id, due_on, id)
        WHERE state IN ('recorded', 'acknowledged')`);
    await queryRunner.query(`CREATE INDEX rights_request_by_due_idx ON rights_request (organisation_id, due_on, id)`);
    // The older version knows no answer: what was answered was taken over.
    await queryRunner.query(
      `UPDATE rights_request SET state = 'acknowledged' WHERE state IN ('answered', 'retracted')`,
    );
    await queryRunner.query(`
      ALTER TABLE rights_request
        DROP COLUMN deadline_events, DROP COLUMN clock, DROP COLUMN next_on, DROP COLUMN overdue_noted_on,
        DROP COLUMN answered_at,
        DROP CONSTRAINT rights_request_state_known,
        ADD CONSTRAINT rights_request_state_known CHECK (state IN ${OLD_STATES})`);
  }
}
