import type { MigrationInterface, QueryRunner } from 'typeorm';

const DPO = `organisation_id = (SELECT forthwith_organisation()) AND (SELECT forthwith_acts_as('dpo'))`;

/** Which request went on in which other, and what a merge brought, so that it can be undone. */
export class JoinRequests1764000000019 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE request_join (
        id uuid CONSTRAINT request_join_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT request_join_organisation_fkey REFERENCES organisation (id),
        kind text NOT NULL CONSTRAINT request_join_kind_known CHECK (kind IN ('merge', 'split')),
        from_id uuid NOT NULL CONSTRAINT request_join_from_fkey REFERENCES rights_request (id),
        into_id uuid NOT NULL CONSTRAINT request_join_into_fkey REFERENCES rights_request (id),
        joined_at timestamptz NOT NULL,
        undone_at timestamptz,
        added_rights text[] NOT NULL DEFAULT '{}',
        added_events jsonb NOT NULL DEFAULT '[]',
        CONSTRAINT request_join_two CHECK (from_id <> into_id)
      )`);
    await queryRunner.query(
      `COMMENT ON COLUMN request_join.into_id IS 'merge: the request that goes on; split: the new request with the rights that left'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN request_join.added_events IS 'What the merge added to deadline_events of into_id: days and kinds, no text'`,
    );
    await queryRunner.query(
      `CREATE UNIQUE INDEX request_join_merged_key ON request_join (from_id) WHERE kind = 'merge' AND undone_at IS NULL`,
    );
    await queryRunner.query(`CREATE INDEX request_join_from_idx ON request_join (from_id)`);
    await queryRunner.query(`CREATE INDEX request_join_into_idx ON request_join (into_id)`);
    await queryRunner.query(`GRANT SELECT, INSERT, UPDATE ON request_join TO forthwith_app`);
    await queryRunner.query(`ALTER TABLE request_join ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    await queryRunner.query(`CREATE POLICY request_join_select ON request_join FOR SELECT USING (${DPO})`);
    await queryRunner.query(`CREATE POLICY request_join_insert ON request_join FOR INSERT WITH CHECK (${DPO})`);
    await queryRunner.query(
      `CREATE POLICY request_join_update ON request_join FOR UPDATE USING (${DPO}) WITH CHECK (${DPO})`,
    );
    await queryRunner.query(`CREATE POLICY request_join_delete ON request_join FOR DELETE USING (${DPO})`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE request_join`);
  }
}
