import type { MigrationInterface, QueryRunner } from 'typeorm';

const OWN = `organisation_id = (SELECT forthwith_organisation()) AND owner_id = (SELECT forthwith_user())`;
const WORKER = `(SELECT forthwith_organisation()) IS NULL AND (SELECT forthwith_acts_as('system'))`;
const PAST = `${WORKER} AND expires_at <= clock_timestamp()`;

/** What somebody chose or typed and could not send yet is kept under seal until they can (P13). */
export class StageUploads1764000000220 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const sealed = `
        id uuid NOT NULL,
        organisation_id uuid NOT NULL,
        owner_id uuid NOT NULL,
        epoch integer NOT NULL,
        wrapped bytea NOT NULL,
        ciphertext bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        expires_at timestamptz NOT NULL`;
    await queryRunner.query(`
      CREATE TABLE staged_upload (${sealed},
        size integer NOT NULL,
        CONSTRAINT staged_upload_pkey PRIMARY KEY (id),
        CONSTRAINT staged_upload_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation (id)
      )`);
    await queryRunner.query(`ALTER TABLE staged_upload ALTER COLUMN ciphertext SET STORAGE EXTERNAL`);
    await queryRunner.query(
      `COMMENT ON TABLE staged_upload IS 'Files of a form that was shown again, each under a key of its own; gone when they expire'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN staged_upload.owner_id IS 'The user, or the task whose link was followed: nobody else sees them'`,
    );
    await queryRunner.query(`CREATE INDEX staged_upload_owner_idx ON staged_upload (organisation_id, owner_id)`);
    await queryRunner.query(`CREATE INDEX staged_upload_expires_idx ON staged_upload (expires_at)`);
    await queryRunner.query(`
      CREATE TABLE kept_form (${sealed},
        path text NOT NULL CONSTRAINT kept_form_path_length CHECK (length(path) <= 500),
        CONSTRAINT kept_form_pkey PRIMARY KEY (id),
        CONSTRAINT kept_form_owner_fkey FOREIGN KEY (owner_id) REFERENCES user_account (id),
        CONSTRAINT kept_form_organisation_fkey FOREIGN KEY (organisation_id) REFERENCES organisation (id)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE kept_form IS 'A form that was sent after its session had ended, until its user has signed in again'`,
    );
    await queryRunner.query(`CREATE INDEX kept_form_owner_idx ON kept_form (organisation_id, owner_id)`);
    await queryRunner.query(`CREATE INDEX kept_form_expires_idx ON kept_form (expires_at)`);
    for (const table of ['staged_upload', 'kept_form']) {
      await queryRunner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${table} TO forthwith_app`);
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
      await queryRunner.query(`CREATE POLICY ${table}_select ON ${table} FOR SELECT USING ((${OWN}) OR (${PAST}))`);
      await queryRunner.query(`CREATE POLICY ${table}_insert ON ${table} FOR INSERT WITH CHECK (${OWN})`);
      await queryRunner.query(
        `CREATE POLICY ${table}_update ON ${table} FOR UPDATE USING (${OWN}) WITH CHECK (${OWN})`,
      );
      await queryRunner.query(`CREATE POLICY ${table}_delete ON ${table} FOR DELETE USING ((${OWN}) OR (${PAST}))`);
    }
    await queryRunner.query(`
      CREATE TABLE form_token (
        token_hash bytea CONSTRAINT form_token_pkey PRIMARY KEY
          CONSTRAINT form_token_hash_length CHECK (length(token_hash) = 32),
        user_id uuid NOT NULL CONSTRAINT form_token_user_fkey REFERENCES user_account (id),
        organisation_id uuid NOT NULL CONSTRAINT form_token_organisation_fkey REFERENCES organisation (id),
        issued_at timestamptz NOT NULL DEFAULT clock_timestamp()
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE form_token IS 'Whose form it was, a while longer than the session lives: lets a late form be kept, and nothing be done'`,
    );
    await queryRunner.query(`CREATE INDEX form_token_issued_idx ON form_token (issued_at)`);
    await queryRunner.query(`GRANT SELECT, INSERT, DELETE ON form_token TO forthwith_app`);
    await queryRunner.query(`ALTER TABLE form_token ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    const bySystem = `(SELECT forthwith_acts_as('system'))`;
    await queryRunner.query(`CREATE POLICY form_token_select ON form_token FOR SELECT USING (${bySystem})`);
    await queryRunner.query(`CREATE POLICY form_token_insert ON form_token FOR INSERT WITH CHECK (${bySystem})`);
    await queryRunner.query(`CREATE POLICY form_token_delete ON form_token FOR DELETE USING (${bySystem})`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE form_token, kept_form, staged_upload`);
  }
}
