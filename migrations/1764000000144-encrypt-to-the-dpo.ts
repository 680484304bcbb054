import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A designation may name a certificate: forwardings to it are readable by its holder only. */
export class EncryptToTheDpo1764000000144 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE dpo_designation ADD COLUMN certificate text`);
    await queryRunner.query(
      `COMMENT ON COLUMN dpo_designation.certificate IS 'PEM, for S/MIME; null: mails go as TLS protects them'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE dpo_designation DROP COLUMN certificate`);
  }
}
