import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who asks by mail may be told by a program that it came in (RFC 3834), a few times a day. */
export class ConfirmMails1764000000280 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE organisation ADD COLUMN confirms_mails boolean NOT NULL DEFAULT false`);
    await queryRunner.query(
      `COMMENT ON COLUMN organisation.confirms_mails IS 'Whether senders of requests by mail are told that they came in'`,
    );
    await queryRunner.query(
      `CREATE INDEX inbound_mail_confirmed_idx ON inbound_mail (organisation_id, recorded_at) WHERE confirmed_to IS NOT NULL`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX inbound_mail_confirmed_idx`);
    await queryRunner.query(`ALTER TABLE organisation DROP COLUMN confirms_mails`);
  }
}
