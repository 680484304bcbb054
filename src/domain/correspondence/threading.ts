// RFC 3834 (automatic answers), RFC 3464 (bounces), RFC 5322 s3.6.4 (threads).

import { addedParts, type Delimiter } from './return-address.js';

/** What of a mail's head decides where it belongs. Message-IDs with their angle brackets. */
export interface MailHead {
  readonly from: string;
  /** Every address that stands in From, in lower case: more than one, and nobody can say who wrote. */
  readonly authors: readonly string[];
  readonly recipients: readonly string[];
  readonly messageId: string;
  readonly inReplyTo: readonly string[];
  readonly references: readonly string[];
  readonly autoSubmitted: string;
  readonly precedence: string;
  /** What older programs say of an automatic answer, `X-Autoreply` or `X-Autorespond`. */
  readonly autoReply: string;
  /** What Exchange and others say of theirs, `X-Vacation` or `X-MS-Exchange-Inbox-Rules-Loop`. */
  readonly vacation: string;
  /** `X-Auto-Response-Suppress`: who sends a program's mail wants no program to answer. */
  readonly suppress: string;
  readonly subject: string;
  /** `X-Failed-Recipients`: only servers that report say so. */
  readonly failedRecipients: string;
  /** Whether somebody may write to the list that it came over (`List-Post`); undefined: it came over none. */
  readonly list: 'discussion' | 'announcements' | undefined;
  /** A filter of ours or of the sender's says so. */
  readonly isSpam: boolean;
  readonly contentType: string;
  readonly returnPath: string;
}

const TOKEN = /^[a-z2-7]{26}$/;
const SUBJECT_CHARS = 300;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * `local+token@domain`: an answer to it belongs to one case, whatever its subject says. Undefined where the mail server
 * delivers no such addresses: there an answer is known by the Message-ID that it answers.
 */
export function replyAddress(mailFrom: string, token: string, delimiter: Delimiter): string | undefined {
  const at = mailFrom.lastIndexOf('@');
  return delimiter === undefined ? undefined : `${mailFrom.slice(0, at)}${delimiter}${token}${mailFrom.slice(at)}`;
}

/** What stands between `+` and `@` of addresses of ours and has the form of a token; whether it is one, a MAC tells. */
export function tokensIn(recipients: readonly string[], mailFrom: string): readonly string[] {
  return addedParts(recipients, mailFrom).filter((token) => TOKEN.test(token));
}

