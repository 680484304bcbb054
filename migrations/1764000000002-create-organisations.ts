import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateOrganisations1764000000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE organisation (
        id uuid CONSTRAINT organisation_pkey PRIMARY KEY,
        slug text NOT NULL CONSTRAINT organisation_slug_key UNIQUE
          CONSTRAINT organisation_slug_form CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 40),
        name text NOT NULL,
        short_name text NOT NULL,
        postal_address text NOT NULL,
        email text NOT NULL,
        land text NOT NULL CONSTRAINT organisation_land_form CHECK (land ~ '^[A-Z]{2}$'),
        municipality text,
        time_zone text NOT NULL,
        reference_prefix text NOT NULL
          CONSTRAINT organisation_reference_prefix_form CHECK (reference_prefix ~ '^[A-Z]{1,4}$'),
        mail_content text NOT NULL CONSTRAINT organisation_mail_content_known CHECK (mail_content IN ('full', 'notice')),
        retention_days integer NOT NULL CONSTRAINT organisation_retention_positive CHECK (retention_days > 0),
        authority jsonb NOT NULL,
        created_at timestamptz NOT NULL
      )`);
    await queryRunner.query(`COMMENT ON TABLE organisation IS 'The controller (Verantwortlicher), GDPR Art. 4(7)'`);
    await queryRunner.query(
      `COMMENT ON COLUMN organisation.authority IS 'Competent supervisory authority: name, postalAddress, telephone, email, complaintUrl'`,
    );
    await queryRunner.query(
      `COMMENT ON COLUMN organisation.mail_content IS 'What a forwarding mail carries: the full content, or a notice with the link'`,
    );

    await queryRunner.query(`
      CREATE TABLE channel (
        id uuid CONSTRAINT channel_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT channel_organisation_fkey REFERENCES organisation (id),
        slug text NOT NULL,
        kind text NOT NULL CONSTRAINT channel_kind_known CHECK (kind IN ('linkedin', 'instagram', 'facebook',
          'youtube', 'xing', 'x', 'homepage', 'email', 'telephone', 'letter', 'in-person')),
        label_de text NOT NULL,
        label_en text NOT NULL,
        position integer NOT NULL,
        active boolean NOT NULL DEFAULT true,
        CONSTRAINT channel_slug_key UNIQUE (organisation_id, slug)
      )`);

    await queryRunner.query(`
      CREATE TABLE dpo_designation (
        id uuid CONSTRAINT dpo_designation_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT dpo_designation_organisation_fkey REFERENCES organisation (id),
        title_de text NOT NULL,
        title_en text NOT NULL,
        email text NOT NULL,
        telephone text NOT NULL,
        postal_address text NOT NULL,
        deputy boolean NOT NULL,
        valid_from timestamptz NOT NULL,
        valid_until timestamptz,
        CONSTRAINT dpo_designation_period CHECK (valid_until IS NULL OR valid_until > valid_from)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE dpo_designation IS 'Designation of the data protection officer, GDPR Art. 37; superseded ones stay'`,
    );
    // One designation and one deputy in force at a time: "exactly the designation in force" must be one row.
    await queryRunner.query(`
      CREATE UNIQUE INDEX dpo_designation_in_force_key ON dpo_designation (organisation_id, deputy)
        WHERE valid_until IS NULL`);

    await queryRunner.query(`
      CREATE TABLE instruction (
        id uuid CONSTRAINT instruction_pkey PRIMARY KEY,
        organisation_id uuid NOT NULL CONSTRAINT instruction_organisation_fkey REFERENCES organisation (id),
        version integer NOT NULL CONSTRAINT instruction_version_positive CHECK (version > 0),
        holds_from date NOT NULL,
        text_de text NOT NULL,
        text_en text NOT NULL,
        handover_limit_minutes integer NOT NULL
          CONSTRAINT instruction_handover_limit_positive CHECK (handover_limit_minutes > 0),
        forwarding_limit_seconds integer NOT NULL
          CONSTRAINT instruction_forwarding_limit_positive CHECK (forwarding_limit_seconds > 0),
        CONSTRAINT instruction_version_key UNIQUE (organisation_id, version)
      )`);
    await queryRunner.query(
      `COMMENT ON TABLE instruction IS 'Weiterleitungsanweisung: each version stays, with the day from which it holds'`,
    );

    await queryRunner.query(`
      CREATE TABLE instruction_confirmation (
        instruction_id uuid NOT NULL CONSTRAINT instruction_confirmation_instruction_fkey REFERENCES instruction (id),
        organisation_id uuid NOT NULL,
        user_id uuid NOT NULL,
        confirmed_at timestamptz NOT NULL,
        CONSTRAINT instruction_confirmation_pkey PRIMARY KEY (instruction_id, user_id)
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE instruction_confirmation, instruction, dpo_designation, channel, organisation`);
  }
}
