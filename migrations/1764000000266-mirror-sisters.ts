import type { MigrationInterface, QueryRunner } from 'typeorm';

const SYSTEM = `(SELECT forthwith_acts_as('system'))`;
const TABLES = ['mirrored_log', 'mirrored_tile'] as const;

/** The leaf hashes of others' logs, as they were public when they were pulled, and how far they were recomputed. */
export class MirrorSisters1764000000266 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE mirrored_log (
        origin text CONSTRAINT mirrored_log_pkey PRIMARY KEY,
        size bigint NOT NULL CONSTRAINT mirrored_log_size_positive CHECK (size > 0),
        note text NOT NULL,
        verified_at timestamptz NOT NULL
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE mirrored_log IS 'Of each log of others that is mirrored the newest checkpoint to whose root its leaves led'`,
    );
    await queryRunner.query(`
      CREATE TABLE mirrored_tile (
        origin text NOT NULL,
        index bigint NOT NULL,
        hashes bytea NOT NULL CONSTRAINT mirrored_tile_whole_hashes CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
        CONSTRAINT mirrored_tile_pkey PRIMARY KEY (origin, index)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE mirrored_tile IS 'Their tiles of leaf hashes (C2SP tlog-tiles, level 0); no content, and nothing that leads back to a person'`,
    );
    await queryRunner.query(`
      CREATE TRIGGER mirrored_tile_grows BEFORE UPDATE ON mirrored_tile
        FOR EACH ROW EXECUTE FUNCTION forthwith_refuse_rewriting()`);
    for (const table of TABLES) {
      await queryRunner.query(`GRANT SELECT, INSERT, UPDATE ON ${table} TO forthwith_app`);
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
      await queryRunner.query(`CREATE POLICY ${table}_select ON ${table} FOR SELECT USING (true)`);
      await queryRunner.query(`CREATE POLICY ${table}_insert ON ${table} FOR INSERT WITH CHECK (${SYSTEM})`);
      await queryRunner.query(
        `CREATE POLICY ${table}_update ON ${table} FOR UPDATE USING (${SYSTEM}) WITH CHECK (${SYSTEM})`,
      );
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE mirrored_tile, mirrored_log`);
  }
}
