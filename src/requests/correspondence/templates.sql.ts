import type { MessageKind, MessageLanguage } from '../../domain/correspondence/kinds.js';
import { statement, type Executor } from '../../platform/database/statement.js';

/** A version of a template of one organisation. */
export interface TemplateRow {
  readonly kind: MessageKind;
  readonly language: MessageLanguage;
  readonly version: number;
  /** True: from here on the standard text holds again. */
  readonly standard: boolean;
  readonly subject: string;
  readonly body: string;
  readonly createdAt: Date;
}

const NEWEST = statement(
  'template-newest',
  `SELECT DISTINCT ON (kind, language) kind, language, version, standard, subject, body, created_at AS "createdAt"
   FROM message_template WHERE organisation_id = $1 ORDER BY kind, language, version DESC`,
);

/** The newest version of each template that was ever changed. */
export async function newestTemplates(executor: Executor, organisationId: string): Promise<readonly TemplateRow[]> {
  return (await executor.run<TemplateRow>(NEWEST, [organisationId])).rows;
}

const VERSIONS = statement(
  'template-versions',
  `SELECT kind, language, version, standard, subject, body, created_at AS "createdAt"
   FROM message_template WHERE organisation_id = $1 AND kind = $2 AND language = $3 ORDER BY version DESC`,
);

/** Newest first. */
export async function templateVersions(
  executor: Executor,
  organisationId: string,
  kind: MessageKind,
  language: MessageLanguage,
): Promise<readonly TemplateRow[]> {
  return (await executor.run<TemplateRow>(VERSIONS, [organisationId, kind, language])).rows;
}

const INSERT = statement(
  'template-insert',
  `INSERT INTO message_template
     (organisation_id, kind, language, version, standard, subject, body, created_at, created_by)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   ON CONFLICT ON CONSTRAINT message_template_pkey DO NOTHING`,
);

/** False: that version has been written by somebody else meanwhile. */
export async function insertTemplate(
  executor: Executor,
  organisationId: string,
  template: TemplateRow,
  userId: string,
): Promise<boolean> {
  const { kind, language, version, standard, subject, body, createdAt } = template;
  const values = [organisationId, kind, language, version, standard, subject, body, createdAt, userId];
  return (await executor.run(INSERT, values)).count === 1;
}
