import type { MigrationInterface, QueryRunner } from 'typeorm';

const BY_SYSTEM = `organisation_id = (SELECT forthwith_organisation()) AND (SELECT forthwith_acts_as('system'))`;

/** The one address that outlives an erasure, for as long as the mail about it takes to leave. */
export class CertifyErasures1764000000286 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE erasure_certificate (
        id uuid CONSTRAINT erasure_certificate_pkey PRIMARY KEY
          CONSTRAINT erasure_certificate_erasure_fkey REFERENCES erasure (id),
        organisation_id uuid NOT NULL,
        rights_request_id uuid NOT NULL CONSTRAINT erasure_certificate_rights_request_fkey REFERENCES rights_request (id),
        epoch integer NOT NULL,
        wrapped bytea NOT NULL,
        address bytea NOT NULL,
        ends_at timestamptz NOT NULL
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN erasure_certificate.address IS 'Sealed under a key of its own; the row goes when a server has taken the mail, or refused it, or at ends_at'`,
    );
    await queryRunner.query(`CREATE INDEX erasure_certificate_request_idx ON erasure_certificate (rights_request_id)`);
    await queryRunner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON erasure_certificate TO forthwith_app`);
    await queryRunner.query(`ALTER TABLE erasure_certificate ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    for (const [what, clause] of [
      ['SELECT', `USING (${BY_SYSTEM})`],
      ['INSERT', `WITH CHECK (${BY_SYSTEM})`],
      ['UPDATE', `USING (${BY_SYSTEM}) WITH CHECK (${BY_SYSTEM})`],
      ['DELETE', `USING (${BY_SYSTEM})`],
    ] as const) {
      await queryRunner.query(
        `CREATE POLICY erasure_certificate_${what.toLowerCase()} ON erasure_certificate FOR ${what} ${clause}`,
      );
    }
    await queryRunner.query(`ALTER TABLE erasure ADD COLUMN certified text CONSTRAINT erasure_certified_known
      CHECK (certified IN ('underway', 'sent', 'failed'))`);
    await queryRunner.query(
      `COMMENT ON COLUMN erasure.certified IS 'What became of the mail to the person about it; null: there was none to send'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE erasure DROP COLUMN certified`);
    await queryRunner.query(`DROP TABLE erasure_certificate`);
  }
}
