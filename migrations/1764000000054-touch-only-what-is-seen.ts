import type { MigrationInterface, QueryRunner } from 'typeorm';

interface SelectPolicy {
  readonly table: string;
  readonly seen: string;
}

/** Keys and sealed content: destroying them is for good, and is done a case at a time. */
const DESTROYED_BY_CASE = ['request_key', 'sealed', 'blind_index'];

/**
 * A statement that forgot its WHERE needs no policy for SELECT: until now an UPDATE or DELETE of that kind reached every
 * row that its role may write, seen or not, also of other organisations. Now it reaches no row that its role does not
 * see; and of what cannot be brought back no statement destroys more than one case.
 */
export class TouchOnlyWhatIsSeen1764000000054 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // Who anchored what is seen in one's own organisation; the log of logs itself is the program's.
    await queryRunner.query(`
      ALTER POLICY log_anchor_select ON log_anchor USING (
        (SELECT forthwith_acts_as('system')) OR organisation_id = (SELECT forthwith_organisation()))`);
    for (const { table, seen } of await selectPolicies(queryRunner)) {
      await queryRunner.query(
        `CREATE POLICY ${table}_update_seen ON ${table} AS RESTRICTIVE FOR UPDATE USING (${seen}) WITH CHECK (true)`,
      );
      await queryRunner.query(
        `CREATE POLICY ${table}_delete_seen ON ${table} AS RESTRICTIVE FOR DELETE USING (${seen})`,
      );
    }
    await queryRunner.query(`
      CREATE FUNCTION forthwith_one_case() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF (SELECT count(DISTINCT rights_request_id) FROM gone) > 1 THEN
          RAISE EXCEPTION 'more than one case in one statement' USING ERRCODE = 'FW004';
        END IF;
        RETURN NULL;
      END $$`);
    for (const table of DESTROYED_BY_CASE) {
      await queryRunner.query(`
        CREATE TRIGGER ${table}_one_case AFTER DELETE ON ${table} REFERENCING OLD TABLE AS gone
        FOR EACH STATEMENT EXECUTE FUNCTION forthwith_one_case()`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of DESTROYED_BY_CASE) {
      await queryRunner.query(`DROP TRIGGER ${table}_one_case ON ${table}`);
    }
    await queryRunner.query(`DROP FUNCTION forthwith_one_case()`);
    await queryRunner.query(`
      ALTER POLICY log_anchor_select ON log_anchor USING (true)`);
    const made = (await queryRunner.query(
      `SELECT tablename AS "table", policyname AS policy FROM pg_policies
       WHERE schemaname = 'public' AND policyname IN (tablename || '_update_seen', tablename || '_delete_seen')`,
    )) as readonly { readonly table: string; readonly policy: string }[];
    for (const { table, policy } of made) {
      await queryRunner.query(`DROP POLICY ${policy} ON ${table}`);
    }
  }
}

/** What may be seen of each table, as its policies for SELECT say it together. */
async function selectPolicies(queryRunner: QueryRunner): Promise<readonly SelectPolicy[]> {
  return (await queryRunner.query(
    `SELECT tablename AS "table", string_agg('(' || qual || ')', ' OR ' ORDER BY policyname) AS seen
     FROM pg_policies
     WHERE schemaname = 'public' AND cmd = 'SELECT' AND permissive = 'PERMISSIVE'
     GROUP BY tablename ORDER BY tablename`,
  )) as readonly SelectPolicy[];
}
