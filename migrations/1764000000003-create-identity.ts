import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateIdentity1764000000003 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE user_account (
        id uuid CONSTRAINT user_account_pkey PRIMARY KEY,
        email text NOT NULL CONSTRAINT user_account_email_key UNIQUE
          CONSTRAINT user_account_email_lower CHECK (email = lower(email) AND length(email) <= 254),
        password_hash text,
        locale text NOT NULL DEFAULT 'de' CONSTRAINT user_account_locale_known CHECK (locale IN ('de', 'en')),
        last_channel_id uuid,
        created_at timestamptz NOT NULL,
        disabled_at timestamptz
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN user_account.password_hash IS 'argon2id, PHC string; null: no password sign-in'`,
    );

    await queryRunner.query(`
      CREATE TABLE membership (
        user_id uuid NOT NULL CONSTRAINT membership_user_fkey REFERENCES user_account (id),
        organisation_id uuid NOT NULL CONSTRAINT membership_organisation_fkey REFERENCES organisation (id),
        role text NOT NULL CONSTRAINT membership_role_known CHECK (role IN ('staff', 'dpo', 'auditor', 'admin')),
        granted_at timestamptz NOT NULL,
        CONSTRAINT membership_pkey PRIMARY KEY (user_id, organisation_id, role)
      )`);

    await queryRunner.query(`
      CREATE TABLE session (
        token_hash bytea CONSTRAINT session_pkey PRIMARY KEY
          CONSTRAINT session_token_hash_length CHECK (length(token_hash) = 32),
        user_id uuid NOT NULL CONSTRAINT session_user_fkey REFERENCES user_account (id),
        organisation_id uuid NOT NULL CONSTRAINT session_organisation_fkey REFERENCES organisation (id),
        created_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN session.token_hash IS 'SHA-256 of the cookie; the cookie itself is not stored'`,
    );
    await queryRunner.query(`CREATE INDEX session_expires_at_idx ON session (expires_at)`);

    await queryRunner.query(`
      CREATE TABLE api_token (
        id uuid CONSTRAINT api_token_pkey PRIMARY KEY,
        token_hash bytea NOT NULL CONSTRAINT api_token_token_hash_key UNIQUE
          CONSTRAINT api_token_token_hash_length CHECK (length(token_hash) = 32),
        user_id uuid NOT NULL CONSTRAINT api_token_user_fkey REFERENCES user_account (id),
        organisation_id uuid NOT NULL CONSTRAINT api_token_organisation_fkey REFERENCES organisation (id),
        name text NOT NULL,
        created_at timestamptz NOT NULL,
        revoked_at timestamptz
      )`);

    await queryRunner.query(`
      CREATE TABLE sign_in_attempt (
        bucket bytea NOT NULL CONSTRAINT sign_in_attempt_bucket_length CHECK (length(bucket) = 32),
        attempted_at timestamptz NOT NULL
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN sign_in_attempt.bucket IS 'HMAC of the address or the account tried: counts failures without keeping either'`,
    );
    await queryRunner.query(`CREATE INDEX sign_in_attempt_bucket_idx ON sign_in_attempt (bucket, attempted_at)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE sign_in_attempt, api_token, session, membership, user_account`);
  }
}
