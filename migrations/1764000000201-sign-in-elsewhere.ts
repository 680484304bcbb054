import type { MigrationInterface, QueryRunner } from 'typeorm';

const SYSTEM = `(SELECT forthwith_acts_as('system'))`;

/** People sign in at an OpenID provider: who they are there, what their groups gave them, which sessions came of it. */
export class SignInElsewhere1764000000201 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE external_identity (
        issuer text NOT NULL,
        subject text NOT NULL CONSTRAINT external_identity_subject_length CHECK (length(subject) <= 255),
        user_id uuid NOT NULL CONSTRAINT external_identity_user_fkey REFERENCES user_account (id),
        linked_at timestamptz NOT NULL,
        CONSTRAINT external_identity_pkey PRIMARY KEY (issuer, subject),
        CONSTRAINT external_identity_user_key UNIQUE (issuer, user_id)
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN external_identity.subject IS 'sub of the provider: who it is there, whatever their address becomes'`,
    );
    await queryRunner.query(`
      CREATE TABLE oidc_used (
        word_hash bytea CONSTRAINT oidc_used_pkey PRIMARY KEY,
        used_at timestamptz NOT NULL
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE oidc_used IS 'States and logout tokens that were used: a replay finds its own'`,
    );
    for (const table of ['membership', 'suspended_membership']) {
      await queryRunner.query(`ALTER TABLE ${table} ADD COLUMN from_directory boolean NOT NULL DEFAULT false`);
      await queryRunner.query(
        `COMMENT ON COLUMN ${table}.from_directory IS 'Given by a group of the provider, and taken with it; else by hand'`,
      );
    }
    await queryRunner.query(`ALTER TABLE session ADD COLUMN issuer text, ADD COLUMN provider_session text`);
    await queryRunner.query(
      `COMMENT ON COLUMN session.provider_session IS 'sid of the provider, by which it ends the session here (back-channel logout)'`,
    );
    for (const [table, grant] of [
      ['external_identity', 'SELECT, INSERT, DELETE'],
      ['oidc_used', 'SELECT, INSERT, DELETE'],
    ]) {
      await queryRunner.query(`GRANT ${grant} ON ${table} TO forthwith_app`);
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
      await queryRunner.query(
        `CREATE POLICY ${table}_all ON ${table} FOR ALL USING (${SYSTEM}) WITH CHECK (${SYSTEM})`,
      );
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE session DROP COLUMN provider_session, DROP COLUMN issuer`);
    await queryRunner.query(`ALTER TABLE suspended_membership DROP COLUMN from_directory`);
    await queryRunner.query(`ALTER TABLE membership DROP COLUMN from_directory`);
    await queryRunner.query(`DROP TABLE oidc_used, external_identity`);
  }
}
