import type { MigrationInterface, QueryRunner } from 'typeorm';

const OPEN = `state IN ('recorded', 'acknowledged', 'answered')`;
const RIGHTS = [
  'withdrawal',
  'access',
  'rectification',
  'erasure',
  'restriction',
  'notification',
  'portability',
  'objection',
  'automated-decision',
  'complaint',
] as const;

/** Open is what is not closed: also what is answered. */
const BEFORE = `state IN ('recorded', 'acknowledged')`;
const OPEN_INDEXES = {
  rights_request_worklist_idx: '(organisation_id, next_on, id)',
  rights_request_open_received_idx: '(organisation_id, received_at, id)',
  rights_request_open_reference_idx: '(organisation_id, reference)',
  rights_request_open_state_idx: '(organisation_id, state, next_on, id)',
} as const;

const right = (name: string) => `rights_request_right_${name.replaceAll('-', '_')}_idx`;

/** Each view of the worklist is read from an index in its order, whatever the size of the archive. */
export class ListCases1764000000222 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [name, columns] of Object.entries(OPEN_INDEXES)) {
      await queryRunner.query(`DROP INDEX ${name}`);
      await queryRunner.query(`CREATE INDEX ${name} ON rights_request ${columns} WHERE ${OPEN}`);
    }
    await queryRunner.query(`
      CREATE INDEX rights_request_waiting_idx ON rights_request (organisation_id, next_on, id)
        WHERE clock = 'paused' AND ${OPEN}`);
    await queryRunner.query(`
      CREATE INDEX rights_request_due_idx ON rights_request (organisation_id, due_on, id)
        WHERE clock = 'running' AND ${OPEN}`);
    await queryRunner.query(`
      CREATE INDEX rights_request_mine_idx ON rights_request (organisation_id, acknowledged_by, next_on, id)
        WHERE ${OPEN}`);
    for (const name of RIGHTS) {
      await queryRunner.query(
        `CREATE INDEX ${right(name)} ON rights_request (organisation_id, next_on, id) WHERE '${name}' = ANY (rights)`,
      );
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX ${RIGHTS.map(right).join(', ')}`);
    await queryRunner.query(`DROP INDEX rights_request_mine_idx, rights_request_due_idx, rights_request_waiting_idx`);
    for (const [name, columns] of Object.entries(OPEN_INDEXES)) {
      await queryRunner.query(`DROP INDEX ${name}`);
      await queryRunner.query(`CREATE INDEX ${name} ON rights_request ${columns} WHERE ${BEFORE}`);
    }
  }
}
