import type { MigrationInterface, QueryRunner } from 'typeorm';

const SAME_ORGANISATION = `organisation_id = (SELECT forthwith_organisation())`;
const DPO = `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('dpo'))`;
const OWN = `${DPO} AND user_id = (SELECT forthwith_user())`;

/** Per table: its grants, who sees a row, who writes one. */
const TABLES = {
  worklist_view: { grants: 'SELECT, INSERT, UPDATE, DELETE', select: OWN, write: OWN },
  request_note: { grants: 'SELECT, INSERT, UPDATE', select: DPO, write: DPO },
  request_draft: { grants: 'SELECT, INSERT, UPDATE, DELETE', select: OWN, write: OWN },
} as const;

/** Each order of the worklist, over everything and over what is open, read page by page (keyset). */
const INDEXES = [
  `rights_request_by_received_idx ON rights_request (organisation_id, received_at, id)`,
  `rights_request_by_state_idx ON rights_request (organisation_id, state, next_on, id)`,
  `rights_request_by_channel_idx ON rights_request (organisation_id, channel_id, next_on, id)`,
  `rights_request_open_received_idx ON rights_request (organisation_id, received_at, id)
     WHERE state IN ('recorded', 'acknowledged')`,
  `rights_request_open_reference_idx ON rights_request (organisation_id, reference)
     WHERE state IN ('recorded', 'acknowledged')`,
  `rights_request_open_state_idx ON rights_request (organisation_id, state, next_on, id)
     WHERE state IN ('recorded', 'acknowledged')`,
] as const;

/** The DPO's desk: saved views of the worklist, internal notes, drafts, and the orders of the list. */
export class KeepDesk1764000000018 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE worklist_view (
        id uuid CONSTRAINT worklist_view_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT worklist_view_organisation_fkey REFERENCES organisation (id),
        user_id uuid NOT NULL CONSTRAINT worklist_view_user_fkey REFERENCES user_account (id),
        name text NOT NULL CONSTRAINT worklist_view_name_length CHECK (length(name) BETWEEN 1 AND 60),
        query text NOT NULL CONSTRAINT worklist_view_query_length CHECK (length(query) <= 300),
        starts boolean NOT NULL DEFAULT false,
        CONSTRAINT worklist_view_name_key UNIQUE (organisation_id, user_id, name)
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN worklist_view.query IS 'Filter and order as the address of the list has them; the search for a reference is not kept'`,
    );
    await queryRunner.query(
      `CREATE UNIQUE INDEX worklist_view_start_key ON worklist_view (organisation_id, user_id) WHERE starts`,
    );
    await queryRunner.query(`
      CREATE TABLE request_note (
        id uuid CONSTRAINT request_note_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT request_note_organisation_fkey REFERENCES organisation (id),
        rights_request_id uuid NOT NULL CONSTRAINT request_note_rights_request_fkey REFERENCES rights_request (id),
        author_id uuid NOT NULL CONSTRAINT request_note_author_fkey REFERENCES user_account (id),
        added_at timestamptz NOT NULL,
        retracted_at timestamptz
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE request_note IS 'That there is a note; what it says lies in sealed, as field note-<id>'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN request_note.retracted_at IS 'Taken back: shown as such, its text stays until the request is erased'`,
    );
    await queryRunner.query(`CREATE INDEX request_note_request_idx ON request_note (rights_request_id, added_at)`);
    await queryRunner.query(`
      CREATE TABLE request_draft (
        rights_request_id uuid NOT NULL CONSTRAINT request_draft_key_fkey
          REFERENCES request_key (rights_request_id) ON DELETE CASCADE,
        user_id uuid NOT NULL CONSTRAINT request_draft_user_fkey REFERENCES user_account (id),
        kind text NOT NULL CONSTRAINT request_draft_kind_word CHECK (kind ~ '^[a-z][a-z-]{0,39}$'),
        organisation_id uuid NOT NULL,
        saved_at timestamptz NOT NULL,
        ciphertext bytea NOT NULL,
        CONSTRAINT request_draft_pkey PRIMARY KEY (rights_request_id, user_id, kind)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE request_draft IS 'What somebody has typed and not sent, under the request''s key, and gone with it; no fact of the case'`,
    );
    for (const [table, { grants, select, write }] of Object.entries(TABLES)) {
      await queryRunner.query(`GRANT ${grants} ON ${table} TO forthwith_app`);
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
      await queryRunner.query(`CREATE POLICY ${table}_select ON ${table} FOR SELECT USING (${select})`);
      await queryRunner.query(`CREATE POLICY ${table}_insert ON ${table} FOR INSERT WITH CHECK (${write})`);
      await queryRunner.query(
        `CREATE POLICY ${table}_update ON ${table} FOR UPDATE USING (${write}) WITH CHECK (${write})`,
      );
      await queryRunner.query(`CREATE POLICY ${table}_delete ON ${table} FOR DELETE USING (${write})`);
    }
    for (const index of INDEXES) {
      await queryRunner.query(`CREATE INDEX ${index}`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX ${INDEXES.map((index) => index.split(' ')[0]).join(', ')}`);
    await queryRunner.query(`DROP TABLE request_draft, request_note, worklist_view`);
  }
}
