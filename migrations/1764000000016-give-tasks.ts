import type { MigrationInterface, QueryRunner } from 'typeorm';

const SAME_ORGANISATION = `organisation_id = (SELECT forthwith_organisation())`;

/** Workers look for what is due over all organisations; they see ids and days there, never content. */
const LOOKS_FOR_WORK = `((SELECT forthwith_organisation()) IS NULL AND (SELECT forthwith_acts_as('system')))`;

/** Whoever follows the link of a task acts as `department`, and that very task is who they are (P8). */
const OWN_TASK = `${SAME_ORGANISATION} AND ((SELECT forthwith_acts_as('dpo', 'system'))
  OR assigned_to = (SELECT forthwith_user())
  OR ((SELECT forthwith_acts_as('department')) AND id = (SELECT forthwith_user())))`;

/** What departments are asked to do, and the mails about it. */
export class GiveTasks1764000000016 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE task (
        id uuid CONSTRAINT task_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT task_organisation_fkey REFERENCES organisation (id),
        rights_request_id uuid NOT NULL CONSTRAINT task_request_fkey REFERENCES rights_request (id),
        assigned_to uuid CONSTRAINT task_assigned_to_fkey REFERENCES user_account (id),
        assigned_by uuid NOT NULL CONSTRAINT task_assigned_by_fkey REFERENCES user_account (id),
        assigned_at timestamptz NOT NULL,
        until_on date NOT NULL,
        state text NOT NULL DEFAULT 'open' CONSTRAINT task_state_known CHECK (state IN ('open', 'done', 'withdrawn')),
        turn text NOT NULL DEFAULT 'department' CONSTRAINT task_turn_known CHECK (turn IN ('department', 'dpo')),
        version integer NOT NULL DEFAULT 1,
        fields text[] NOT NULL,
        link_hash bytea NOT NULL CONSTRAINT task_link_key UNIQUE
          CONSTRAINT task_link_hash_length CHECK (length(link_hash) = 32),
        link bytea NOT NULL,
        link_ends_on date NOT NULL,
        answers integer NOT NULL DEFAULT 0,
        outcome text CONSTRAINT task_outcome_known CHECK (outcome IN ('done', 'not-possible', 'question')),
        answered_at timestamptz,
        ended_at timestamptz,
        reminded_on date NOT NULL,
        overdue_noted_on date
      )`);
    for (const [column, comment] of [
      ['assigned_to', 'A user; null: an address, which is sealed with the words of the task'],
      ['turn', 'Whose turn it is: after an answer the DPO looks at it, and nobody is reminded'],
      ['fields', 'The sealed fields of the request that belong to this task: its words, and the files chosen for it'],
      ['link_hash', 'SHA-256 of the word in the address: whoever reads the database cannot follow the link'],
      ['link', 'That word, sealed under the key of the request, for the mails that carry it'],
      ['reminded_on', 'The last day on which a reminder was raised, or the day of the assignment'],
    ] as const) {
      await queryRunner.query(`COMMENT ON COLUMN task.${column} IS '${comment}'`);
    }
    await queryRunner.query(`CREATE INDEX task_request_idx ON task (rights_request_id)`);
    await queryRunner.query(`CREATE INDEX task_open_idx ON task (organisation_id, until_on) WHERE state = 'open'`);
    await queryRunner.query(`CREATE INDEX task_assigned_to_idx ON task (assigned_to) WHERE assigned_to IS NOT NULL`);
    await queryRunner.query(`
      CREATE TABLE task_mail (
        id uuid CONSTRAINT task_mail_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT task_mail_organisation_fkey REFERENCES organisation (id),
        task_id uuid NOT NULL CONSTRAINT task_mail_task_fkey REFERENCES task (id),
        kind text NOT NULL CONSTRAINT task_mail_kind_known
          CHECK (kind IN ('assigned', 'extended', 'withdrawn', 'reminder', 'answered')),
        raised_on date NOT NULL,
        message_id text NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        settled_at timestamptz
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE task_mail IS 'One mail about a task, to the department or (answered) to the DPO; it holds no words of the task'`,
    );
    // Two instances, or a sweep that runs again: still one reminder a day.
    await queryRunner.query(
      `CREATE UNIQUE INDEX task_mail_reminder_key ON task_mail (task_id, raised_on) WHERE kind = 'reminder'`,
    );
    await this.protect(queryRunner);
  }

  private async protect(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON task, task_mail TO forthwith_app`);
    for (const table of ['task', 'task_mail']) {
      await queryRunner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    }
    const byDpo = `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('dpo', 'system'))`;
    const bySystem = `${SAME_ORGANISATION} AND (SELECT forthwith_acts_as('system'))`;
    for (const policy of [
      `task_select ON task FOR SELECT USING (${LOOKS_FOR_WORK} OR (${OWN_TASK}))`,
      `task_insert ON task FOR INSERT WITH CHECK (${byDpo})`,
      `task_update ON task FOR UPDATE USING (${OWN_TASK}) WITH CHECK (${OWN_TASK})`,
      `task_delete ON task FOR DELETE USING (${byDpo})`,
      `task_mail_select ON task_mail FOR SELECT USING (${bySystem})`,
      // An answer raises a mail too; whose task it is, the foreign task says.
      `task_mail_insert ON task_mail FOR INSERT WITH CHECK (${SAME_ORGANISATION}
        AND EXISTS (SELECT 1 FROM task t WHERE t.id = task_id))`,
      `task_mail_update ON task_mail FOR UPDATE USING (${bySystem}) WITH CHECK (${bySystem})`,
      `task_mail_delete ON task_mail FOR DELETE USING (${bySystem})`,
      // Behind these stands the policy of "task" itself: only one's own are found.
      `sealed_select_task ON sealed FOR SELECT USING (${SAME_ORGANISATION} AND EXISTS (
        SELECT 1 FROM task t WHERE t.rights_request_id = sealed.rights_request_id AND sealed.field = ANY (t.fields)))`,
      `request_key_select_task ON request_key FOR SELECT USING (${SAME_ORGANISATION} AND EXISTS (
        SELECT 1 FROM task t WHERE t.rights_request_id = request_key.rights_request_id))`,
    ]) {
      await queryRunner.query(`CREATE POLICY ${policy}`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP POLICY request_key_select_task ON request_key`);
    await queryRunner.query(`DROP POLICY sealed_select_task ON sealed`);
    await queryRunner.query(`DROP TABLE task_mail, task`);
  }
}
