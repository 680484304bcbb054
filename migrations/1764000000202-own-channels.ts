import type { MigrationInterface, QueryRunner } from 'typeorm';

const KINDS = [
  ...['linkedin', 'instagram', 'facebook', 'youtube', 'xing', 'x', 'homepage', 'email', 'telephone', 'letter'],
  ...['in-person', 'fax', 'whatsapp', 'tiktok', 'contact-form', 'de-mail', 'passed-on', 'other'],
];

/** Somebody looks after each channel, and says when they have looked; every kind that the program knows can be set up. */
export class OwnChannels1764000000202 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE channel
        ADD COLUMN owner_id uuid CONSTRAINT channel_owner_fkey REFERENCES user_account (id),
        ADD COLUMN deputy_id uuid CONSTRAINT channel_deputy_fkey REFERENCES user_account (id),
        ADD COLUMN looked_at timestamptz`);
    await queryRunner.query(`
      ALTER TABLE channel DROP CONSTRAINT channel_kind_known,
        ADD CONSTRAINT channel_kind_known CHECK (kind IN (${KINDS.map((kind) => `'${kind}'`).join(', ')}))`);
    await queryRunner.query(
      `COMMENT ON COLUMN channel.looked_at IS 'When its owner or deputy last stated that everything there has been handed over'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE channel DROP CONSTRAINT channel_kind_known,
        ADD CONSTRAINT channel_kind_known CHECK (kind IN (${KINDS.slice(0, 11)
          .map((kind) => `'${kind}'`)
          .join(', ')}))`);
    await queryRunner.query(`ALTER TABLE channel DROP COLUMN looked_at, DROP COLUMN deputy_id, DROP COLUMN owner_id`);
  }
}
