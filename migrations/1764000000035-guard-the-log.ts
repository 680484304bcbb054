import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Qualified names and a fixed path: whoever calls may have put tables or operators of the same name in front. A table of
 * the session itself would be found first, were pg_temp not named last.
 */
const AS_OWNER = `SECURITY DEFINER SET search_path = pg_catalog, pg_temp`;

/** The owner obeys row-level security where it is no superuser, and must not act for another organisation where it is. */
const OWN_ORGANISATION = `
  IF organisation IS DISTINCT FROM public.forthwith_organisation() THEN
    RAISE EXCEPTION 'acting for another organisation' USING ERRCODE = 'insufficient_privilege';
  END IF;`;

const FUNCTIONS: Readonly<Record<string, string>> = {
  'forthwith_create_log(uuid)': `
    CREATE FUNCTION forthwith_create_log(organisation uuid) RETURNS void LANGUAGE plpgsql ${AS_OWNER} AS $$
    BEGIN
      ${OWN_ORGANISATION}
      INSERT INTO public.log_head (organisation_id, size, last_at) VALUES (organisation, 0, 'epoch') ON CONFLICT DO NOTHING;
      INSERT INTO public.log_integration (organisation_id, size) VALUES (organisation, 0) ON CONFLICT DO NOTHING;
    END $$`,

  // Entries get their place and their time here: who calls can choose neither.
  'forthwith_append(uuid,text[],text[],text[],uuid[])': `
    CREATE FUNCTION forthwith_append(
      organisation uuid, befores text[], afters text[], events text[], requests uuid[],
      OUT first bigint, OUT at timestamptz, OUT behind interval
    ) LANGUAGE plpgsql ${AS_OWNER} AS $$
    BEGIN
      ${OWN_ORGANISATION}
      WITH head AS (
        UPDATE public.log_head h
        SET size = h.size + cardinality(befores),
            last_at = greatest(date_trunc('milliseconds', clock_timestamp()), h.last_at)
        WHERE h.organisation_id = organisation
        RETURNING h.size - cardinality(befores) AS first, h.last_at AS at
      ), appended AS (
        INSERT INTO public.log_entry (organisation_id, index, bytes, event, rights_request_id, at)
        SELECT organisation, head.first + entry.position - 1,
               convert_to(entry.before || to_char(head.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || entry.after, 'UTF8'),
               entry.event, entry.request, head.at
        FROM head, unnest(befores, afters, events, requests) WITH ORDINALITY AS entry (before, after, event, request, position)
      )
      SELECT head.first, head.at, head.at - clock_timestamp() INTO first, at, behind FROM head;
    END $$`,

  'forthwith_append_anchor(uuid,uuid,bigint)': `
    CREATE FUNCTION forthwith_append_anchor(organisation uuid, anchored uuid, anchored_size bigint)
    RETURNS void LANGUAGE plpgsql ${AS_OWNER} AS $$
    DECLARE
      leaf text;
    BEGIN
      ${OWN_ORGANISATION}
      -- Two scopes in one statement: the leaf is a checkpoint of the other log, as it stands there.
      PERFORM set_config('forthwith.organisation', anchored::text, true);
      SELECT note INTO STRICT leaf FROM public.log_checkpoint WHERE organisation_id = anchored AND size = anchored_size;
      PERFORM set_config('forthwith.organisation', organisation::text, true);
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
    END $$`,

  'forthwith_hold_integration(uuid)': `
    CREATE FUNCTION forthwith_hold_integration(organisation uuid) RETURNS bigint LANGUAGE plpgsql ${AS_OWNER} AS $$
    DECLARE
      built bigint;
    BEGIN
      ${OWN_ORGANISATION}
      SELECT size INTO built FROM public.log_integration WHERE organisation_id = organisation FOR UPDATE SKIP LOCKED;
      RETURN built;
    END $$`,

  // RFC 6962 s2.1 over a full tile, a level at a time.
  'forthwith_tile_root(bytea)': `
    CREATE FUNCTION forthwith_tile_root(hashes bytea) RETURNS bytea LANGUAGE plpgsql IMMUTABLE
    SET search_path = pg_catalog, pg_temp AS $$
    DECLARE
      nodes bytea := hashes;
    BEGIN
      WHILE length(nodes) > 32 LOOP
        SELECT string_agg(sha256('\\x01'::bytea || substring(nodes FROM pair * 64 + 1 FOR 64)), ''::bytea ORDER BY pair)
        INTO nodes FROM generate_series(0, length(nodes) / 64 - 1) AS pair;
      END LOOP;
      RETURN nodes;
    END $$`,

  // Not for callers: tiles are computed from entries here and nowhere else.
  'forthwith_grow_tree(uuid,bigint,bigint)': `
    CREATE FUNCTION forthwith_grow_tree(organisation uuid, old_size bigint, new_size bigint)
    RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
    DECLARE
      tile_level smallint := 0;
      nodes bigint := old_size;
      added bytea;
      grown bigint;
    BEGIN
      SELECT string_agg(sha256('\\x00'::bytea || bytes), ''::bytea ORDER BY index) INTO added
      FROM public.log_entry WHERE organisation_id = organisation AND index >= old_size AND index < new_size;
      IF length(added) IS DISTINCT FROM (new_size - old_size) * 32 THEN
        RAISE EXCEPTION 'entries are missing before %', new_size USING ERRCODE = 'FW002';
      END IF;
      LOOP
        grown := nodes + length(added) / 32;
        INSERT INTO public.log_tile (organisation_id, level, index, hashes)
        SELECT organisation, tile_level, tile,
               substring(added FROM ((greatest(tile * 256, nodes) - nodes) * 32 + 1)::integer
                               FOR ((least((tile + 1) * 256, grown) - greatest(tile * 256, nodes)) * 32)::integer)
        FROM generate_series(nodes / 256, (grown - 1) / 256) AS tile
        ON CONFLICT ON CONSTRAINT log_tile_pkey DO UPDATE SET hashes = public.log_tile.hashes || excluded.hashes;
        EXIT WHEN nodes / 256 = grown / 256;
        SELECT string_agg(public.forthwith_tile_root(hashes), ''::bytea ORDER BY index) INTO added
        FROM public.log_tile
        WHERE organisation_id = organisation AND level = tile_level AND index >= nodes / 256 AND index < grown / 256;
        nodes := nodes / 256;
        tile_level := tile_level + 1;
      END LOOP;
    END $$`,

  // Who calls can only say how far, and sign what comes of it.
  'forthwith_integrate(uuid,bigint,bigint,bytea,text)': `
    CREATE FUNCTION forthwith_integrate(organisation uuid, old_size bigint, new_size bigint, new_root bytea, new_note text)
    RETURNS void LANGUAGE plpgsql ${AS_OWNER} AS $$
    BEGIN
      ${OWN_ORGANISATION}
      UPDATE public.log_integration SET size = new_size
      WHERE organisation_id = organisation AND size = old_size AND old_size < new_size
        AND new_size <= (SELECT h.size FROM public.log_head h WHERE h.organisation_id = organisation);
      IF NOT FOUND THEN
        RAISE EXCEPTION 'the log does not go from % to %', old_size, new_size USING ERRCODE = 'FW002';
      END IF;
      IF split_part(new_note, E'\\n', 2) <> new_size::text OR split_part(new_note, E'\\n', 3) <> encode(new_root, 'base64') THEN
        RAISE EXCEPTION 'the note is of another size or root' USING ERRCODE = 'FW002';
      END IF;
      PERFORM public.forthwith_grow_tree(organisation, old_size, new_size);
      INSERT INTO public.log_checkpoint (organisation_id, size, root, note, signed_at)
      VALUES (organisation, new_size, new_root, new_note, clock_timestamp());
    END $$`,

  // Tiles are what follows from the entries; whether that is what was signed is looked at by whoever signs.
  'forthwith_rebuild_tree(uuid)': `
    CREATE FUNCTION forthwith_rebuild_tree(organisation uuid) RETURNS void LANGUAGE plpgsql ${AS_OWNER} AS $$
    DECLARE
      built bigint;
      done bigint := 0;
    BEGIN
      ${OWN_ORGANISATION}
      SELECT size INTO built FROM public.log_integration WHERE organisation_id = organisation FOR UPDATE;
      PERFORM set_config('forthwith.mending', 'on', true);
      DELETE FROM public.log_tile WHERE organisation_id = organisation;
      PERFORM set_config('forthwith.mending', '', true);
      WHILE done < built LOOP
        PERFORM public.forthwith_grow_tree(organisation, done, least(done + 65536, built));
        done := least(done + 65536, built);
      END LOOP;
    END $$`,

  'forthwith_put_aside_strays(uuid)': `
    CREATE FUNCTION forthwith_put_aside_strays(organisation uuid) RETURNS bigint LANGUAGE plpgsql ${AS_OWNER} AS $$
    DECLARE
      signed bigint;
      head bigint;
      strays bigint;
    BEGIN
      ${OWN_ORGANISATION}
      SELECT size INTO head FROM public.log_head WHERE organisation_id = organisation FOR UPDATE;
      SELECT coalesce(max(size), 0) INTO signed FROM public.log_checkpoint WHERE organisation_id = organisation;
      -- What was signed has its place for ever: then it is the head that went back.
      IF head < signed THEN
        SELECT signed + count(*) INTO head FROM (
          SELECT index, row_number() OVER (ORDER BY index) - 1 AS place
          FROM public.log_entry WHERE organisation_id = organisation AND index >= signed
        ) behind WHERE index = signed + place;
        UPDATE public.log_head SET size = head WHERE organisation_id = organisation;
      END IF;
      INSERT INTO public.log_stray_entry (organisation_id, index, bytes, event, rights_request_id, at, found_at)
      SELECT organisation_id, index, bytes, event, rights_request_id, at, clock_timestamp()
      FROM public.log_entry WHERE organisation_id = organisation AND index >= head;
      GET DIAGNOSTICS strays = ROW_COUNT;
      PERFORM set_config('forthwith.mending', 'on', true);
      DELETE FROM public.log_entry WHERE organisation_id = organisation AND index >= head;
      PERFORM set_config('forthwith.mending', '', true);
      RETURN strays;
    END $$`,
};

