import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAuditLog1764000000004 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE log_head (
        organisation_id uuid CONSTRAINT log_head_pkey PRIMARY KEY
          CONSTRAINT log_head_organisation_fkey REFERENCES organisation (id),
        size bigint NOT NULL CONSTRAINT log_head_size_not_negative CHECK (size >= 0),
        last_at timestamptz NOT NULL
      ) WITH (fillfactor = 50)`);
    await queryRunner.query(
      `COMMENT ON TABLE log_head IS 'Next index of each log; its row is the lock that gives committed entries their place'`,
    );

    await queryRunner.query(`
      CREATE TABLE log_entry (
        organisation_id uuid NOT NULL CONSTRAINT log_entry_log_head_fkey REFERENCES log_head (organisation_id),
        index bigint NOT NULL CONSTRAINT log_entry_index_not_negative CHECK (index >= 0),
        bytes bytea NOT NULL CONSTRAINT log_entry_bytes_length CHECK (length(bytes) BETWEEN 2 AND 65535),
        event text NOT NULL,
        rights_request_id uuid,
        at timestamptz NOT NULL,
        CONSTRAINT log_entry_pkey PRIMARY KEY (organisation_id, index)
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN log_entry.bytes IS 'Exactly the hashed bytes (RFC 8785 JSON); never jsonb, which would rewrite them'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN log_entry.event IS 'Copied out of bytes for filtering, as are rights_request_id and at; not hashed'`,
    );
    await queryRunner.query(`
      CREATE INDEX log_entry_rights_request_idx ON log_entry (rights_request_id, index)
        WHERE rights_request_id IS NOT NULL`);

    await queryRunner.query(`
      CREATE TABLE log_checkpoint (
        organisation_id uuid NOT NULL CONSTRAINT log_checkpoint_log_head_fkey REFERENCES log_head (organisation_id),
        size bigint NOT NULL CONSTRAINT log_checkpoint_size_not_negative CHECK (size >= 0),
        root bytea NOT NULL CONSTRAINT log_checkpoint_root_length CHECK (length(root) = 32),
        note text NOT NULL,
        signed_at timestamptz NOT NULL,
        CONSTRAINT log_checkpoint_pkey PRIMARY KEY (organisation_id, size)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE log_checkpoint IS 'Signed notes (C2SP tlog-checkpoint); the key allows one root a size'`,
    );

    // The row trigger alone would let TRUNCATE through.
    await queryRunner.query(`
      CREATE FUNCTION forthwith_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the audit log is append-only: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'FW001';
      END $$`);
    for (const table of ['log_entry', 'log_checkpoint']) {
      await queryRunner.query(`
        CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE ON ${table}
          FOR EACH ROW EXECUTE FUNCTION forthwith_refuse_change()`);
      await queryRunner.query(`
        CREATE TRIGGER ${table}_no_truncate BEFORE TRUNCATE ON ${table}
          FOR EACH STATEMENT EXECUTE FUNCTION forthwith_refuse_change()`);
    }

    await queryRunner.query(`
      CREATE TABLE log_integration (
        organisation_id uuid CONSTRAINT log_integration_pkey PRIMARY KEY
          CONSTRAINT log_integration_log_head_fkey REFERENCES log_head (organisation_id),
        size bigint NOT NULL CONSTRAINT log_integration_size_not_negative CHECK (size >= 0)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE log_integration IS 'How far each log is built into its tree; its row is held by the one integrator at work'`,
    );

    await queryRunner.query(`
      CREATE TABLE log_tile (
        organisation_id uuid NOT NULL CONSTRAINT log_tile_log_head_fkey REFERENCES log_head (organisation_id),
        level smallint NOT NULL CONSTRAINT log_tile_level_range CHECK (level BETWEEN 0 AND 63),
        index bigint NOT NULL CONSTRAINT log_tile_index_not_negative CHECK (index >= 0),
        hashes bytea NOT NULL
          CONSTRAINT log_tile_hashes_length CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
        CONSTRAINT log_tile_pkey PRIMARY KEY (organisation_id, level, index)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE log_tile IS 'C2SP tlog-tiles, height 8; derived from log_entry, a partial tile is a prefix of the full one'`,
    );
    // Hashes do not compress: keep them out of the compressor.
    await queryRunner.query(`ALTER TABLE log_tile ALTER COLUMN hashes SET STORAGE EXTERNAL`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE log_tile, log_integration, log_checkpoint, log_entry, log_head`);
    await queryRunner.query(`DROP FUNCTION forthwith_refuse_change()`);
  }
}
