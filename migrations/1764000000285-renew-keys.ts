import type { MigrationInterface, QueryRunner } from 'typeorm';

const SAME_ORGANISATION = `organisation_id = (SELECT forthwith_organisation())`;
const BY_SYSTEM = `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('system'))`;

/** Sealed by their owners, but their keys are renewed with all others. */
const OF_OWNERS = ['staged_upload', 'kept_form'] as const;

/** Since when each key of an organisation wraps, and when it was destroyed: what backups from before can no longer open. */
export class RenewKeys1764000000285 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE key_epoch (
        organisation_id uuid NOT NULL CONSTRAINT key_epoch_organisation_fkey REFERENCES organisation (id),
        epoch integer NOT NULL,
        begun_at timestamptz NOT NULL,
        destroyed_at timestamptz,
        CONSTRAINT key_epoch_pkey PRIMARY KEY (organisation_id, epoch)
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN key_epoch.begun_at IS 'Known since: a key that an earlier version made is known from its first look on'`,
    );
    await queryRunner.query(`GRANT SELECT, INSERT, UPDATE ON key_epoch TO forthwith_app`);
    await queryRunner.query(`ALTER TABLE key_epoch ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    await queryRunner.query(
      `CREATE POLICY key_epoch_select ON key_epoch FOR SELECT
       USING (${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('dpo', 'auditor', 'admin', 'system')))`,
    );
    await queryRunner.query(`CREATE POLICY key_epoch_insert ON key_epoch FOR INSERT WITH CHECK (${BY_SYSTEM})`);
    await queryRunner.query(
      `CREATE POLICY key_epoch_update ON key_epoch FOR UPDATE USING (${BY_SYSTEM}) WITH CHECK (${BY_SYSTEM})`,
    );
    for (const table of OF_OWNERS) {
      await queryRunner.query(`CREATE POLICY ${table}_select_keys ON ${table} FOR SELECT USING (${BY_SYSTEM})`);
      await queryRunner.query(
        `CREATE POLICY ${table}_update_keys ON ${table} FOR UPDATE USING (${BY_SYSTEM}) WITH CHECK (${BY_SYSTEM})`,
      );
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of OF_OWNERS) {
      await queryRunner.query(`DROP POLICY ${table}_update_keys ON ${table}`);
      await queryRunner.query(`DROP POLICY ${table}_select_keys ON ${table}`);
    }
    await queryRunner.query(`DROP TABLE key_epoch`);
  }
}
