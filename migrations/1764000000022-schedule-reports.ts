import type { MigrationInterface, QueryRunner } from 'typeorm';

const SAME_ORGANISATION = `organisation_id = (SELECT forthwith_organisation())`;
const LOOKS_FOR_WORK = `((SELECT forthwith_organisation()) IS NULL AND (SELECT forthwith_acts_as('system')))`;
const SEES = `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('dpo', 'system'))`;

/** Reports that are made and sent by themselves, and the yearly reminder of the activity report. */
export class ScheduleReports1764000000022 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE report_schedule (
        id uuid CONSTRAINT report_schedule_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT report_schedule_organisation_fkey REFERENCES organisation (id),
        kind text NOT NULL CONSTRAINT report_schedule_kind_known
          CHECK (kind IN ('monthly', 'quarterly', 'yearly', 'activity-report')),
        form text NOT NULL CONSTRAINT report_schedule_form_known CHECK (form IN ('link', 'pdf')),
        language text NOT NULL CONSTRAINT report_schedule_language_known CHECK (language IN ('de', 'en')),
        recipients text[] NOT NULL CONSTRAINT report_schedule_recipients_count
          CHECK (cardinality(recipients) BETWEEN 1 AND 10),
        next_on date NOT NULL,
        set_at timestamptz NOT NULL,
        ended_at timestamptz
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN report_schedule.recipients IS 'Role addresses of the organisation, as its settings: no data of a case'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN report_schedule.next_on IS 'First day on which the next one is due; moves on with each that was raised'`,
    );
    await queryRunner.query(
      `CREATE UNIQUE INDEX report_schedule_running_key ON report_schedule (organisation_id, kind) WHERE ended_at IS NULL`,
    );
    await queryRunner.query(`
      CREATE TABLE report_delivery (
        id uuid CONSTRAINT report_delivery_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT report_delivery_organisation_fkey REFERENCES organisation (id),
        schedule_id uuid NOT NULL CONSTRAINT report_delivery_schedule_fkey REFERENCES report_schedule (id),
        from_on date NOT NULL,
        to_on date NOT NULL,
        raised_at timestamptz NOT NULL,
        message_id text NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        sent_at timestamptz,
        CONSTRAINT report_delivery_once_key UNIQUE (schedule_id, from_on, to_on)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE report_delivery IS 'One mail for one period; the key allows it once, whoever sweeps how often'`,
    );
    for (const table of ['report_schedule', 'report_delivery']) {
      const select = table === 'report_schedule' ? `${LOOKS_FOR_WORK} OR (${SEES})` : SEES;
      await queryRunner.query(`GRANT SELECT, INSERT, UPDATE ON ${table} TO forthwith_app`);
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
      await queryRunner.query(`CREATE POLICY ${table}_select ON ${table} FOR SELECT USING (${select})`);
      await queryRunner.query(`CREATE POLICY ${table}_insert ON ${table} FOR INSERT WITH CHECK (${SEES})`);
      await queryRunner.query(
        `CREATE POLICY ${table}_update ON ${table} FOR UPDATE USING (${SEES}) WITH CHECK (${SEES})`,
      );
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE report_delivery, report_schedule`);
  }
}
