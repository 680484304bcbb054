import type { MigrationInterface, QueryRunner } from 'typeorm';

const SAME_ORGANISATION = `organisation_id = (SELECT forthwith_organisation())`;
const LOOKS_FOR_WORK = `((SELECT forthwith_organisation()) IS NULL AND (SELECT forthwith_acts_as('system')))`;
const AS_PERSON = `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('person'))`;

/** Whoever follows the link of a package acts as `person`, and that very package is who they are. */
const OWN_PACKAGE = `(${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('dpo', 'system')))
  OR (${AS_PERSON} AND id = (SELECT forthwith_user()))`;

/** Data that goes with the person (Art. 20 GDPR): that it was made ready, how it left, that it is gone. */
export class HandOverPackages1764000000020 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE portability_package (
        id uuid CONSTRAINT portability_package_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT portability_package_organisation_fkey REFERENCES organisation (id),
        rights_request_id uuid NOT NULL CONSTRAINT portability_package_request_fkey REFERENCES rights_request (id),
        state text NOT NULL DEFAULT 'ready' CONSTRAINT portability_package_state_known
          CHECK (state IN ('ready', 'collected', 'transmitted', 'ended')),
        prepared_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        offered_at timestamptz,
        mailed_at timestamptz,
        settled_on date,
        link_hash bytea CONSTRAINT portability_package_link_key UNIQUE
          CONSTRAINT portability_package_link_hash_length CHECK (length(link_hash) = 32),
        code_salt bytea,
        code_ends_at timestamptz,
        codes integer NOT NULL DEFAULT 0,
        attempts integer NOT NULL DEFAULT 0,
        mail_attempts integer NOT NULL DEFAULT 0
      )`);
    for (const [column, comment] of [
      ['ends_at', 'From then on the package cannot be collected and is erased'],
      [
        'link_hash',
        'SHA-256 of the word in the address at which the person collects; stays, so that its end can be told',
      ],
      ['code_salt', 'The code is an HMAC over this, under a key that is no part of the database; gone with the end'],
      ['codes', 'How many codes the person asked for'],
      ['attempts', 'Codes entered so far'],
    ] as const) {
      await queryRunner.query(`COMMENT ON COLUMN portability_package.${column} IS '${comment}'`);
    }
    await queryRunner.query(`CREATE INDEX portability_package_request_idx ON portability_package (rights_request_id)`);
    await queryRunner.query(
      `CREATE INDEX portability_package_ready_idx ON portability_package (ends_at) WHERE state = 'ready'`,
    );
    await queryRunner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON portability_package TO forthwith_app`);
    await queryRunner.query(`ALTER TABLE portability_package ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    const byDpo = `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('dpo', 'system'))`;
    for (const policy of [
      `portability_package_select ON portability_package FOR SELECT USING (${LOOKS_FOR_WORK} OR ${OWN_PACKAGE})`,
      `portability_package_insert ON portability_package FOR INSERT WITH CHECK (${byDpo})`,
      `portability_package_update ON portability_package FOR UPDATE USING (${OWN_PACKAGE}) WITH CHECK (${OWN_PACKAGE})`,
      `portability_package_delete ON portability_package FOR DELETE USING (${byDpo})`,
      `sealed_select_package ON sealed FOR SELECT USING (${AS_PERSON} AND field IN
        ('attachment-package-' || (SELECT forthwith_user()), 'attachment-package-link-' || (SELECT forthwith_user())))`,
      `request_key_select_package ON request_key FOR SELECT USING (${AS_PERSON} AND EXISTS (
        SELECT 1 FROM portability_package p
        WHERE p.id = (SELECT forthwith_user()) AND p.rights_request_id = request_key.rights_request_id))`,
    ]) {
      await queryRunner.query(`CREATE POLICY ${policy}`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP POLICY request_key_select_package ON request_key`);
    await queryRunner.query(`DROP POLICY sealed_select_package ON sealed`);
    await queryRunner.query(`DROP TABLE portability_package`);
  }
}
