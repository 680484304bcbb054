import type { MigrationInterface, QueryRunner } from 'typeorm';

const READERS = `organisation_id = (SELECT forthwith_organisation()) AND (SELECT forthwith_acts_as('dpo', 'system'))`;
const WRITERS = `organisation_id = (SELECT forthwith_organisation())`;
const LOOKS_FOR_WORK = `(SELECT forthwith_organisation()) IS NULL AND (SELECT forthwith_acts_as('system'))`;

/** A case is found again by a name, an address, a number, or the end of its reference. */
export class FindByPerson1764000000221 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE person_word (
        organisation_id uuid NOT NULL,
        value bigint NOT NULL,
        rights_request_id uuid NOT NULL CONSTRAINT person_word_key_fkey
          REFERENCES request_key (rights_request_id) ON DELETE CASCADE,
        CONSTRAINT person_word_pkey PRIMARY KEY (organisation_id, value, rights_request_id)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE person_word IS 'By which words a person is found: keyed hashes of one spelling, gone with the request''s key'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN person_word.value IS 'First 8 bytes of an HMAC under the organisation''s index key'`,
    );
    await queryRunner.query(`CREATE INDEX person_word_request_idx ON person_word (rights_request_id)`);
    await queryRunner.query(`GRANT SELECT, INSERT, DELETE ON person_word TO forthwith_app`);
    await queryRunner.query(`ALTER TABLE person_word ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    await queryRunner.query(`CREATE POLICY person_word_select ON person_word FOR SELECT USING (${READERS})`);
    await queryRunner.query(`CREATE POLICY person_word_insert ON person_word FOR INSERT WITH CHECK (${WRITERS})`);
    await queryRunner.query(`CREATE POLICY person_word_delete ON person_word FOR DELETE USING (${READERS})`);

    await queryRunner.query(`ALTER TABLE request_key ADD COLUMN words_kept boolean NOT NULL DEFAULT false`);
    await queryRunner.query(
      `COMMENT ON COLUMN request_key.words_kept IS 'Its person_word rows are made; those of older requests a sweep makes'`,
    );
    await queryRunner.query(
      `CREATE INDEX request_key_wordless_idx ON request_key (organisation_id, rights_request_id) WHERE NOT words_kept`,
    );
    await queryRunner.query(
      `CREATE POLICY request_key_wordless ON request_key FOR SELECT USING (${LOOKS_FOR_WORK} AND NOT words_kept)`,
    );

    await queryRunner.query(`ALTER TABLE rights_request ADD COLUMN reference_tail text COLLATE "C"`);
    await queryRunner.query(
      `COMMENT ON COLUMN rights_request.reference_tail IS 'What follows the last dash of the reference: how people name a case'`,
    );
    await queryRunner.query(`UPDATE rights_request SET reference_tail = substring(reference from '[^-]*$')`);
    await queryRunner.query(`
      CREATE FUNCTION forthwith_reference_tail() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.reference_tail := substring(NEW.reference from '[^-]*$');
        RETURN NEW;
      END $$`);
    await queryRunner.query(`
      CREATE TRIGGER rights_request_reference_tail BEFORE INSERT ON rights_request
      FOR EACH ROW EXECUTE FUNCTION forthwith_reference_tail()`);
    await queryRunner.query(`CREATE INDEX rights_request_tail_idx ON rights_request (organisation_id, reference_tail)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TRIGGER rights_request_reference_tail ON rights_request`);
    await queryRunner.query(`DROP FUNCTION forthwith_reference_tail()`);
    await queryRunner.query(`ALTER TABLE rights_request DROP COLUMN reference_tail`);
    await queryRunner.query(`DROP POLICY request_key_wordless ON request_key`);
    await queryRunner.query(`ALTER TABLE request_key DROP COLUMN words_kept`);
    await queryRunner.query(`DROP TABLE person_word`);
  }
}
