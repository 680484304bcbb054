import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long a forwarded request may lie before the deputy gets it too: a limit of the instruction, kept by a sweep. */
export class LimitTakingOver1764000000142 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE instruction ADD COLUMN takeover_limit_hours integer
        CONSTRAINT instruction_takeover_limit_positive CHECK (takeover_limit_hours > 0)`);
    await queryRunner.query(`
      ALTER TABLE forwarding ADD COLUMN takeover_due_at timestamptz, ADD COLUMN untaken_at timestamptz`);
    for (const [column, comment] of [
      [
        'instruction.takeover_limit_hours',
        'From the acceptance by the mail server until the DPO takes over; null: none',
      ],
      ['forwarding.takeover_due_at', 'When nobody having taken over is noted; null: no limit, or looked at already'],
      ['forwarding.untaken_at', 'The limit passed and nobody had taken over; the deputy has it too'],
    ] as const) {
      await queryRunner.query(`COMMENT ON COLUMN ${column} IS '${comment}'`);
    }
    await queryRunner.query(`
      CREATE INDEX forwarding_takeover_due_idx ON forwarding (takeover_due_at) WHERE takeover_due_at IS NOT NULL`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX forwarding_takeover_due_idx`);
    await queryRunner.query(`ALTER TABLE forwarding DROP COLUMN takeover_due_at, DROP COLUMN untaken_at`);
    await queryRunner.query(`ALTER TABLE instruction DROP COLUMN takeover_limit_hours`);
  }
}
