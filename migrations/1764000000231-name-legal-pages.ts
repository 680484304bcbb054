import type { MigrationInterface, QueryRunner } from 'typeorm';

const PAGES = {
  imprint_url: 'Imprint (§ 5 DDG)',
  privacy_url: 'Privacy notice (Art. 13 GDPR)',
  accessibility_url: 'Accessibility statement (§ 12b BGG and the laws of the Länder)',
} as const;

/** Whoever is sent to a page of ours finds there whose page it is and what the law wants said about it. */
export class NameLegalPages1764000000231 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const [column, comment] of Object.entries(PAGES)) {
      await queryRunner.query(`
        ALTER TABLE organisation ADD COLUMN ${column} text
          CONSTRAINT organisation_${column}_https CHECK (${column} ~ '^https://[^[:space:]]+$')`);
      await queryRunner.query(`COMMENT ON COLUMN organisation.${column} IS '${comment}; null: not named'`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const dropped = Object.keys(PAGES).map((column) => `DROP COLUMN ${column}`);
    await queryRunner.query(`ALTER TABLE organisation ${dropped.join(', ')}`);
  }
}
