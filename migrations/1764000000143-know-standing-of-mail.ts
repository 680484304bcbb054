import type { MigrationInterface, QueryRunner } from 'typeorm';

const SYSTEM = `(SELECT forthwith_acts_as('system'))`;

/** Whether mail works, as whichever process last found it: for administrators, health and metrics. */
export class KnowStandingOfMail1764000000143 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE mail_standing (
        place text CONSTRAINT mail_standing_pkey PRIMARY KEY,
        good_at timestamptz,
        bad_at timestamptz,
        trouble text,
        CONSTRAINT mail_standing_trouble_dated CHECK (trouble IS NULL OR bad_at IS NOT NULL)
      )`);
    for (const [column, comment] of [
      ['place', 'out: the server that mails go to; in: and a hash, a mailbox that is read'],
      ['good_at', 'A mail was accepted, the mailbox was read; to some seconds'],
      ['bad_at', 'Since when it does not work, or last did not'],
      ['trouble', 'Class of what is wrong now; null: it works'],
    ] as const) {
      await queryRunner.query(`COMMENT ON COLUMN mail_standing.${column} IS '${comment}'`);
    }
    await queryRunner.query(`GRANT SELECT, INSERT, UPDATE ON mail_standing TO forthwith_app`);
    await queryRunner.query(`ALTER TABLE mail_standing ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY`);
    await queryRunner.query(
      `CREATE POLICY mail_standing_all ON mail_standing FOR ALL USING (${SYSTEM}) WITH CHECK (${SYSTEM})`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE mail_standing`);
  }
}
