import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateOutbox1764000000007 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE outbox_job (
        id uuid CONSTRAINT outbox_job_pkey PRIMARY KEY,
        kind text NOT NULL,
        organisation_id uuid NOT NULL,
        subject_id uuid NOT NULL,
        run_at timestamptz NOT NULL,
        claim_token uuid,
        lease_until timestamptz
      ) WITH (fillfactor = 70)`);
    await queryRunner.query(
      `COMMENT ON TABLE outbox_job IS 'Work committed together with the fact that asks for it; ids only, never content; done jobs are deleted'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN outbox_job.lease_until IS 'Until then the claimant owns the job; renewed by its heartbeat, free again after it'`,
    );
    await queryRunner.query(`CREATE INDEX outbox_job_due_idx ON outbox_job ((coalesce(lease_until, run_at)))`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE outbox_job`);
  }
}
