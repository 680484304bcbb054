import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A forwarding that came back is a state, what is known of its arrival stands in the row, and a mail says who wrote it. */
export class FollowWhatComesBack1764000000141 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE forwarding
        DROP CONSTRAINT forwarding_state_known,
        ADD CONSTRAINT forwarding_state_known CHECK (state IN ('queued', 'forwarded', 'failed', 'bounced')),
        ADD COLUMN bounces integer NOT NULL DEFAULT 0,
        ADD COLUMN arrival text CONSTRAINT forwarding_arrival_known CHECK (arrival IN ('passed-on', 'delivered')),
        ADD COLUMN arrival_at timestamptz,
        ADD CONSTRAINT forwarding_arrival_dated CHECK ((arrival IS NULL) = (arrival_at IS NULL))`);
    for (const [column, comment] of [
      ['state', 'failed: refused (5xx); bounced: accepted, and came back later; both tried again, with an alarm'],
      ['bounces', 'How often it was accepted and came back: each time it is tried again later than before'],
      ['arrival', 'What a mail server reported since it was accepted; null: nothing, so nothing is known beyond that'],
    ] as const) {
      await queryRunner.query(`COMMENT ON COLUMN forwarding.${column} IS '${comment}'`);
    }
    await queryRunner.query(`DROP INDEX forwarding_not_accepted_idx`);
    await queryRunner.query(`
      CREATE INDEX forwarding_not_accepted_idx ON forwarding (late_at) WHERE state IN ('queued', 'failed', 'bounced')`);
    await queryRunner.query(`
      ALTER TABLE case_message ADD COLUMN origin text NOT NULL DEFAULT 'person'
        CONSTRAINT case_message_origin_known
        CHECK (origin IN ('person', 'dpo', 'department', 'recipient', 'mail-server'))`);
    await queryRunner.query(
      `COMMENT ON COLUMN case_message.origin IS 'Of an incoming one: by which of our mails it answers, who wrote it; a hint, as From is'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE case_message DROP COLUMN origin`);
    await queryRunner.query(`DROP INDEX forwarding_not_accepted_idx`);
    await queryRunner.query(`UPDATE forwarding SET state = 'failed' WHERE state = 'bounced'`);
    await queryRunner.query(`
      CREATE INDEX forwarding_not_accepted_idx ON forwarding (late_at) WHERE state IN ('queued', 'failed')`);
    await queryRunner.query(`
      ALTER TABLE forwarding
        DROP COLUMN bounces, DROP COLUMN arrival, DROP COLUMN arrival_at,
        DROP CONSTRAINT forwarding_state_known,
        ADD CONSTRAINT forwarding_state_known CHECK (state IN ('queued', 'forwarded', 'failed'))`);
    await queryRunner.query(
      `COMMENT ON COLUMN forwarding.state IS 'failed: the server refused (5xx), tried again all the same, with an alarm'`,
    );
  }
}
