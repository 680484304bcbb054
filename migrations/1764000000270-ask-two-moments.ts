import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a request arrived and when somebody saw it are two moments; each may be known to the day only, or not at all. */
export class AskTwoMoments1764000000270 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE rights_request
         ADD COLUMN arrival text,
         ADD COLUMN seen_at timestamptz,
         ADD COLUMN seen text,
         ADD CONSTRAINT rights_request_arrival_known CHECK (arrival IN ('moment', 'day', 'unknown')),
         ADD CONSTRAINT rights_request_seen_known CHECK (seen IN ('moment', 'day')),
         ADD CONSTRAINT rights_request_seen_whole CHECK ((seen_at IS NULL) = (seen IS NULL))`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN rights_request.arrival IS 'how exactly received_at is known; NULL: nobody was asked (mail, older rows)'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN rights_request.seen_at IS 'when whoever handed it over saw it; the beginning of the day where seen = day'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE rights_request DROP COLUMN arrival, DROP COLUMN seen_at, DROP COLUMN seen`);
  }
}
