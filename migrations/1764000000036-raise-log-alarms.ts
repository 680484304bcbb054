import type { MigrationInterface, QueryRunner } from 'typeorm';

const OWN = `organisation_id = (SELECT forthwith_organisation())`;
const LOOKS_FOR_WORK = `((SELECT forthwith_organisation()) IS NULL AND (SELECT forthwith_acts_as('system')))`;

/** What the program finds wrong with a log is kept where every process sees it, until a person has dealt with it. */
export class RaiseLogAlarms1764000000036 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE log_alarm (
        id uuid CONSTRAINT log_alarm_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT log_alarm_organisation_fkey REFERENCES organisation (id),
        kind text NOT NULL,
        place text NOT NULL,
        raised_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL,
        gone_at timestamptz,
        told_at timestamptz,
        attempts integer NOT NULL DEFAULT 0,
        resolved_at timestamptz
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN log_alarm.place IS 'An index, a size or the name of a witness: no personal data'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN log_alarm.gone_at IS 'From then on it was not found any more; the alarm stands until a person resolves it'`,
    );
    await queryRunner.query(`
      CREATE UNIQUE INDEX log_alarm_open_idx ON log_alarm (organisation_id, kind, place) WHERE resolved_at IS NULL`);
    await queryRunner.query(`
      CREATE TABLE log_monitor (
        organisation_id uuid CONSTRAINT log_monitor_pkey PRIMARY KEY
          CONSTRAINT log_monitor_organisation_fkey REFERENCES organisation (id),
        verified_at timestamptz NOT NULL,
        size bigint NOT NULL
      )`);
    await queryRunner.query(`COMMENT ON TABLE log_monitor IS 'The last whole round of the monitor that found nothing'`);
    for (const table of ['log_alarm', 'log_monitor']) {
      await queryRunner.query(`GRANT SELECT, INSERT, UPDATE ON ${table} TO forthwith_app`);
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
      await queryRunner.query(
        `CREATE POLICY ${table}_select ON ${table} FOR SELECT USING (${LOOKS_FOR_WORK} OR ${OWN})`,
      );
      await queryRunner.query(`CREATE POLICY ${table}_insert ON ${table} FOR INSERT WITH CHECK (${OWN})`);
      await queryRunner.query(
        `CREATE POLICY ${table}_update ON ${table} FOR UPDATE USING (${OWN}) WITH CHECK (${OWN})`,
      );
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE log_monitor, log_alarm`);
  }
}