const INTERNAL = ['forthwith_grow_tree(uuid,bigint,bigint)', 'forthwith_tile_root(bytea)'];

const APPEND_ONLY_TRIGGER = (strays: string): string => `
  CREATE OR REPLACE FUNCTION forthwith_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    ${strays}
    RAISE EXCEPTION 'the audit log is append-only: % on % refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'FW001';
  END $$`;

/**
 * Beyond the head nothing has ever been committed by the program: such a row is none of the log. A tile is made anew
 * from the entries. The setting alone opens nothing: the application's role has no DELETE.
 */
const BUT_STRAYS = `
    IF TG_OP = 'DELETE' AND current_setting('forthwith.mending', true) = 'on' THEN
      IF TG_TABLE_NAME = 'log_tile' THEN
        RETURN OLD;
      END IF;
      IF TG_TABLE_NAME = 'log_entry' AND OLD.index >= (SELECT size FROM public.log_head WHERE organisation_id = OLD.organisation_id) THEN
        RETURN OLD;
      END IF;
    END IF;`;

const TAKEN: Readonly<Record<string, string>> = {
  log_head: 'INSERT, UPDATE',
  log_entry: 'INSERT',
  log_checkpoint: 'INSERT',
  log_integration: 'INSERT, UPDATE',
  log_tile: 'INSERT, UPDATE',
  log_anchor: 'INSERT',
};

