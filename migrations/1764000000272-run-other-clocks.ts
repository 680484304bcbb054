import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Beside the month: the organisation's own target, joint controllers' arrangement (Art. 26), a breach (Art. 33). */
export class RunOtherClocks1764000000272 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE organisation
         ADD COLUMN own_target_days integer NOT NULL DEFAULT 10,
         ADD COLUMN joint_days integer NOT NULL DEFAULT 7,
         ADD COLUMN breach_contacts text[] NOT NULL DEFAULT '{}'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN organisation.breach_contacts IS 'who is alarmed of a hint of a breach, beside the DPO'`,
    );
    await queryRunner.query(
      `ALTER TABLE rights_request
         ADD COLUMN breach_since timestamptz,
         ADD COLUMN breach_outcome text
           CONSTRAINT rights_request_breach_known CHECK (breach_outcome IN ('notified', 'no-risk', 'no-breach')),
         ADD COLUMN breach_concluded_on date,
         ADD CONSTRAINT rights_request_breach_whole CHECK ((breach_outcome IS NULL) = (breach_concluded_on IS NULL)
           AND (breach_outcome IS NULL OR breach_since IS NOT NULL))`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN rights_request.breach_since IS 'when a hint of a breach (Art. 33) became known; NULL: there is none'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE rights_request DROP COLUMN breach_since, DROP COLUMN breach_outcome, DROP COLUMN breach_concluded_on`,
    );
    await queryRunner.query(
      `ALTER TABLE organisation DROP COLUMN own_target_days, DROP COLUMN joint_days, DROP COLUMN breach_contacts`,
    );
  }
}
