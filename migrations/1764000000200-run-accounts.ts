import type { MigrationInterface, QueryRunner } from 'typeorm';

const SAME_ORGANISATION = `organisation_id = (SELECT forthwith_organisation())`;
const SYSTEM = `(SELECT forthwith_acts_as('system'))`;
const OWN = `user_id = (SELECT forthwith_user())`;
const ADMIN = `((SELECT forthwith_acts_as('admin')) AND ${SAME_ORGANISATION})`;

/** Accounts have a life: invited, given and taken roles, put on hold, ended; administrators see whose sessions and tokens are open. */
export class RunAccounts1764000000200 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE suspended_membership (
        user_id uuid NOT NULL CONSTRAINT suspended_membership_user_fkey REFERENCES user_account (id),
        organisation_id uuid NOT NULL
          CONSTRAINT suspended_membership_organisation_fkey REFERENCES organisation (id),
        role text NOT NULL,
        granted_at timestamptz NOT NULL,
        ends_on date,
        suspended_at timestamptz NOT NULL,
        CONSTRAINT suspended_membership_pkey PRIMARY KEY (user_id, organisation_id, role)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE suspended_membership IS 'Roles of accounts on hold. They are kept apart from membership, so that whoever asks that table is never told of one'`,
    );
    await queryRunner.query(`
      CREATE TABLE account_link (
        id uuid CONSTRAINT account_link_pkey PRIMARY KEY,
        secret_hash bytea NOT NULL CONSTRAINT account_link_secret_key UNIQUE
          CONSTRAINT account_link_secret_length CHECK (length(secret_hash) = 32),
        user_id uuid NOT NULL CONSTRAINT account_link_user_fkey REFERENCES user_account (id),
        organisation_id uuid NOT NULL CONSTRAINT account_link_organisation_fkey REFERENCES organisation (id),
        purpose text NOT NULL CONSTRAINT account_link_purpose_known CHECK (purpose IN ('invitation', 'password')),
        created_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        used_at timestamptz,
        sent_at timestamptz,
        refused_at timestamptz
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN account_link.secret_hash IS 'SHA-256 of the word in the address; the word itself follows from the id under a key outside the database'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN account_link.refused_at IS 'A mail server refused the mail with the link for good'`,
    );
    await queryRunner.query(`CREATE INDEX account_link_user_idx ON account_link (user_id, organisation_id)`);
    await queryRunner.query(
      `ALTER TABLE session ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT session_id_key UNIQUE`,
    );
    await queryRunner.query(`COMMENT ON COLUMN session.id IS 'Names a session where it is listed; opens nothing'`);
    await queryRunner.query(`CREATE INDEX session_user_idx ON session (user_id)`);
    await queryRunner.query(`
      ALTER TABLE api_token ADD COLUMN expires_at timestamptz, ADD COLUMN last_used_on date,
        ADD COLUMN scope text NOT NULL DEFAULT 'all'
          CONSTRAINT api_token_scope_known CHECK (scope IN ('all', 'read', 'intake'))`);
    await queryRunner.query(
      `COMMENT ON COLUMN api_token.last_used_on IS 'Day (UTC) of the last use: enough to find what nobody uses, too little to follow anybody'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN api_token.scope IS 'all: what its user may do; read: GET only; intake: handing over requests only'`,
    );
    await this.guard(queryRunner);
  }

  private async guard(queryRunner: QueryRunner): Promise<void> {
    for (const [table, grant, select, write] of [
      [
        'suspended_membership',
        'SELECT, INSERT, DELETE',
        `${SYSTEM} OR ${OWN} OR ${ADMIN}`,
        `${SYSTEM} AND ${SAME_ORGANISATION}`,
      ],
      ['account_link', 'SELECT, INSERT, UPDATE, DELETE', `${SYSTEM} OR ${ADMIN}`, SYSTEM],
    ]) {
      await queryRunner.query(`GRANT ${grant} ON ${table} TO forthwith_app`);
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
      await queryRunner.query(`CREATE POLICY ${table}_select ON ${table} FOR SELECT USING (${select})`);
      await queryRunner.query(`CREATE POLICY ${table}_insert ON ${table} FOR INSERT WITH CHECK (${write})`);
      await queryRunner.query(`CREATE POLICY ${table}_delete ON ${table} FOR DELETE USING (${write})`);
    }
    await queryRunner.query(
      `CREATE POLICY account_link_update ON account_link FOR UPDATE USING (${SYSTEM}) WITH CHECK (${SYSTEM})`,
    );
    // Looking only: what is changed is changed by the program, which checks whose it is.
    await queryRunner.query(`CREATE POLICY session_listed ON session FOR SELECT USING (${OWN} OR ${ADMIN})`);
    await queryRunner.query(`CREATE POLICY api_token_listed ON api_token FOR SELECT USING (${ADMIN})`);
    await queryRunner.query(`
      CREATE POLICY user_account_on_hold ON user_account FOR SELECT USING (
        (SELECT forthwith_acts_as('admin')) AND EXISTS (
          SELECT 1 FROM suspended_membership m
          WHERE m.user_id = id AND m.organisation_id = (SELECT forthwith_organisation())))`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP POLICY user_account_on_hold ON user_account`);
    await queryRunner.query(`DROP POLICY api_token_listed ON api_token`);
    await queryRunner.query(`DROP POLICY session_listed ON session`);
    await queryRunner.query(
      `ALTER TABLE api_token DROP COLUMN scope, DROP COLUMN last_used_on, DROP COLUMN expires_at`,
    );
    await queryRunner.query(`DROP INDEX session_user_idx`);
    await queryRunner.query(`ALTER TABLE session DROP COLUMN id`);
    await queryRunner.query(`DROP TABLE account_link, suspended_membership`);
  }
}