/**
 * The application's role only reads the log. It grows by functions that check: an entry gets the next place and the
 * present time, a tile is computed from the entries, a checkpoint is one of that size. Instances of the version before
 * cannot write any more and are to be stopped with this update; what they take in is refused, not lost.
 */
export class GuardTheLog1764000000035 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE log_stray_entry (
        organisation_id uuid NOT NULL,
        index bigint NOT NULL,
        bytes bytea NOT NULL,
        event text NOT NULL,
        rights_request_id uuid,
        at timestamptz NOT NULL,
        found_at timestamptz NOT NULL
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE log_stray_entry IS 'Rows that somebody put behind the end of a log past the program, kept out of its way'`,
    );
    await queryRunner.query(`ALTER TABLE log_stray_entry ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    await queryRunner.query(`GRANT SELECT ON log_stray_entry TO forthwith_app`);
    await queryRunner.query(`
      CREATE POLICY log_stray_entry_all ON log_stray_entry
        USING (organisation_id = (SELECT forthwith_organisation()))
        WITH CHECK (organisation_id = (SELECT forthwith_organisation()))`);
    await queryRunner.query(APPEND_ONLY_TRIGGER(BUT_STRAYS));
    await queryRunner.query(`
      CREATE FUNCTION forthwith_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF substring(NEW.hashes FOR length(OLD.hashes)) IS DISTINCT FROM OLD.hashes THEN
          RAISE EXCEPTION 'a tile only grows' USING ERRCODE = 'FW001';
        END IF;
        RETURN NEW;
      END $$`);
    await queryRunner.query(`
      CREATE TRIGGER log_tile_grows BEFORE UPDATE ON log_tile
        FOR EACH ROW EXECUTE FUNCTION forthwith_refuse_rewriting()`);
    await queryRunner.query(`
      CREATE TRIGGER log_tile_stays BEFORE DELETE ON log_tile
        FOR EACH ROW EXECUTE FUNCTION forthwith_refuse_change()`);
    await queryRunner.query(`
      CREATE TRIGGER log_tile_no_truncate BEFORE TRUNCATE ON log_tile
        FOR EACH STATEMENT EXECUTE FUNCTION forthwith_refuse_change()`);
    // What was cosigned once is never forgotten: a witness that could be set back would cosign a fork.
    await queryRunner.query(`
      CREATE FUNCTION forthwith_refuse_forgetting() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.origin <> OLD.origin OR NEW.size < OLD.size
           OR (NEW.size = OLD.size AND split_part(NEW.note, E'\\n', 3) <> split_part(OLD.note, E'\\n', 3)) THEN
          RAISE EXCEPTION 'a witness does not go back' USING ERRCODE = 'FW001';
        END IF;
        RETURN NEW;
      END $$`);
    await queryRunner.query(`
      CREATE TRIGGER witnessed_log_grows BEFORE UPDATE ON witnessed_log
        FOR EACH ROW EXECUTE FUNCTION forthwith_refuse_forgetting()`);
    for (const [signature, text] of Object.entries(FUNCTIONS)) {
      await queryRunner.query(text);
      await queryRunner.query(`REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC`);
      if (!INTERNAL.includes(signature)) {
        await queryRunner.query(`GRANT EXECUTE ON FUNCTION ${signature} TO forthwith_app`);
      }
    }
    for (const [table, privileges] of Object.entries(TAKEN)) {
      await queryRunner.query(`REVOKE ${privileges} ON ${table} FROM forthwith_app`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const [table, privileges] of Object.entries(TAKEN)) {
      await queryRunner.query(`GRANT ${privileges} ON ${table} TO forthwith_app`);
    }
    for (const signature of Object.keys(FUNCTIONS)) {
      await queryRunner.query(`DROP FUNCTION ${signature}`);
    }
    await queryRunner.query(`DROP TRIGGER witnessed_log_grows ON witnessed_log`);
    for (const trigger of ['log_tile_grows', 'log_tile_stays', 'log_tile_no_truncate']) {
      await queryRunner.query(`DROP TRIGGER ${trigger} ON log_tile`);
    }
    await queryRunner.query(`DROP FUNCTION forthwith_refuse_rewriting()`);
    await queryRunner.query(`DROP FUNCTION forthwith_refuse_forgetting()`);
    await queryRunner.query(APPEND_ONLY_TRIGGER(''));
    await queryRunner.query(`DROP TABLE log_stray_entry`);
  }
}
