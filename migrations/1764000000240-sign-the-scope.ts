import { randomBytes } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Block size of SHA-256 in bytes: a key of this length is HMAC's key as it is (RFC 2104, section 2). */
const KEY_BYTES = 64;

const AS_OWNER = `SECURITY DEFINER SET search_path = pg_catalog, pg_temp`;

const MESSAGE = `convert_to(concat_ws(E'\\n',
  coalesce(current_setting('forthwith.organisation', true), ''),
  coalesce(current_setting('forthwith.user', true), ''),
  coalesce(current_setting('forthwith.roles', true), '')), 'UTF8')`;

const MAC = `sha256(key.outer_pad || sha256(key.inner_pad || ${MESSAGE}))`;

/** As migrations 1 and 35 left them, with the scope believed only where it is signed. */
const SETTINGS: Readonly<Record<string, string>> = {
  'forthwith_organisation() RETURNS uuid': `nullif(current_setting('forthwith.organisation', true), '')::uuid`,
  'forthwith_user() RETURNS uuid': `nullif(current_setting('forthwith.user', true), '')::uuid`,
  'forthwith_acts_as(VARIADIC roles text[]) RETURNS boolean': `string_to_array(coalesce(current_setting('forthwith.roles', true), ''), ',') && roles`,
};

const appendAnchor = (actFor: (organisation: string) => string): string => `
  CREATE OR REPLACE FUNCTION forthwith_append_anchor(organisation uuid, anchored uuid, anchored_size bigint)
  RETURNS void LANGUAGE plpgsql ${AS_OWNER} AS $$
  DECLARE
    leaf text;
  BEGIN
    IF organisation IS DISTINCT FROM public.forthwith_organisation() THEN
      RAISE EXCEPTION 'acting for another organisation' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- Two scopes in one statement: the leaf is a checkpoint of the other log, as it stands there.
    PERFORM ${actFor('anchored')};
    SELECT note INTO STRICT leaf FROM public.log_checkpoint WHERE organisation_id = anchored AND size = anchored_size;
    PERFORM ${actFor('organisation')};
    WITH head AS (
      UPDATE public.log_head
      SET size = size + 1, last_at = greatest(date_trunc('milliseconds', clock_timestamp()), last_at)
      WHERE organisation_id = organisation
      RETURNING size - 1 AS index, last_at AS at
    ), entry AS (
      INSERT INTO public.log_entry (organisation_id, index, bytes, event, at)
      SELECT organisation, head.index, convert_to(leaf, 'UTF8'), 'checkpoint', head.at FROM head
    )
    INSERT INTO public.log_anchor (organisation_id, size, index) SELECT anchored, anchored_size, head.index FROM head;
  END $$`;

/**
 * Row-level security reads who acts from settings that every session may set. Each transaction signs them now, by a key that
 * only the owner of the schema can read: SQL that somebody smuggled in can neither choose an organisation nor a role.
 */
export class SignTheScope1764000000240 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE scope_key (
        only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
        key bytea NOT NULL CHECK (length(key) = ${KEY_BYTES}),
        inner_pad bytea NOT NULL,
        outer_pad bytea NOT NULL
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE scope_key IS 'Signs the settings of row-level security (HMAC-SHA-256); forthwith_app must not read it'`,
    );
    const key = randomBytes(KEY_BYTES);
    const padded = (byte: number) => key.map((value) => value ^ byte);
    await queryRunner.query(`INSERT INTO scope_key (key, inner_pad, outer_pad) VALUES ($1, $2, $3)`, [
      key,
      padded(0x36),
      padded(0x5c),
    ]);
    await queryRunner.query(`REVOKE ALL ON scope_key FROM PUBLIC`);

    await queryRunner.query(`
      CREATE FUNCTION forthwith_scope_is_signed() RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE ${AS_OWNER} AS $$
      DECLARE
        key public.scope_key;
      BEGIN
        SELECT * INTO key FROM public.scope_key;
        RETURN encode(${MAC}, 'base64') = current_setting('forthwith.scope', true);
      END $$`);
    // Not for callers: the functions that act as the owner are the only ones who change the scope within a transaction.
    await queryRunner.query(`
      CREATE FUNCTION forthwith_act_for(organisation uuid) RETURNS void LANGUAGE plpgsql
      SET search_path = pg_catalog, pg_temp AS $$
      DECLARE
        key public.scope_key;
      BEGIN
        SELECT * INTO key FROM public.scope_key;
        PERFORM set_config('forthwith.organisation', organisation::text, true);
        PERFORM set_config('forthwith.scope', encode(${MAC}, 'base64'), true);
      END $$`);
    await queryRunner.query(`REVOKE ALL ON FUNCTION forthwith_act_for(uuid) FROM PUBLIC`);

    for (const [signature, value] of Object.entries(SETTINGS)) {
      await queryRunner.query(`
        CREATE OR REPLACE FUNCTION ${signature} LANGUAGE sql STABLE PARALLEL SAFE AS
          $$ SELECT CASE WHEN public.forthwith_scope_is_signed() THEN ${value} END $$`);
    }
    await queryRunner.query(appendAnchor((organisation) => `public.forthwith_act_for(${organisation})`));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      appendAnchor((organisation) => `set_config('forthwith.organisation', ${organisation}::text, true)`),
    );
    for (const [signature, value] of Object.entries(SETTINGS)) {
      await queryRunner.query(
        `CREATE OR REPLACE FUNCTION ${signature} LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT ${value} $$`,
      );
    }
    await queryRunner.query(`DROP FUNCTION forthwith_act_for(uuid)`);
    await queryRunner.query(`DROP FUNCTION forthwith_scope_is_signed()`);
    await queryRunner.query(`DROP TABLE scope_key`);
  }
}
