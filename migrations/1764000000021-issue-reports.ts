import type { MigrationInterface, QueryRunner } from 'typeorm';

const SAME_ORGANISATION = `organisation_id = (SELECT forthwith_organisation())`;
const SEES_REPORTS = `(SELECT forthwith_acts_as('dpo', 'auditor', 'system'))`;
const SYSTEM = `(SELECT forthwith_acts_as('system'))`;

/** Per table: what the application may do, and who writes. Only the program itself keeps what is counted. */
const TABLES: Readonly<Record<string, { readonly grants: string; readonly write: string }>> = {
  compliance_standing: { grants: 'SELECT, INSERT, UPDATE', write: SYSTEM },
  compliance_profile: { grants: 'SELECT, INSERT, DELETE', write: SYSTEM },
  compliance_request: { grants: 'SELECT, INSERT, UPDATE, DELETE', write: SYSTEM },
  compliance_day: { grants: 'SELECT, INSERT, UPDATE, DELETE', write: SYSTEM },
  compliance_outage: { grants: 'SELECT, INSERT, UPDATE, DELETE', write: SYSTEM },
  compliance_report: { grants: 'SELECT, INSERT', write: SEES_REPORTS },
};

/** What reports are counted from (a cache of the log, decision 0010), and the reports that were given out. */
export class IssueReports1764000000021 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE compliance_standing (
        organisation_id uuid CONSTRAINT compliance_standing_pkey PRIMARY KEY
          CONSTRAINT compliance_standing_organisation_fkey REFERENCES organisation (id),
        position bigint NOT NULL CONSTRAINT compliance_standing_position_not_negative CHECK (position >= 0),
        time_zone text NOT NULL,
        rules integer NOT NULL
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE compliance_standing IS 'How many entries of each log have been counted, for days of which time zone and by which version of the rules; another one begins anew'`,
    );
    await queryRunner.query(`
      CREATE TABLE compliance_profile (
        organisation_id uuid NOT NULL CONSTRAINT compliance_profile_organisation_fkey REFERENCES organisation (id),
        id integer NOT NULL,
        profile text NOT NULL,
        CONSTRAINT compliance_profile_pkey PRIMARY KEY (organisation_id, id),
        CONSTRAINT compliance_profile_key UNIQUE (organisation_id, profile)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE compliance_profile IS 'What is counted of requests (RequestProfile as canonical JSON): many requests share one'`,
    );
    await queryRunner.query(`
      CREATE TABLE compliance_request (
        organisation_id uuid NOT NULL,
        rights_request_id uuid NOT NULL,
        recorded_index bigint NOT NULL,
        last_index bigint NOT NULL,
        counted bigint NOT NULL,
        receipt_to_recording bigint NOT NULL,
        recording_to_forwarding bigint,
        forwarding_to_acknowledgement bigint,
        profile integer NOT NULL,
        recorded_on date NOT NULL,
        running_until date,
        receipt_to_answer_days integer,
        followed boolean NOT NULL,
        missed boolean NOT NULL,
        open int8multirange NOT NULL,
        CONSTRAINT compliance_request_pkey PRIMARY KEY (organisation_id, rights_request_id)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE compliance_request IS 'Each request as its entries tell it (RequestSummary); derived from log_entry alone, so it is no foreign key to anything that is erased'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN compliance_request.last_index IS 'Last entry that changed anything here: for a period that ended before it the request is counted anew'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN compliance_request.counted IS 'Size of the log up to which the entries of this request are in it'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN compliance_request.open IS 'Indexes of the log between which it was somebody''s task'`,
    );
    await queryRunner.query(
      `CREATE UNIQUE INDEX compliance_request_recorded_key ON compliance_request (organisation_id, recorded_index)`,
    );
    await queryRunner.query(`
      CREATE INDEX compliance_request_exception_idx ON compliance_request (organisation_id, recorded_index)
        WHERE NOT followed`);
    await queryRunner.query(`
      CREATE INDEX compliance_request_changed_idx ON compliance_request (organisation_id, last_index)`);
    await queryRunner.query(`
      CREATE TABLE compliance_day (
        organisation_id uuid NOT NULL,
        day date NOT NULL,
        measure text NOT NULL,
        count bigint NOT NULL,
        CONSTRAINT compliance_day_pkey PRIMARY KEY (organisation_id, day, measure)
      )`);
    await queryRunner.query(`COMMENT ON TABLE compliance_day IS 'Entries of each day by event'`);
    await queryRunner.query(`
      CREATE TABLE compliance_outage (
        organisation_id uuid NOT NULL,
        from_index bigint NOT NULL,
        from_at timestamptz NOT NULL,
        to_index bigint,
        to_at timestamptz,
        CONSTRAINT compliance_outage_pkey PRIMARY KEY (organisation_id, from_index)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE compliance_outage IS 'From a failed attempt to hand mail over until mail was accepted again'`,
    );
    await queryRunner.query(`
      CREATE TABLE compliance_report (
        organisation_id uuid NOT NULL CONSTRAINT compliance_report_organisation_fkey REFERENCES organisation (id),
        id uuid NOT NULL,
        from_on date NOT NULL,
        to_on date NOT NULL,
        size bigint NOT NULL,
        options text NOT NULL,
        document bytea NOT NULL,
        sha256 bytea NOT NULL CONSTRAINT compliance_report_sha256_length CHECK (length(sha256) = 32),
        issued_at timestamptz NOT NULL,
        CONSTRAINT compliance_report_pkey PRIMARY KEY (organisation_id, id),
        CONSTRAINT compliance_report_period CHECK (from_on <= to_on),
        CONSTRAINT compliance_report_key UNIQUE (organisation_id, from_on, to_on, size, options)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE compliance_report IS 'Reports as given out: asked for again, the same bytes. No personal data: figures, and ids of requests'`,
    );
    for (const [table, { grants, write }] of Object.entries(TABLES)) {
      const may = `${SAME_ORGANISATION} AND ${write}`;
      await queryRunner.query(`GRANT ${grants} ON ${table} TO forthwith_app`);
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
      await queryRunner.query(
        `CREATE POLICY ${table}_select ON ${table} FOR SELECT USING (${SAME_ORGANISATION} AND ${SEES_REPORTS})`,
      );
      await queryRunner.query(`CREATE POLICY ${table}_insert ON ${table} FOR INSERT WITH CHECK (${may})`);
      await queryRunner.query(
        `CREATE POLICY ${table}_update ON ${table} FOR UPDATE USING (${may}) WITH CHECK (${may})`,
      );
      await queryRunner.query(`CREATE POLICY ${table}_delete ON ${table} FOR DELETE USING (${may})`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE ${Object.keys(TABLES).reverse().join(', ')}`);
  }
}
