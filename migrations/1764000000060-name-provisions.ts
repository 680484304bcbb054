import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A decision on the law of a Member State names its provision; which ones hold depends on the kind of body. */
export class NameProvisions1764000000060 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE right_claim ADD COLUMN norm text`);
    await queryRunner.query(
      `COMMENT ON COLUMN right_claim.norm IS 'Provision (domain/rights/norms) where the ground is national law; null: none, or decided before one was named'`,
    );
    await queryRunner.query(
      `ALTER TABLE organisation ADD COLUMN body_kind text NOT NULL DEFAULT 'public-land'
         CONSTRAINT organisation_body_kind_known CHECK (body_kind IN ('public-land', 'public-federal', 'private'))`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN organisation.body_kind IS 'Whose data protection law limits rights: of the Land, of the federation, or of private bodies (§ 1(1) BDSG)'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE organisation DROP COLUMN body_kind`);
    await queryRunner.query(`ALTER TABLE right_claim DROP COLUMN norm`);
  }
}
