import type { MigrationInterface, QueryRunner } from 'typeorm';

const SAME_ORGANISATION = `organisation_id = (SELECT forthwith_organisation())`;
const LOOKS_FOR_WORK = `((SELECT forthwith_organisation()) IS NULL AND (SELECT forthwith_acts_as('system')))`;
const CASEWORK = `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('dpo', 'system'))`;

/** Per table: who sees a row, who writes one, and what the application may do. */
const TABLES = {
  // Which case a mail answers must be found out before the organisation is known: ids and moments, no content.
  case_message: {
    select: `${LOOKS_FOR_WORK} OR (${CASEWORK})`,
    write: CASEWORK,
    may: 'SELECT, INSERT, UPDATE, DELETE',
  },
  reply_address: { select: `${LOOKS_FOR_WORK} OR (${CASEWORK})`, write: CASEWORK, may: 'SELECT, INSERT, DELETE' },
  message_draft: {
    select: `${CASEWORK} AND user_id = (SELECT forthwith_user())`,
    write: `${SAME_ORGANISATION} AND ((SELECT forthwith_acts_as('system')) OR user_id = (SELECT forthwith_user()))`,
    may: 'SELECT, INSERT, UPDATE, DELETE',
  },
  message_template: {
    select: `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('dpo', 'admin', 'system'))`,
    write: `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('dpo'))`,
    may: 'SELECT, INSERT',
  },
} as const;

/** What goes to the person and comes back: one thread a case, and the templates it is written from. */
export class WriteToPeople1764000000015 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE organisation ADD COLUMN address_form text NOT NULL DEFAULT 'sie'
        CONSTRAINT organisation_address_form_known CHECK (address_form IN ('sie', 'du'))`);
    await queryRunner.query(
      `COMMENT ON COLUMN organisation.address_form IS 'How people are addressed in German letters'`,
    );
    await queryRunner.query(`
      CREATE TABLE case_message (
        id uuid CONSTRAINT case_message_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT case_message_organisation_fkey REFERENCES organisation (id),
        rights_request_id uuid NOT NULL CONSTRAINT case_message_rights_request_fkey REFERENCES rights_request (id),
        direction text NOT NULL CONSTRAINT case_message_direction_known CHECK (direction IN ('out', 'in')),
        way text NOT NULL CONSTRAINT case_message_way_known CHECK (way IN ('mail', 'letter')),
        kind text,
        language text,
        state text NOT NULL CONSTRAINT case_message_state_known
          CHECK (state IN ('queued', 'made', 'sent', 'failed', 'bounced', 'received')),
        created_at timestamptz NOT NULL,
        created_by uuid,
        sent_on date,
        sent_at timestamptz,
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz,
        message_id text CONSTRAINT case_message_message_id_key UNIQUE,
        fingerprint bytea CONSTRAINT case_message_fingerprint_length CHECK (length(fingerprint) = 32),
        verified boolean NOT NULL DEFAULT true,
        automatic boolean NOT NULL DEFAULT false,
        CONSTRAINT case_message_fingerprint_key UNIQUE (rights_request_id, fingerprint)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE case_message IS 'What was sent to the person or came from them; its text and bytes lie in sealed'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN case_message.message_id IS 'Ours, of a mail we sent; never a stranger''s'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN case_message.fingerprint IS 'HMAC of an incoming mail under the index key: the same mail twice is one'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN case_message.verified IS 'False: it came from another address than those known in the case'`,
    );
    await queryRunner.query(`CREATE INDEX case_message_thread_idx ON case_message (rights_request_id, created_at, id)`);
    await queryRunner.query(`
      CREATE TABLE reply_address (
        rights_request_id uuid CONSTRAINT reply_address_pkey PRIMARY KEY
          CONSTRAINT reply_address_rights_request_fkey REFERENCES rights_request (id),
        organisation_id uuid NOT NULL,
        token_hash bytea NOT NULL CONSTRAINT reply_address_token_key UNIQUE
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN reply_address.token_hash IS 'SHA-256 of the token in the reply address: whoever reads the database cannot write to a case'`,
    );
    await queryRunner.query(`
      CREATE TABLE message_draft (
        rights_request_id uuid NOT NULL CONSTRAINT message_draft_rights_request_fkey REFERENCES rights_request (id),
        organisation_id uuid NOT NULL,
        user_id uuid NOT NULL,
        ciphertext bytea NOT NULL,
        saved_at timestamptz NOT NULL,
        CONSTRAINT message_draft_pkey PRIMARY KEY (rights_request_id, user_id)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE message_draft IS 'What was typed and not sent yet, sealed under the request''s key'`,
    );
    await queryRunner.query(`
      CREATE TABLE message_template (
        organisation_id uuid NOT NULL CONSTRAINT message_template_organisation_fkey REFERENCES organisation (id),
        kind text NOT NULL,
        language text NOT NULL CONSTRAINT message_template_language_known CHECK (language IN ('de', 'en')),
        version integer NOT NULL CONSTRAINT message_template_version_positive CHECK (version > 0),
        standard boolean NOT NULL,
        subject text NOT NULL,
        body text NOT NULL,
        created_at timestamptz NOT NULL,
        created_by uuid NOT NULL,
        CONSTRAINT message_template_pkey PRIMARY KEY (organisation_id, kind, language, version)
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN message_template.standard IS 'True: from this version on the standard text of the program holds again'`,
    );
    for (const [table, { select, write, may }] of Object.entries(TABLES)) {
      await queryRunner.query(`GRANT ${may} ON ${table} TO forthwith_app`);
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
      await queryRunner.query(`CREATE POLICY ${table}_select ON ${table} FOR SELECT USING (${select})`);
      await queryRunner.query(`CREATE POLICY ${table}_insert ON ${table} FOR INSERT WITH CHECK (${write})`);
      await queryRunner.query(
        `CREATE POLICY ${table}_update ON ${table} FOR UPDATE USING (${write}) WITH CHECK (${write})`,
      );
      await queryRunner.query(`CREATE POLICY ${table}_delete ON ${table} FOR DELETE USING (${write})`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE message_template, message_draft, reply_address, case_message`);
    await queryRunner.query(`ALTER TABLE organisation DROP COLUMN address_form`);
  }
}
