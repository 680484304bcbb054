import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateForwarding1764000000006 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE forwarding (
        id uuid CONSTRAINT forwarding_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL,
        rights_request_id uuid NOT NULL CONSTRAINT forwarding_rights_request_fkey REFERENCES rights_request (id),
        designation_id uuid NOT NULL CONSTRAINT forwarding_designation_fkey REFERENCES dpo_designation (id),
        to_deputy boolean NOT NULL DEFAULT false,
        message_id text NOT NULL,
        state text NOT NULL CONSTRAINT forwarding_state_known
          CHECK (state IN ('queued', 'forwarded', 'failed')),
        attempts integer NOT NULL DEFAULT 0,
        late_at timestamptz NOT NULL,
        late_recorded boolean NOT NULL DEFAULT false,
        next_attempt_at timestamptz,
        forwarded_at timestamptz,
        CONSTRAINT forwarding_designation_key UNIQUE (rights_request_id, designation_id)
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN forwarding.message_id IS 'Stable, so that a mail sent twice after a crash is one in the mailbox'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN forwarding.state IS 'failed: the server refused (5xx), tried again all the same, with an alarm'`,
    );
    await queryRunner.query(`
      CREATE INDEX forwarding_not_accepted_idx ON forwarding (late_at) WHERE state IN ('queued', 'failed')`);

    await queryRunner.query(`
      CREATE TABLE forwarding_attempt (
        forwarding_id uuid NOT NULL CONSTRAINT forwarding_attempt_forwarding_fkey REFERENCES forwarding (id),
        organisation_id uuid NOT NULL,
        number integer NOT NULL CONSTRAINT forwarding_attempt_number_positive CHECK (number > 0),
        claim_token uuid NOT NULL,
        started_at timestamptz NOT NULL,
        finished_at timestamptz,
        outcome text CONSTRAINT forwarding_attempt_outcome_known
          CHECK (outcome IN ('accepted', 'deferred', 'refused', 'unknown')),
        smtp_code integer,
        CONSTRAINT forwarding_attempt_pkey PRIMARY KEY (forwarding_id, number),
        CONSTRAINT forwarding_attempt_finished CHECK ((finished_at IS NULL) = (outcome IS NULL))
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN forwarding_attempt.claim_token IS 'Fence: only the worker that holds it writes the result'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE forwarding_attempt, forwarding`);
  }
}
