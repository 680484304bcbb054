import type { MailHead } from '../../domain/correspondence/threading.js';
import { addressesIn, authorOf, identifiersIn, mailFields, shownField } from './mail-head.js';

/** As many as a long thread has; a head full of them is no reason to ask the database for each. */
const IDENTIFIERS = 100;
/** Added on the way: the same mail by two ways differs in them. */
const TRACE = /^(received|return-path|delivered-to|x-[a-z0-9-]+|authentication-results|arc-[a-z-]+|envelope-to)$/;
const RECIPIENT_FIELDS = ['to', 'cc', 'delivered-to', 'x-original-to', 'envelope-to'];

export interface InboundMail {
  readonly head: MailHead;
  /** Decoded, a line. */
  readonly subject: string;
  readonly date: string;
  /** Everything but what is added on the way: what makes it the same mail. */
  readonly core: Buffer;
}

/** `recipients`: of the envelope, where it is known; the head's own otherwise. */
export function inboundMail(raw: Buffer, recipients?: readonly string[]): InboundMail {
  const { fields, bodyAt } = mailFields(raw);
  const all = (name: string): string[] => fields.filter((field) => field.name === name).map(({ value }) => value);
  const first = (name: string): string => all(name)[0] ?? '';
  const kept = fields.filter(({ name }) => !TRACE.test(name)).map(({ name, value }) => `${name}:${value}`);
  const [author, named] = [authorOf(first('from')).address, addressesIn(all('from'))];
  return {
    head: {
      from: author || (named[0] ?? '').toLowerCase(),
      authors: [...new Set(named.map((address) => address.toLowerCase()))],
      recipients: recipients ?? addressesIn(RECIPIENT_FIELDS.flatMap(all)),
      messageId: identifiersIn(all('message-id'), 1)[0] ?? '',
      inReplyTo: identifiersIn(all('in-reply-to'), IDENTIFIERS),
      // The nearest stand last.
      references: identifiersIn(all('references'), Infinity).slice(-IDENTIFIERS),
      autoSubmitted: first('auto-submitted'),
      precedence: first('precedence'),
      autoReply: first('x-autoreply') || first('x-autorespond'),
      vacation: first('x-vacation') || first('x-ms-exchange-inbox-rules-loop'),
      suppress: first('x-auto-response-suppress'),
      subject: shownField(first('subject')),
      isSpam: /^yes/i.test(first('x-spam-flag').trim()) || /^yes/i.test(first('x-spam-status').trim()),
      contentType: first('content-type'),
      returnPath: first('return-path'),
    },
    subject: shownField(first('subject')),
    date: first('date'),
    core: Buffer.concat([Buffer.from(kept.join('\n'), 'latin1'), raw.subarray(bodyAt)]),
  };
}
