import { isUnchecked } from '../platform/documents/file-type.js';
import type { OpenedClaim } from '../requests/claims/claims.service.js';
import type { ComplaintRow } from '../requests/complaints/complaints.sql.js';
import type { AttachmentRecord, RequestContent } from '../requests/sealed/content.js';
import type { ShownMessage } from '../requests/correspondence/thread.service.js';
import type { IdentityFile } from '../requests/identity-check/identity-check-reading.service.js';
import type { Note } from '../requests/notes/notes.service.js';
import type { PackageRow } from '../requests/portability/packages.sql.js';
import type { RecipientRow } from '../requests/recipients/recipients.sql.js';
import type { RestrictionRow } from '../requests/restrictions/restrictions.sql.js';
import type { TaskFile } from '../requests/tasks/task-reading.service.js';

/** What was sealed of a case, by its field; nothing of it is left once it is erased. */
export type Sealed = ReadonlyMap<string, Readonly<Record<string, string>>>;

const wordOf = (sealed: Sealed, field: string, word: string): string | null => sealed.get(field)?.[word] ?? null;
const moment = (at: Date | null): string | null => at?.toISOString() ?? null;

export function openedClaimView({ right, checks, outcome, ground, reasons, decidedAt }: OpenedClaim) {
  return { right, checks, outcome, ground, reasons, decidedAt: moment(decidedAt) };
}

export function recipientView(sealed: Sealed, row: RecipientRow) {
  const { id, state, toldBy, leftOutWhy, settledOn, disclosedOn, attempts, smtpCode } = row;
  return {
    ...{ id, state, toldBy, leftOutWhy, settledOn, disclosedOn, attempts, smtpCode },
    name: wordOf(sealed, `recipient-${id}`, 'name'),
    email: wordOf(sealed, `recipient-${id}`, 'email'),
    address: wordOf(sealed, `recipient-${id}`, 'address'),
    how: wordOf(sealed, `recipient-told-${id}`, 'how'),
    reasons: wordOf(sealed, `recipient-reason-${id}`, 'reasons'),
    text: wordOf(sealed, `recipient-mail-${id}`, 'text'),
    reply: wordOf(sealed, `recipient-reply-${id}`, 'reply'),
  };
}

export function restrictionView(sealed: Sealed, row: RestrictionRow) {
  return {
    ...restrictionFacts(row),
    what: wordOf(sealed, `restriction-${row.id}`, 'what'),
    end: wordOf(sealed, `restriction-${row.id}`, 'end'),
  };
}

/** Without content. */
export function restrictionFacts(row: RestrictionRow) {
  const { id, ground, beganOn, reviewOn, announcedOn, liftingOn, liftedOn } = row;
  return { id, ground, beganOn, reviewOn, announcedOn, liftingOn, liftedOn };
}

export function complaintView(sealed: Sealed, row: ComplaintRow) {
  const { id, receivedOn, safeOn, dueOn, statedOn, result, concludedOn } = row;
  return {
    ...{ id, receivedOn, safeOn, dueOn, statedOn, result, concludedOn },
    authority: wordOf(sealed, `complaint-${id}`, 'authority'),
    fileNumber: wordOf(sealed, `complaint-${id}`, 'fileNumber'),
    statementNote: wordOf(sealed, `complaint-statement-${id}`, 'note'),
    resultNote: wordOf(sealed, `complaint-result-${id}`, 'note'),
  };
}

export function packageView(sealed: Sealed, row: PackageRow) {
  const { id, state, preparedAt, endsAt, offeredAt, mailedAt, settledOn } = row;
  return {
    ...{ id, state, settledOn, preparedAt: preparedAt.toISOString(), endsAt: endsAt.toISOString() },
    ...{ offeredAt: moment(offeredAt), mailedAt: moment(mailedAt) },
    files: wordOf(sealed, `package-${id}`, 'files')?.split('\n') ?? null,
    address: wordOf(sealed, `package-offer-${id}`, 'address'),
    controller: wordOf(sealed, `package-sent-${id}`, 'controller'),
  };
}

export function identityCheckView({ row, doubt, evidence }: IdentityFile) {
  const { id, method, state, startedAt, codeEndsAt, attempts, mailedAt, endedOn, endedByPerson } = row;
  return {
    ...{ id, doubt: row.doubt, method, state, attempts, endedOn, endedByPerson },
    ...{ startedAt: startedAt.toISOString(), codeEndsAt: moment(codeEndsAt), mailedAt: moment(mailedAt) },
    ...{ why: doubt?.why ?? null, documentReason: doubt?.documentReason ?? null },
    ...{ address: evidence?.address ?? null, questions: evidence?.questions ?? null },
  };
}

export function taskView({ row, words, notes = [], answers }: TaskFile) {
  const { id, state, turn, version, untilOn, assignedTo, assignedAt, outcome, answeredAt, endedAt } = row;
  return {
    ...{ id, state, turn, version, until: untilOn, user: assignedTo, outcome },
    ...{ assignedAt: assignedAt.toISOString(), answeredAt: moment(answeredAt), endedAt: moment(endedAt) },
    ...{ what: words?.what ?? null, address: words?.address ?? null, files: words?.files.map(fileView) ?? null, notes },
    answers: answers.map((answer) => ({
      ...{ outcome: answer.outcome, text: answer.text, files: answer.files.map(fileView) },
    })),
  };
}

export function noteView({ id, addedAt, retractedAt, content, retractable }: Note) {
  return {
    ...{ id, addedAt: addedAt.toISOString(), retractedAt: moment(retractedAt), retractable },
    ...{ text: content?.text ?? null, author: content?.author ?? null },
  };
}

export function messageView(message: ShownMessage) {
  const { id, direction, way, kind, language, state, createdAt, sentOn, verified, automatic } = message;
  const { from, to, subject, body, cut, untold, unread, origin, authentication } = message;
  const attachments = message.attachments.map(({ filename, size }) => ({ filename, size }));
  return {
    ...{ id, direction, way, kind, language, state, createdAt: createdAt.toISOString(), sentOn, verified, automatic },
    ...{ from, to, subject, body: body ?? null, cut, untold: untold ?? null, attachments },
    ...{ unread, origin, authentication: authentication ?? null },
  };
}

export function contentView({ message, from, contact, lateReason, attachments }: RequestContent) {
  return { message, from, contact, lateReason, attachments: attachments.map(fileView) };
}

function fileView({ field, filename, contentType, size, sha256 }: AttachmentRecord) {
  return { field, filename, contentType, size, sha256, unchecked: isUnchecked(contentType) };
}
