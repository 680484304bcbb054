import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRightsRequests1764000000005 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE rights_request (
        id uuid CONSTRAINT rights_request_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT rights_request_organisation_fkey REFERENCES organisation (id),
        reference text COLLATE "C" NOT NULL,
        state text NOT NULL CONSTRAINT rights_request_state_known
          CHECK (state IN ('recorded', 'acknowledged', 'withdrawn')),
        version integer NOT NULL DEFAULT 1,
        channel_id uuid NOT NULL CONSTRAINT rights_request_channel_fkey REFERENCES channel (id),
        door text NOT NULL CONSTRAINT rights_request_door_known
          CHECK (door IN ('handover', 'api', 'form', 'mailbox', 'webhook')),
        instruction_id uuid NOT NULL CONSTRAINT rights_request_instruction_fkey REFERENCES instruction (id),
        rights text[] NOT NULL,
        received_at timestamptz NOT NULL,
        received_on date NOT NULL,
        recorded_at timestamptz NOT NULL,
        handed_over_by uuid,
        handover_late boolean NOT NULL,
        safe_on date NOT NULL,
        due_on date NOT NULL,
        acknowledged_at timestamptz,
        acknowledged_by uuid,
        withdrawn_at timestamptz,
        CONSTRAINT rights_request_reference_key UNIQUE (organisation_id, reference),
        CONSTRAINT rights_request_received_before_recorded CHECK (received_at <= recorded_at + interval '5 minutes')
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN rights_request.received_at IS 'Reached the organisation: starts the statutory clock, Art. 12(3) GDPR'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN rights_request.received_on IS 'received_at as a calendar date in the organisation''s time zone'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN rights_request.rights IS 'Rights named at intake; empty: not known, the DPO decides'`,
    );
    // The worklist reads open requests by deadline, page by page (keyset on due_on, id).
    await queryRunner.query(`
      CREATE INDEX rights_request_worklist_idx ON rights_request (organisation_id, due_on, id)
        WHERE state IN ('recorded', 'acknowledged')`);
    await queryRunner.query(`CREATE INDEX rights_request_by_due_idx ON rights_request (organisation_id, due_on, id)`);
    await queryRunner.query(`
      CREATE INDEX rights_request_handed_over_idx ON rights_request (organisation_id, handed_over_by, recorded_at DESC, id)`);

    await queryRunner.query(`
      CREATE TABLE request_key (
        rights_request_id uuid CONSTRAINT request_key_pkey PRIMARY KEY
          CONSTRAINT request_key_rights_request_fkey REFERENCES rights_request (id),
        organisation_id uuid NOT NULL,
        epoch integer NOT NULL,
        wrapped bytea NOT NULL
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE request_key IS 'Data key of each request, wrapped by the organisation''s key of an epoch; deleting it is the erasure'`,
    );
    await queryRunner.query(`CREATE INDEX request_key_epoch_idx ON request_key (organisation_id, epoch)`);

    await queryRunner.query(`
      CREATE TABLE sealed (
        rights_request_id uuid NOT NULL CONSTRAINT sealed_rights_request_fkey REFERENCES rights_request (id),
        organisation_id uuid NOT NULL,
        field text NOT NULL,
        ciphertext bytea NOT NULL,
        CONSTRAINT sealed_pkey PRIMARY KEY (rights_request_id, field)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE sealed IS 'The one place of personal data: AES-256-GCM under the request''s key'`,
    );
    await queryRunner.query(`ALTER TABLE sealed ALTER COLUMN ciphertext SET STORAGE EXTERNAL`);

    await queryRunner.query(`
      CREATE TABLE blind_index (
        rights_request_id uuid NOT NULL CONSTRAINT blind_index_rights_request_fkey REFERENCES rights_request (id),
        organisation_id uuid NOT NULL,
        value bytea NOT NULL CONSTRAINT blind_index_value_length CHECK (length(value) = 32),
        CONSTRAINT blind_index_pkey PRIMARY KEY (rights_request_id, value)
      )`);
    await queryRunner.query(`CREATE INDEX blind_index_value_idx ON blind_index (organisation_id, value)`);

    await queryRunner.query(`
      CREATE TABLE idempotency_key (
        organisation_id uuid NOT NULL,
        actor text NOT NULL,
        key text NOT NULL CONSTRAINT idempotency_key_length CHECK (length(key) BETWEEN 1 AND 200),
        fingerprint bytea NOT NULL CONSTRAINT idempotency_fingerprint_length CHECK (length(fingerprint) = 32),
        rights_request_id uuid NOT NULL CONSTRAINT idempotency_key_rights_request_fkey REFERENCES rights_request (id),
        created_at timestamptz NOT NULL,
        CONSTRAINT idempotency_key_pkey PRIMARY KEY (organisation_id, actor, key)
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN idempotency_key.fingerprint IS 'HMAC of the command under the organisation''s index key: tells the same from another, reveals neither'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE idempotency_key, blind_index, sealed, request_key, rights_request`);
  }
}