/** How mail programs begin the subject of an absence note, in the languages of a German office's neighbours. */
const ABSENT =
  /^\[?(automatische[rs]? (antwort|r.ckantwort|abwesenheit|beantwortung)|autom\. antwort|automatic (reply|response)|auto(-| )?(reply|response|antwort)|autoresponse|auto:|out of (the )?office|ooo:|abwesenheit|abwesend|nicht im b.ro|ich bin nicht im b.ro|automatisch antwoord|r.ponse automatique|absence du bureau|risposta automatica|respuesta autom.tica|odpowied. automatyczna)/i;

type AutomaticMarks =
  'autoSubmitted' | 'precedence' | 'returnPath' | 'autoReply' | 'vacation' | 'suppress' | 'subject' | 'contentType';

/** Written by a program, as far as its marks say; a hint, for people answer through programs too. */
export function isAutomatic(head: Pick<MailHead, AutomaticMarks>): boolean {
  return (
    submittedBy(head) !== undefined ||
    /^(bulk|junk|list|auto_reply)$/i.test(head.precedence.trim()) ||
    head.returnPath.trim() === '<>' ||
    (isSaid(head.suppress) && !/^none$/i.test(head.suppress.trim())) ||
    isAbsence(head) ||
    // Reports, and receipts of a program that showed a mail (RFC 8098).
    isReport(head.contentType)
  );
}

/**
 * Nobody asks for anything in it, as far as its marks say. Exchange marks what people write with X-Auto-Response-Suppress
 * and lists mark all that comes over them, so neither is enough.
 */
export function isNoRequest(head: Pick<MailHead, AutomaticMarks | 'list'>): boolean {
  const overList = /^list$/i.test(head.precedence.trim()) && head.list !== 'discussion';
  const isNotification = head.returnPath.trim() === '<>' || isReport(head.contentType);
  return isAbsence(head) || submittedBy(head) !== undefined || isNotification || isBulk(head) || overList;
}

/** What may wait until the next day: absence notes, advertisements, receipts. */
export function canWait(head: Pick<MailHead, AutomaticMarks | 'list'>): boolean {
  return (
    isAbsence(head) ||
    submittedBy(head) === 'auto-replied' ||
    isReport(head.contentType) ||
    head.list === 'announcements'
  );
}

/** Somebody is away, or their program answers for them. */
export function isAbsence({
  vacation,
  autoReply,
  subject,
}: Pick<MailHead, 'vacation' | 'autoReply' | 'subject'>): boolean {
  return isSaid(vacation) || isSaid(autoReply) || ABSENT.test(subject.slice(0, SUBJECT_CHARS).trim());
}

/** RFC 3834 s5: one word, perhaps with a comment or parameters behind it. Undefined: a person. */
function submittedBy({ autoSubmitted }: Pick<MailHead, 'autoSubmitted'>): string | undefined {
  const [auto = ''] = autoSubmitted
    .toLowerCase()
    .trim()
    .split(/[\s;(]/);
  return auto === '' || auto === 'no' ? undefined : auto;
}

function isBulk({ precedence }: Pick<MailHead, 'precedence'>): boolean {
  return /^(bulk|junk|auto_reply)$/i.test(precedence.trim());
}

function isReport(contentType: string): boolean {
  return /^multipart\/report\b/i.test(contentType.trim());
}

function isSaid(mark: string): boolean {
  return mark.trim() !== '' && !/^(no|false|0)$/i.test(mark.trim());
}

/** Somebody known wrote it, as far as From can say: it names one address, and that one is known. */
export function isFromKnown({ authors }: Pick<MailHead, 'authors'>, known: ReadonlySet<string>): boolean {
  const [author] = authors;
  return authors.length === 1 && author !== undefined && known.has(author);
}

/** Written by a mail server, in whatever form: older ones report in words of their own, not after RFC 3464. */
export function isFromMailServer(head: Pick<MailHead, 'from' | 'returnPath' | 'failedRecipients'>): boolean {
  return head.returnPath.trim() === '<>' || isFromMailDaemon(head);
}

/** Names under which servers write; Exchange has one with 32 hexadecimal digits. */
const DAEMON =
  /^(mailer-?daemon|mail-?daemon|mdaemon|postmaster|mail-?delivery(-(system|subsystem))?|double-bounce|microsoftexchange[0-9a-f]{32})@/i;

/** It says of itself that it comes from a mail server. */
export function isFromMailDaemon({ from, failedRecipients }: Pick<MailHead, 'from' | 'failedRecipients'>): boolean {
  return DAEMON.test(from) || failedRecipients.trim() !== '';
}

/** Worth reading as a report: one after RFC 3464, or one in a server's own words that is no note of somebody's absence. */
export function mayBeReport(head: MailHead): boolean {
  return isDeliveryReport(head.contentType) || (isFromMailServer(head) && !isAbsence(head));
}

/** RFC 6522 s3 wants the kind of report; of those that leave it out, nearly all are of deliveries. */
export function isDeliveryReport(contentType: string): boolean {
  const [, kind] = /report-type\s{0,9}=\s{0,9}"?([a-z-]{1,40})/i.exec(contentType.slice(0, 2_000)) ?? [];
  return isReport(contentType) && (kind === undefined || kind.toLowerCase() === 'delivery-status');
}

/** Message-IDs a mail answers, nearest first. */
export function answeredIds({ inReplyTo, references }: Pick<MailHead, 'inReplyTo' | 'references'>): readonly string[] {
  return [...new Set([...inReplyTo, ...[...references].reverse()])];
}

/** RFC 4648 s6 in lower case and without padding: local parts may lose their case on the way. */
export function base32(bytes: Uint8Array): string {
  let bits = 0;
  let value = 0;
  let text = '';
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) {
      text += ALPHABET[(value >>> (bits - 5)) & 31] ?? '';
      value &= (1 << (bits - 5)) - 1;
    }
  }
  return bits === 0 ? text : text + (ALPHABET[(value << (5 - bits)) & 31] ?? '');
}
