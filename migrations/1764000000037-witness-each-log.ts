import type { MigrationInterface, QueryRunner } from 'typeorm';

const LOG_OF_LOGS = '00000000-0000-0000-0000-000000000000';

/** Cosignatures of each log, not only of the log of logs; and forks that were seen, kept as what proves them. */
export class WitnessEachLog1764000000037 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE log_cosignature ADD COLUMN organisation_id uuid NOT NULL DEFAULT '${LOG_OF_LOGS}'`,
    );
    await queryRunner.query(`ALTER TABLE log_cosignature DROP CONSTRAINT log_cosignature_pkey`);
    await queryRunner.query(
      `ALTER TABLE log_cosignature ADD CONSTRAINT log_cosignature_pkey PRIMARY KEY (organisation_id, size, witness)`,
    );
    await queryRunner.query(
      `COMMENT ON TABLE log_cosignature IS 'Signature lines of witnesses (C2SP tlog-cosignature) for checkpoints of a log'`,
    );
    await queryRunner.query(`
      CREATE TABLE log_fork (
        origin text NOT NULL,
        witness text NOT NULL,
        seen text NOT NULL,
        shown text NOT NULL,
        found_at timestamptz NOT NULL,
        CONSTRAINT log_fork_pkey PRIMARY KEY (origin, witness)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE log_fork IS 'Two signed notes of one log that contradict each other: what a witness had seen, and what it was shown'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN log_fork.witness IS 'Who refused; empty: this installation, as a witness'`,
    );
    await queryRunner.query(`GRANT SELECT, INSERT ON log_fork TO forthwith_app`);
    await queryRunner.query(`ALTER TABLE log_fork ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    await queryRunner.query(`CREATE POLICY log_fork_select ON log_fork FOR SELECT USING (true)`);
    await queryRunner.query(
      `CREATE POLICY log_fork_insert ON log_fork FOR INSERT WITH CHECK ((SELECT forthwith_acts_as('system')))`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE log_fork`);
    await queryRunner.query(`DELETE FROM log_cosignature WHERE organisation_id <> '${LOG_OF_LOGS}'`);
    await queryRunner.query(`ALTER TABLE log_cosignature DROP CONSTRAINT log_cosignature_pkey`);
    await queryRunner.query(`ALTER TABLE log_cosignature DROP COLUMN organisation_id`);
    await queryRunner.query(
      `ALTER TABLE log_cosignature ADD CONSTRAINT log_cosignature_pkey PRIMARY KEY (size, witness)`,
    );
  }
}
