import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A scheduled report goes to each of its addresses by a mail of its own: one that is refused holds up nobody else. */
export class SendReportsToEach1764000000030 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE report_delivery ADD COLUMN recipients text[],
        ADD COLUMN refused_at timestamptz, ADD COLUMN smtp_code integer`);
    await queryRunner.query(
      `UPDATE report_delivery d SET recipients = s.recipients FROM report_schedule s WHERE s.id = d.schedule_id`,
    );
    await queryRunner.query(`
      ALTER TABLE report_delivery ALTER COLUMN recipients SET NOT NULL,
        DROP CONSTRAINT report_delivery_once_key,
        ADD CONSTRAINT report_delivery_once_key UNIQUE (schedule_id, from_on, to_on, recipients)`);
    await queryRunner.query(
      `COMMENT ON COLUMN report_delivery.recipients IS 'One address; several in a mail from before each had its own'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN report_delivery.refused_at IS 'The mail server refused it for good: it is not tried again'`,
    );
    await queryRunner.query(
      `COMMENT ON TABLE report_delivery IS 'One mail for one period and address; the key allows it once, whoever sweeps how often'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    // One of a period stays, as there was.
    await queryRunner.query(`
      DELETE FROM report_delivery d USING report_delivery o
      WHERE o.schedule_id = d.schedule_id AND o.from_on = d.from_on AND o.to_on = d.to_on AND o.id < d.id`);
    await queryRunner.query(`
      ALTER TABLE report_delivery DROP CONSTRAINT report_delivery_once_key,
        ADD CONSTRAINT report_delivery_once_key UNIQUE (schedule_id, from_on, to_on)`);
    await queryRunner.query(
      `ALTER TABLE report_delivery DROP COLUMN recipients, DROP COLUMN refused_at, DROP COLUMN smtp_code`,
    );
    await queryRunner.query(
      `COMMENT ON TABLE report_delivery IS 'One mail for one period; the key allows it once, whoever sweeps how often'`,
    );
  }
}
