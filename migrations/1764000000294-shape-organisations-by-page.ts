import type { MigrationInterface, QueryRunner } from 'typeorm';

const SYSTEM = `(SELECT forthwith_acts_as('system'))`;
const HERE = `organisation_id = (SELECT forthwith_organisation())`;
const READERS = `(SELECT forthwith_acts_as('system', 'admin', 'dpo', 'auditor'))`;

/** What an organisation sets by page besides its profile, and each change with what stood there before. */
export class ShapeOrganisationsByPage1764000000294 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE organisation
        ADD COLUMN accent text CONSTRAINT organisation_accent_form CHECK (accent ~ '^#[0-9a-f]{6}$'),
        ADD COLUMN logo text,
        ADD COLUMN factor_roles text[] NOT NULL DEFAULT '{}'`);
    await queryRunner.query(`COMMENT ON COLUMN organisation.accent IS 'Colour of the line under the head, #rrggbb'`);
    await queryRunner.query(`COMMENT ON COLUMN organisation.logo IS 'A PNG picture as a data: address'`);
    await queryRunner.query(
      `COMMENT ON COLUMN organisation.factor_roles IS 'Roles that are used only by accounts with a second factor'`,
    );
    await queryRunner.query(`
      ALTER TABLE channel
        ADD COLUMN by_page boolean NOT NULL DEFAULT false,
        ADD COLUMN address_form text CONSTRAINT channel_address_form CHECK (address_form IN ('sie', 'du'))`);
    await queryRunner.query(
      `COMMENT ON COLUMN channel.by_page IS 'Added by page: an import of a profile that does not name it leaves it alone'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN channel.address_form IS 'How people who write there are addressed in German; null: as everywhere'`,
    );
    await queryRunner.query(`
      CREATE TABLE setting_change (
        id uuid CONSTRAINT setting_change_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT setting_change_organisation_fkey REFERENCES organisation (id),
        at timestamptz NOT NULL,
        user_id uuid,
        setting text NOT NULL,
        before text NOT NULL,
        after text NOT NULL
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE setting_change IS 'What stood where before, in canonical JSON; the log has the hashes of both'`,
    );
    await queryRunner.query(`CREATE INDEX setting_change_newest ON setting_change (organisation_id, at DESC)`);
    await queryRunner.query(`GRANT SELECT, INSERT ON setting_change TO forthwith_app`);
    await queryRunner.query(`ALTER TABLE setting_change ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    await queryRunner.query(
      `CREATE POLICY setting_change_read ON setting_change FOR SELECT USING (${HERE} AND ${READERS})`,
    );
    await queryRunner.query(
      `CREATE POLICY setting_change_write ON setting_change FOR INSERT WITH CHECK (${HERE} AND ${SYSTEM})`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE setting_change`);
    await queryRunner.query(`ALTER TABLE channel DROP COLUMN address_form, DROP COLUMN by_page`);
    await queryRunner.query(`ALTER TABLE organisation DROP COLUMN factor_roles, DROP COLUMN logo, DROP COLUMN accent`);
  }
}
