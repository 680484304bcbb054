import { simpleParser } from 'mailparser';
import type { MailHead } from '../../domain/correspondence/threading.js';

const HEAD_BYTES = 256 * 1024;
const ADDRESS = /[^\s<>,;:"()[\]\\]+@[^\s<>,;:"()[\]\\]+/g;
/** Printable ASCII, and short enough to be quoted in a line of our own (RFC 5322 s2.1.1): nothing else is compared or kept. */
const IDENTIFIER = /<[!-;=?-~]{1,500}@[!-;=?-~]{1,400}>/g;
/** As many as a long thread has; a head full of them is no reason to ask the database for each. */
const IDENTIFIERS = 100;
/** Added on the way: the same mail by two ways differs in them. */
const TRACE = /^(received|return-path|delivered-to|x-[a-z0-9-]+|authentication-results|arc-[a-z-]+|envelope-to)$/;

const STILL_TRYING =
  /delayed|not yet been delivered|(will|continue to|keep) (be )?(retry|retried|tr(y|ying))|verzögert/i;
const HTML_LIMIT = 1_000_000;
/** Of parts that come without a name. */
const ENDINGS: Readonly<Record<string, string>> = {
  ...{ 'message/rfc822': '.eml', 'text/calendar': '.ics', 'application/pdf': '.pdf', 'text/html': '.html' },
  ...{ 'image/jpeg': '.jpg', 'image/png': '.png', 'image/gif': '.gif' },
};

export interface InboundMail {
  readonly head: MailHead;
  readonly subject: string;
  readonly date: string;
  /** Everything but what is added on the way: what makes it the same mail. */
  readonly core: Buffer;
}

export interface DeliveryReport {
  readonly failed: boolean;
  /** Message-IDs. */
  readonly about: readonly string[];
}

/** What is shown of a mail: from outside, as plain text only. */
export interface ReadableMail {
  readonly subject: string;
  readonly from: string;
  /** Undefined: there is one, but it is too much to be turned into text. */
  readonly text: string | undefined;
  readonly attachments: readonly ReadableAttachment[];
}

export interface ReadableAttachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/**
 * Head fields by plain scanning, so that no mail is built so that it cannot be put where it belongs. `recipients`: of
 * the envelope, where it is known; the head's own otherwise.
 */
export function inboundMail(raw: Buffer, recipients?: readonly string[]): InboundMail {
  const { fields, bodyAt } = fieldsOf(raw);
  const all = (name: string): string[] => fields.filter((field) => field.name === name).map(({ value }) => value);
  const first = (name: string): string => all(name)[0] ?? '';
  const addressed = ['to', 'cc', 'delivered-to', 'x-original-to', 'envelope-to'].flatMap((name) =>
    all(name).flatMap((value) => value.match(ADDRESS) ?? []),
  );
  const from = first('from');
  const kept = fields.filter(({ name }) => !TRACE.test(name)).map(({ name, value }) => `${name}:${value}`);
  return {
    head: {
      from: (/<([^<>\s]+@[^<>\s]+)>\s*$/.exec(from)?.[1] ?? from.match(ADDRESS)?.[0] ?? '').toLowerCase(),
      recipients: recipients ?? addressed,
      messageId: first('message-id').match(IDENTIFIER)?.[0] ?? '',
      inReplyTo: identifiersIn(all('in-reply-to')).slice(0, IDENTIFIERS),
      // The nearest stand last.
      references: identifiersIn(all('references')).slice(-IDENTIFIERS),
      autoSubmitted: first('auto-submitted'),
      precedence: first('precedence'),
      autoReply: first('x-autoreply') || first('x-autorespond'),
      contentType: first('content-type'),
      returnPath: first('return-path'),
    },
    subject: first('subject'),
    date: first('date'),
    core: Buffer.concat([Buffer.from(kept.join('\n'), 'latin1'), raw.subarray(bodyAt)]),
  };
}

/**
 * RFC 3464: whether delivery has failed, and the Message-IDs that the report quotes. Where a mail server writes in its
 * own words only, it has failed unless it says that it goes on trying.
 */
export function deliveryReport(raw: Buffer): DeliveryReport {
  const body = raw
    .subarray(fieldsOf(raw).bodyAt)
    .toString('latin1')
    .replaceAll(/\r?\n[ \t]+/g, ' ');
  const quoted = [...body.matchAll(/^(?:message-id|x-original-message-id):\s*(<[^\s<>]+>)/gim)];
  const about = identifiersIn(quoted.map(([, id = '']) => id)).slice(0, IDENTIFIERS);
  const action = /^action:\s*(\w+)/im.exec(body)?.[1]?.toLowerCase();
  const failed = action === undefined ? !STILL_TRYING.test(body) : /^action:\s*failed\b/im.test(body);
  return { failed, about };
}

/** Undefined: nothing that a reader of mail can make sense of; the original is still there. */
export async function readMail(raw: Buffer): Promise<ReadableMail | undefined> {
  try {
    const mail = await simpleParser(raw, {
      skipTextToHtml: true,
      skipImageLinks: true,
      maxHtmlLengthToParse: HTML_LIMIT,
    });
    const attachments = mail.attachments.map(({ filename, contentType, content }, at) => ({
      filename: filename ?? `${at + 1}${ENDINGS[contentType] ?? ''}`,
      contentType,
      content,
    }));
    const text = mail.text ?? '';
    const beyond = text.trim() === '' && typeof mail.html === 'string' && mail.html.length > HTML_LIMIT;
    return {
      ...{ subject: mail.subject ?? '', from: mail.from?.text ?? '', attachments },
      text: beyond ? undefined : text,
    };
  } catch {
    return undefined;
  }
}

function identifiersIn(values: readonly string[]): string[] {
  return values.flatMap((value) => value.match(IDENTIFIER) ?? []);
}

interface Field {
  readonly name: string;
  readonly value: string;
}

function fieldsOf(raw: Buffer): { readonly fields: readonly Field[]; readonly bodyAt: number } {
  const head = raw.subarray(0, HEAD_BYTES).toString('latin1');
  const end = /\r?\n\r?\n/.exec(head);
  const text = (end === null ? head : head.slice(0, end.index)).replaceAll(/\r?\n[ \t]+/g, ' ');
  const fields = text.split(/\r?\n/).flatMap((line) => {
    const [, name, value] = /^([!-9;-~]+):[ \t]*(.*)$/.exec(line) ?? [];
    return name === undefined ? [] : [{ name: name.toLowerCase(), value: value ?? '' }];
  });
  return { fields, bodyAt: end === null ? head.length : end.index + end[0].length };
}
