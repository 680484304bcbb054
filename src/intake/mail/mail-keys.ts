import type { InboundMail } from '../../platform/mail/inbound.js';
import type { Vault } from '../../platform/vault/vault.js';
import { sha256Of } from '../../requests/correspondence/message-content.js';

/**
 * By what a mail is known again, first what is kept: Message-ID, author and date, since a gateway's tag in the subject
 * makes another mail of it otherwise; the whole of it where one of them is missing.
 */
export function fingerprintsOf(
  vault: Vault,
  organisationId: string,
  mail: InboundMail,
): readonly [Buffer, ...Buffer[]] {
  const whole = vault.blindIndex(organisationId, `mail:${sha256Of(mail.core).toString('base64')}`);
  const { messageId, from } = mail.head;
  if (messageId === '' || from === '' || mail.date === '') {
    return [whole];
  }
  return [vault.blindIndex(organisationId, `mail-id:${JSON.stringify([messageId, from, mail.date])}`), whole];
}
