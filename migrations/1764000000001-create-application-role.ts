import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Two roles: whoever runs the migrations owns everything; `forthwith_app` works and owns nothing. Roles belong to the
 * whole cluster, so another database on it may already have made this one.
 */
export class CreateApplicationRole1764000000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$ BEGIN
        -- Asked first: who may not make roles is refused even where there is nothing to make.
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'forthwith_app') THEN
          CREATE ROLE forthwith_app NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
        END IF;
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END $$`);
    await queryRunner.query(`
      DO $$ BEGIN
        IF NOT pg_has_role(current_user, 'forthwith_app', 'MEMBER') THEN
          EXECUTE format('GRANT forthwith_app TO %I', current_user);
        END IF;
      END $$`);
    await queryRunner.query(`GRANT USAGE ON SCHEMA public TO forthwith_app`);

    // Row-level security reads who acts from these settings; `transact` and `read` set them per transaction.
    await queryRunner.query(`
      CREATE FUNCTION forthwith_organisation() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
        $$ SELECT nullif(current_setting('forthwith.organisation', true), '')::uuid $$`);
    await queryRunner.query(`
      CREATE FUNCTION forthwith_user() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
        $$ SELECT nullif(current_setting('forthwith.user', true), '')::uuid $$`);
    await queryRunner.query(`
      CREATE FUNCTION forthwith_acts_as(VARIADIC roles text[]) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
        $$ SELECT string_to_array(coalesce(current_setting('forthwith.roles', true), ''), ',') && roles $$`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP FUNCTION forthwith_acts_as(text[])`);
    await queryRunner.query(`DROP FUNCTION forthwith_user()`);
    await queryRunner.query(`DROP FUNCTION forthwith_organisation()`);
    await queryRunner.query(`REVOKE USAGE ON SCHEMA public FROM forthwith_app`);
    // The role itself stays: another database of this cluster may work under it.
  }
}
