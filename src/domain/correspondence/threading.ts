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
  /** A filter of ours or of the sender's says so. */
  readonly isSpam: boolean;
  readonly contentType: string;
  readonly returnPath: string;
}

const TOKEN = /^[a-z2-7]{26}$/;
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
  /^(automatische antwort|automatic reply|auto(-| )?reply|autoantwort|auto:|auto-antwort|out of (the )?office|abwesenheit|abwesend|automatisch antwoord|r.ponse automatique|risposta automatica|respuesta autom.tica|odpowied. automatyczna)/i;

type AutomaticMarks = 'autoSubmitted' | 'precedence' | 'returnPath' | 'autoReply' | 'vacation' | 'suppress' | 'subject';

/** Written by a program, as far as its marks say; a hint, for people answer through programs too. */
export function isAutomatic(head: Pick<MailHead, AutomaticMarks>): boolean {
  // RFC 3834 s5: one word, perhaps with a comment or parameters behind it.
  const [auto = ''] = head.autoSubmitted
    .toLowerCase()
    .trim()
    .split(/[\s;(]/);
  return (
    (auto !== '' && auto !== 'no') ||
    /^(bulk|junk|list|auto_reply)$/i.test(head.precedence.trim()) ||
    head.returnPath.trim() === '<>' ||
    isSaid(head.autoReply) ||
    isSaid(head.vacation) ||
    (isSaid(head.suppress) && !/^none$/i.test(head.suppress.trim())) ||
    ABSENT.test(head.subject.trim())
  );
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
export function isFromMailServer({ from, returnPath }: Pick<MailHead, 'from' | 'returnPath'>): boolean {
  return returnPath.trim() === '<>' || /^(mailer-daemon|postmaster)@/i.test(from);
}

/** It says of itself that it comes from a mail server. */
export function isFromMailDaemon({ from }: Pick<MailHead, 'from'>): boolean {
  return /^(mailer-daemon|postmaster)@/i.test(from);
}

/** Worth reading as a report: one after RFC 3464, or one in a server's own words that is no note of somebody's absence. */
export function mayBeReport(head: MailHead): boolean {
  const isAbsence = isSaid(head.vacation) || isSaid(head.autoReply) || ABSENT.test(head.subject.trim());
  return isDeliveryReport(head.contentType) || (isFromMailServer(head) && !isAbsence);
}

export function isDeliveryReport(contentType: string): boolean {
  return /^multipart\/report\b/i.test(contentType.trim()) && /report-type\s*=\s*"?delivery-status/i.test(contentType);
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
