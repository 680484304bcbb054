import type { MigrationInterface, QueryRunner } from 'typeorm';

const SAME_ORGANISATION = `organisation_id = (SELECT forthwith_organisation())`;
const SEES_REPORTS = `(SELECT forthwith_acts_as('dpo', 'auditor', 'system'))`;
const MAY = `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('system'))`;

/** How many requests of a day count under each figure, so that a report adds up days and not requests (decision 0013). */
export class CountFigures1764000000026 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE compliance_count (
        organisation_id uuid NOT NULL,
        day date NOT NULL,
        figure text NOT NULL,
        count bigint NOT NULL,
        CONSTRAINT compliance_count_pkey PRIMARY KEY (organisation_id, day, figure)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE compliance_count IS 'Requests recorded on a day, by the figures they count under as they stand now; figure open: how many more of all requests were somebody''s task at the end of the day than before'`,
    );
    await queryRunner.query(`
      CREATE INDEX compliance_count_open_idx ON compliance_count (organisation_id, day) INCLUDE (count)
        WHERE figure = 'open'`);
    await queryRunner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON compliance_count TO forthwith_app`);
    await queryRunner.query(`ALTER TABLE compliance_count ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    await queryRunner.query(
      `CREATE POLICY compliance_count_select ON compliance_count FOR SELECT USING (${SAME_ORGANISATION} AND ${SEES_REPORTS})`,
    );
    await queryRunner.query(`CREATE POLICY compliance_count_insert ON compliance_count FOR INSERT WITH CHECK (${MAY})`);
    await queryRunner.query(
      `CREATE POLICY compliance_count_update ON compliance_count FOR UPDATE USING (${MAY}) WITH CHECK (${MAY})`,
    );
    await queryRunner.query(`CREATE POLICY compliance_count_delete ON compliance_count FOR DELETE USING (${MAY})`);
    // A cache: it is made anew from the log when a report is asked for next.
    await queryRunner.query(`TRUNCATE compliance_request, compliance_profile, compliance_day, compliance_outage`);
    await queryRunner.query(`UPDATE compliance_standing SET position = 0`);
    await queryRunner.query(`ALTER TABLE compliance_request DROP COLUMN open, DROP COLUMN missed`);
    await queryRunner.query(`ALTER TABLE compliance_request ADD COLUMN open date[] NOT NULL`);
    await queryRunner.query(
      `COMMENT ON COLUMN compliance_request.open IS 'Days on which it became somebody''s task and was so no longer, in turn'`,
    );
    await queryRunner.query(`
      CREATE INDEX compliance_request_running_idx ON compliance_request (organisation_id, running_until)
        WHERE running_until IS NOT NULL`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE compliance_count`);
    await queryRunner.query(`TRUNCATE compliance_request, compliance_profile, compliance_day, compliance_outage`);
    await queryRunner.query(`UPDATE compliance_standing SET position = 0`);
    await queryRunner.query(`DROP INDEX compliance_request_running_idx`);
    await queryRunner.query(`ALTER TABLE compliance_request DROP COLUMN open`);
    await queryRunner.query(
      `ALTER TABLE compliance_request ADD COLUMN missed boolean NOT NULL, ADD COLUMN open int8multirange NOT NULL`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN compliance_request.open IS 'Indexes of the log between which it was somebody''s task'`,
    );
  }
}
