import type { MailKind } from '../domain/log/events/mail.js';
import { statement, type Executor } from '../platform/database/statement.js';

/** What a mail is about. */
export interface MailMatter {
  /** The check, package, task, message, recipient, reminder or delivery. */
  readonly about: string;
  /** Null: no single request. */
  readonly rightsRequestId: string | null;
  /** It goes to the data protection officer. */
  readonly toDpo: boolean;
}

export interface RefusedMail extends MailMatter {
  readonly id: string;
  readonly organisationId: string;
  readonly kind: MailKind;
  /** Null: not even offered. */
  readonly smtpCode: number | null;
  readonly refusedAt: Date;
}

const INSERT = statement(
  'insert-refused-mail',
  `INSERT INTO refused_mail (id, organisation_id, rights_request_id, kind, about_id, to_dpo, smtp_code, refused_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
);

export async function insertRefusedMail(executor: Executor, mail: RefusedMail): Promise<void> {
  const { id, organisationId, rightsRequestId, kind, about, toDpo, smtpCode, refusedAt } = mail;
  await executor.run(INSERT, [id, organisationId, rightsRequestId, kind, about, toDpo, smtpCode, refusedAt]);
}

// A digest stands for those before it; of anything else, a mail only for one about the same.
const SETTLE = statement(
  'settle-refused-mails',
  `UPDATE refused_mail SET settled_at = now()
   WHERE organisation_id = $1 AND kind = $2 AND to_dpo = $4 AND settled_at IS NULL
     AND (about_id = $3 OR rights_request_id IS NULL)`,
);

/** A mail of this kind about the same was accepted: what was refused before needs nobody's attention any more. */
export async function settleRefusedMails(
  executor: Executor,
  organisationId: string,
  kind: MailKind,
  { about, toDpo }: MailMatter,
): Promise<void> {
  await executor.run(SETTLE, [organisationId, kind, about, toDpo]);
}
