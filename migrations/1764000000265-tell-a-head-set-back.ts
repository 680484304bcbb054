import type { MigrationInterface, QueryRunner } from 'typeorm';

const putAside = (marker: string): string => `
  CREATE OR REPLACE FUNCTION forthwith_put_aside_strays(organisation uuid) RETURNS bigint LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    signed bigint;
    head bigint;
    strays bigint;
  BEGIN
    IF organisation IS DISTINCT FROM public.forthwith_organisation() THEN
      RAISE EXCEPTION 'acting for another organisation' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT size INTO head FROM public.log_head WHERE organisation_id = organisation FOR UPDATE;
    SELECT coalesce(max(size), 0) INTO signed FROM public.log_checkpoint WHERE organisation_id = organisation;
    -- What was signed has its place for ever: then it is the head that went back.
    IF head < signed THEN
      ${marker}
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
  END $$`;

/** A head that somebody set back is put right by whoever meets it first; that it was must not be forgotten over it. */
export class TellAHeadSetBack1764000000265 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      putAside(`INSERT INTO public.log_stray_entry (organisation_id, index, bytes, event, at, found_at)
        VALUES (organisation, head, '', 'head-set-back', clock_timestamp(), clock_timestamp());`),
    );
    await queryRunner.query(
      `COMMENT ON COLUMN log_stray_entry.event IS 'head-set-back: no row, but the place to which the end of the log had been set'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(putAside(''));
    await queryRunner.query(`COMMENT ON COLUMN log_stray_entry.event IS NULL`);
    await queryRunner.query(`DELETE FROM log_stray_entry WHERE event = 'head-set-back'`);
  }
}
