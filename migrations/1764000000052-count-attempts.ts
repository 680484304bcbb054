import type { MigrationInterface, QueryRunner } from 'typeorm';

const SYSTEM = `(SELECT forthwith_acts_as('system'))`;

/** Attempts are counted in one row a bucket, so that counting and judging are one statement under that row's lock. */
export class CountAttempts1764000000052 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE attempt_count (
        bucket bytea CONSTRAINT attempt_count_pkey PRIMARY KEY
          CONSTRAINT attempt_count_bucket_length CHECK (length(bucket) = 32),
        began_at timestamptz NOT NULL,
        attempts integer NOT NULL CONSTRAINT attempt_count_attempts_counted CHECK (attempts >= 0)
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN attempt_count.bucket IS 'HMAC of the address, account or device that tried: counts without keeping who it was'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN attempt_count.began_at IS 'First attempt of the window; after a quarter of an hour it begins anew'`,
    );
    await queryRunner.query(`CREATE INDEX attempt_count_began_at_idx ON attempt_count (began_at)`);
    await queryRunner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON attempt_count TO forthwith_app`);
    await queryRunner.query(`ALTER TABLE attempt_count ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    await queryRunner.query(
      `CREATE POLICY attempt_count_all ON attempt_count FOR ALL USING (${SYSTEM}) WITH CHECK (${SYSTEM})`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE attempt_count`);
  }
}
