import type { MigrationInterface, QueryRunner } from 'typeorm';

const SAME_ORGANISATION = `organisation_id = (SELECT forthwith_organisation())`;
const LOOKS_FOR_WORK = `((SELECT forthwith_organisation()) IS NULL AND (SELECT forthwith_acts_as('system')))`;

/** Whoever follows the link to enter a code acts as `person`, and that very check is who they are. */
const OWN_CHECK = `${SAME_ORGANISATION} AND ((SELECT forthwith_acts_as('dpo', 'system'))
  OR ((SELECT forthwith_acts_as('person')) AND id = (SELECT forthwith_user())))`;

/** Whether the person is who they say (Art. 12(6) GDPR): that it was checked, how, and with which result. */
export class CheckIdentity1764000000017 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE identity_check (
        id uuid CONSTRAINT identity_check_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT identity_check_organisation_fkey REFERENCES organisation (id),
        rights_request_id uuid NOT NULL CONSTRAINT identity_check_request_fkey REFERENCES rights_request (id),
        doubt text NOT NULL CONSTRAINT identity_check_doubt_known CHECK (doubt IN
          ('unknown-account', 'name-differs', 'contradiction', 'shared-account', 'third-person', 'other')),
        method text NOT NULL CONSTRAINT identity_check_method_known
          CHECK (method IN ('known-channel', 'code', 'known-facts', 'document')),
        state text NOT NULL DEFAULT 'open' CONSTRAINT identity_check_state_known
          CHECK (state IN ('open', 'confirmed', 'not-confirmed', 'no-longer-doubted')),
        version integer NOT NULL DEFAULT 1,
        started_by uuid NOT NULL CONSTRAINT identity_check_started_by_fkey REFERENCES user_account (id),
        started_at timestamptz NOT NULL,
        code_salt bytea,
        code_ends_at timestamptz,
        attempts integer NOT NULL DEFAULT 0,
        link_hash bytea CONSTRAINT identity_check_link_key UNIQUE
          CONSTRAINT identity_check_link_hash_length CHECK (length(link_hash) = 32),
        message_id text,
        mail_attempts integer NOT NULL DEFAULT 0,
        mailed_at timestamptz,
        ended_on date,
        ended_by_person boolean NOT NULL DEFAULT false
      )`);
    for (const [column, comment] of [
      ['code_salt', 'The code is an HMAC over this, under a key that is no part of the database; gone with the end'],
      ['link_hash', 'SHA-256 of the word in the address at which the person can enter the code; gone with the end'],
      ['attempts', 'Wrong codes so far'],
      ['ended_on', 'Day of the result: from it on the clock runs again'],
    ] as const) {
      await queryRunner.query(`COMMENT ON COLUMN identity_check.${column} IS '${comment}'`);
    }
    await queryRunner.query(
      `CREATE UNIQUE INDEX identity_check_open_key ON identity_check (rights_request_id) WHERE state = 'open'`,
    );
    await queryRunner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON identity_check TO forthwith_app`);
    await queryRunner.query(`ALTER TABLE identity_check ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    const byDpo = `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('dpo', 'system'))`;
    for (const policy of [
      `identity_check_select ON identity_check FOR SELECT USING (${LOOKS_FOR_WORK} OR (${OWN_CHECK}))`,
      `identity_check_insert ON identity_check FOR INSERT WITH CHECK (${byDpo})`,
      `identity_check_update ON identity_check FOR UPDATE USING (${OWN_CHECK}) WITH CHECK (${OWN_CHECK})`,
      `identity_check_delete ON identity_check FOR DELETE USING (${byDpo})`,
      // To erase the evidence, who erases must find it; without the key, which they do not see, it stays noise.
      `sealed_select_identity ON sealed FOR SELECT USING (${SAME_ORGANISATION}
        AND (SELECT forthwith_acts_as('person')) AND field = 'attachment-identity-' || (SELECT forthwith_user()))`,
    ]) {
      await queryRunner.query(`CREATE POLICY ${policy}`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP POLICY sealed_select_identity ON sealed`);
    await queryRunner.query(`DROP TABLE identity_check`);
  }
}
