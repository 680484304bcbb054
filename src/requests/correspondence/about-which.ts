import type { Found } from '../../audit/sent-mails.js';
import type { Executor } from '../../platform/database/statement.js';
import type { DeliveryReport } from '../../platform/mail/delivery-report.js';
import type { OpenRequest } from '../sealed/request-vault.js';
import { contentField, type OutgoingContent } from './message-content.js';
import { sealedMessages, threadOf, type CaseOfMail } from './messages.sql.js';

/**
 * Which mail to the person a report is about that names the case and no mail: the only one to an address that failed, or
 * the only one of those with the subject it quotes. Undefined: it may be one of several, so a person has to read it.
 */
export async function aboutWhich(
  executor: Executor,
  { organisationId, rightsRequestId }: CaseOfMail,
  request: OpenRequest,
  { failedTo, subjects }: Pick<DeliveryReport, 'failedTo' | 'subjects'>,
): Promise<Found | undefined> {
  if (failedTo.length === 0) {
    return undefined;
  }
  const [rows, sealed] = [
    await threadOf(executor, rightsRequestId),
    await sealedMessages(executor, rightsRequestId, 0),
  ];
  const sent = rows.flatMap((row) => {
    const content = sealed.find(({ field }) => field === contentField(row.id));
    if (row.direction !== 'out' || row.way !== 'mail' || row.messageId === null || content === undefined) {
      return [];
    }
    const { to, subject } = request.opened<OutgoingContent>(content.field, content.ciphertext);
    return failedTo.includes(to.trim().toLowerCase()) ? [{ id: row.id, messageId: row.messageId, subject }] : [];
  });
  const [one, ...others] = sent.length > 1 ? sent.filter(({ subject }) => subjects.includes(subject)) : sent;
  return one === undefined || others.length > 0
    ? undefined
    : {
        ...{ kind: 'send-message', about: one.id, messageId: one.messageId, organisationId, rightsRequestId },
        ...{ toDpo: false, reported: null, by: 'token' },
      };
}
