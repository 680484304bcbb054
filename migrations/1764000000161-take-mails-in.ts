import type { MigrationInterface, QueryRunner } from 'typeorm';

const SAME_ORGANISATION = `organisation_id = (SELECT forthwith_organisation())`;
const CASEWORK = `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('dpo', 'system'))`;

/** Mails that are no answer: those that became a request, and those that wait for somebody to say where they belong. */
export class TakeMailsIn1764000000161 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE organisation ADD COLUMN intake_addresses text[] NOT NULL DEFAULT '{}'`);
    await queryRunner.query(`
      CREATE TABLE inbound_mail (
        id uuid CONSTRAINT inbound_mail_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT inbound_mail_organisation_fkey REFERENCES organisation (id),
        fingerprint bytea NOT NULL CONSTRAINT inbound_mail_fingerprint_length CHECK (length(fingerprint) = 32),
        state text NOT NULL CONSTRAINT inbound_mail_state_known
          CHECK (state IN ('open', 'in-case', 'new-case', 'set-aside')),
        why text NOT NULL,
        arrived_at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL,
        rights_request_id uuid CONSTRAINT inbound_mail_rights_request_fkey REFERENCES rights_request (id),
        message_id uuid,
        settled_at timestamptz,
        settled_by uuid,
        confirmed_to bytea CONSTRAINT inbound_mail_confirmed_to_length CHECK (length(confirmed_to) = 32),
        epoch integer,
        wrapped bytea,
        summary bytea,
        original bytea,
        CONSTRAINT inbound_mail_fingerprint_key UNIQUE (organisation_id, fingerprint)
      )`);
    for (const [target, comment] of [
      [
        'COLUMN organisation.intake_addresses',
        'A mail to one of these is a new request, unless it answers one of ours',
      ],
      ['TABLE inbound_mail', 'One row a mail that is no answer by itself: so the same mail twice is one'],
      [
        'COLUMN inbound_mail.fingerprint',
        'HMAC under the index key, of Message-ID, author and date or of the whole mail',
      ],
      ['COLUMN inbound_mail.why', 'Why nobody but a person can say where it belongs; for a request: requested'],
      ['COLUMN inbound_mail.arrived_at', 'When the mail server got it'],
      ['COLUMN inbound_mail.rights_request_id', 'While it is open, only a suggestion'],
      ['COLUMN inbound_mail.message_id', 'The message that it has become in its case'],
      ['COLUMN inbound_mail.confirmed_to', 'HMAC of the address to which a confirmation of receipt went'],
      ['COLUMN inbound_mail.wrapped', 'Its own data key; null once its content is erased'],
      ['COLUMN inbound_mail.summary', 'Sealed: who wrote it, subject, hash of the bytes'],
      ['COLUMN inbound_mail.original', 'Sealed: its bytes as they came'],
    ] as const) {
      await queryRunner.query(`COMMENT ON ${target} IS '${comment}'`);
    }
    await queryRunner.query(
      `CREATE INDEX inbound_mail_open_idx ON inbound_mail (organisation_id, arrived_at) WHERE state = 'open'`,
    );
    await queryRunner.query(
      `CREATE INDEX inbound_mail_kept_idx ON inbound_mail (settled_at) WHERE settled_at IS NOT NULL AND wrapped IS NOT NULL`,
    );
    await queryRunner.query(`CREATE INDEX inbound_mail_case_idx ON inbound_mail (rights_request_id)`);
    await queryRunner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON inbound_mail TO forthwith_app`);
    await queryRunner.query(`ALTER TABLE inbound_mail ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    // Workers look for what is to be erased over all organisations: ids and moments.
    const lookedFor = `((SELECT forthwith_organisation()) IS NULL AND (SELECT forthwith_acts_as('system')))`;
    for (const policy of [
      `inbound_mail_select ON inbound_mail FOR SELECT USING (${lookedFor} OR (${CASEWORK}))`,
      `inbound_mail_insert ON inbound_mail FOR INSERT WITH CHECK (${CASEWORK})`,
      `inbound_mail_update ON inbound_mail FOR UPDATE USING (${CASEWORK}) WITH CHECK (${CASEWORK})`,
      `inbound_mail_delete ON inbound_mail FOR DELETE USING (${CASEWORK})`,
    ]) {
      await queryRunner.query(`CREATE POLICY ${policy}`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE inbound_mail`);
    await queryRunner.query(`ALTER TABLE organisation DROP COLUMN intake_addresses`);
  }
}
