import type { MigrationInterface, QueryRunner } from 'typeorm';

const SAME_ORGANISATION = `organisation_id = (SELECT forthwith_organisation())`;
const SEES_REQUESTS = `(SELECT forthwith_acts_as('dpo', 'auditor', 'system'))`;
const OWN_REQUEST = `EXISTS (SELECT 1 FROM rights_request r WHERE r.id = rights_request_id)`;

/** Workers look for what is due over all organisations; they see ids and moments there, never content. */
const LOOKS_FOR_WORK = `((SELECT forthwith_organisation()) IS NULL AND (SELECT forthwith_acts_as('system')))`;

/** Per table: who sees a row and who may write one (P8). Rows of another organisation do not exist. */
const POLICIES: Readonly<Record<string, { select: string; write: string }>> = {
  channel: { select: SAME_ORGANISATION, write: SAME_ORGANISATION },
  dpo_designation: { select: SAME_ORGANISATION, write: SAME_ORGANISATION },
  instruction: { select: SAME_ORGANISATION, write: SAME_ORGANISATION },
  instruction_confirmation: { select: SAME_ORGANISATION, write: SAME_ORGANISATION },
  rights_request: {
    // Staff see their own hand-overs, the administrator none.
    select: `${SAME_ORGANISATION} AND (${SEES_REQUESTS} OR
      ((SELECT forthwith_acts_as('staff')) AND handed_over_by = (SELECT forthwith_user())))`,
    write: SAME_ORGANISATION,
  },
  request_key: {
    select: `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('dpo', 'system'))`,
    write: SAME_ORGANISATION,
  },
  sealed: { select: `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('dpo', 'system'))`, write: SAME_ORGANISATION },
  blind_index: {
    select: `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('dpo', 'system'))`,
    write: SAME_ORGANISATION,
  },
  idempotency_key: { select: SAME_ORGANISATION, write: SAME_ORGANISATION },
  forwarding: {
    select: `${LOOKS_FOR_WORK} OR (${SAME_ORGANISATION} AND (${SEES_REQUESTS} OR ${OWN_REQUEST}))`,
    write: SAME_ORGANISATION,
  },
  forwarding_attempt: { select: `${SAME_ORGANISATION} AND ${SEES_REQUESTS}`, write: SAME_ORGANISATION },
  log_head: { select: `${LOOKS_FOR_WORK} OR ${SAME_ORGANISATION}`, write: SAME_ORGANISATION },
  log_entry: {
    select: `${SAME_ORGANISATION} AND (${SEES_REQUESTS} OR (rights_request_id IS NOT NULL AND ${OWN_REQUEST}))`,
    write: SAME_ORGANISATION,
  },
  log_checkpoint: { select: SAME_ORGANISATION, write: SAME_ORGANISATION },
  log_integration: { select: `${LOOKS_FOR_WORK} OR ${SAME_ORGANISATION}`, write: SAME_ORGANISATION },
  log_tile: { select: SAME_ORGANISATION, write: SAME_ORGANISATION },
  // Who one is must be found out before the organisation is known: sign-in acts as the system.
  user_account: {
    select: `(SELECT forthwith_acts_as('system')) OR id = (SELECT forthwith_user()) OR
      ((SELECT forthwith_acts_as('admin')) AND EXISTS (
        SELECT 1 FROM membership m WHERE m.user_id = id AND m.organisation_id = (SELECT forthwith_organisation())))`,
    write: `(SELECT forthwith_acts_as('system', 'admin')) OR id = (SELECT forthwith_user())`,
  },
  membership: {
    select: `(SELECT forthwith_acts_as('system')) OR user_id = (SELECT forthwith_user()) OR
      ((SELECT forthwith_acts_as('admin')) AND ${SAME_ORGANISATION})`,
    write: `(SELECT forthwith_acts_as('system', 'admin')) AND ${SAME_ORGANISATION}`,
  },
  session: { select: `(SELECT forthwith_acts_as('system'))`, write: `(SELECT forthwith_acts_as('system'))` },
  api_token: {
    select: `(SELECT forthwith_acts_as('system')) OR user_id = (SELECT forthwith_user())`,
    write: `(SELECT forthwith_acts_as('system', 'admin')) OR user_id = (SELECT forthwith_user())`,
  },
};

/** What the application's role may do; whatever is not listed it may not. No DELETE and no UPDATE on the log. */
const GRANTS: Readonly<Record<string, string>> = {
  organisation: 'SELECT, INSERT, UPDATE',
  channel: 'SELECT, INSERT, UPDATE',
  dpo_designation: 'SELECT, INSERT, UPDATE',
  instruction: 'SELECT, INSERT',
  instruction_confirmation: 'SELECT, INSERT',
  user_account: 'SELECT, INSERT, UPDATE',
  membership: 'SELECT, INSERT, DELETE',
  session: 'SELECT, INSERT, UPDATE, DELETE',
  api_token: 'SELECT, INSERT, UPDATE',
  sign_in_attempt: 'SELECT, INSERT, DELETE',
  log_head: 'SELECT, INSERT, UPDATE',
  log_entry: 'SELECT, INSERT',
  log_checkpoint: 'SELECT, INSERT',
  log_integration: 'SELECT, INSERT, UPDATE',
  log_tile: 'SELECT, INSERT, UPDATE',
  rights_request: 'SELECT, INSERT, UPDATE',
  request_key: 'SELECT, INSERT, UPDATE, DELETE',
  sealed: 'SELECT, INSERT, DELETE',
  blind_index: 'SELECT, INSERT, DELETE',
  idempotency_key: 'SELECT, INSERT, DELETE',
  forwarding: 'SELECT, INSERT, UPDATE',
  forwarding_attempt: 'SELECT, INSERT, UPDATE',
  outbox_job: 'SELECT, INSERT, UPDATE, DELETE',
};

/** Row-level security, forced: it binds the tables' owner as well, so a forgotten WHERE cannot cross organisations. */
export class ForceRowLevelSecurity1764000000008 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [table, privileges] of Object.entries(GRANTS)) {
      await queryRunner.query(`GRANT ${privileges} ON ${table} TO forthwith_app`);
    }
    for (const [table, policy] of Object.entries(POLICIES)) {
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
      await queryRunner.query(`CREATE POLICY ${table}_select ON ${table} FOR SELECT USING (${policy.select})`);
      await queryRunner.query(`CREATE POLICY ${table}_insert ON ${table} FOR INSERT WITH CHECK (${policy.write})`);
      await queryRunner.query(
        `CREATE POLICY ${table}_update ON ${table} FOR UPDATE USING (${policy.write}) WITH CHECK (${policy.write})`,
      );
      await queryRunner.query(`CREATE POLICY ${table}_delete ON ${table} FOR DELETE USING (${policy.write})`);
    }
    await queryRunner.query(`GRANT SELECT ON migrations TO forthwith_app`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`REVOKE SELECT ON migrations FROM forthwith_app`);
    for (const table of Object.keys(POLICIES)) {
      for (const verb of ['select', 'insert', 'update', 'delete']) {
        await queryRunner.query(`DROP POLICY ${table}_${verb} ON ${table}`);
      }
      await queryRunner.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY`);
    }
    for (const table of Object.keys(GRANTS)) {
      await queryRunner.query(`REVOKE ALL ON ${table} FROM forthwith_app`);
    }
  }
}
