import type { Budget } from '../untrusted/budget.js';
import { addressesIn, headText, identifiersIn, mailFields } from './mail-head.js';
import { leavesOf, mailStructure, type MailPart } from './mail-structure.js';
import { textOf } from './mail-text.js';
import { ownWords, whatServerSays, type ReportedDelivery } from './server-words.js';

/** As many as a long thread has. */
const IDENTIFIERS = 100;
const TEXT_CHARS = 64 * 1024;
const OWN_FIELDS = ['message-id', 'x-original-message-id', 'x-microsoft-original-message-id'];
const RETURN_FIELDS = ['reply-to', 'return-path', 'from', 'sender'];

export interface DeliveryReport {
  readonly says: ReportedDelivery;
  /** Message-IDs of the mail it is about, as far as it quotes them. */
  readonly about: readonly string[];
  /** Addresses to which that mail asked to be answered: where its identifier was changed on the way, these tell. */
  readonly answerTo: readonly string[];
  /** Envelope identifiers that it gives back (RFC 3464 s2.2.1): what we gave the mail to be recognised by. */
  readonly envelopes: readonly string[];
  /** Addresses to which it could not be delivered, in lower case. */
  readonly failedTo: readonly string[];
  /** Of the mail it is about, as far as it quotes one. */
  readonly subjects: readonly string[];
}

/**
 * What a mail server reports of a mail. After decoding: RFC 3464's own fields out of its own part and nowhere else;
 * where a server writes in words of its own, those before the quoted mail.
 * @throws BudgetExceeded
 */
export async function deliveryReport(raw: Buffer, _options: undefined, budget: Budget): Promise<DeliveryReport> {
  const structure = await mailStructure(raw, budget);
  if (structure === undefined) {
    return { says: 'unsure', about: [], answerTo: [], envelopes: [], failedTo: [], subjects: [] };
  }
  const parts = leavesOf(structure);
  const own = (wanted: string): string => mailFields(raw).fields.find(({ name }) => name === wanted)?.value ?? '';
  const words = (await textOf(structure)).slice(0, TEXT_CHARS);
  const quoted = parts.filter(({ type }) => isReturned(type)).map(({ content }) => mailFields(content).fields);
  const originals = statusFields(parts, /^x-original-message-id[ \t]{0,9}:[ \t]{0,9}([!-~]{1,900})/i, false);
  // In a text the quoted head stands among the words, a field a line.
  const inWords = mailFields(Buffer.from(fieldsAmong(words).join('\n'), 'latin1')).fields;
  const all = [...quoted.flat(), ...inWords];
  const values = (names: readonly string[]): string[] =>
    all.filter(({ name }) => names.includes(name)).map(({ value }) => value);
  const says = reportedIn(parts) ?? whatServerSays(words, headText(own('subject')));
  const failed = statusFields(parts, /^(?:final|original)-recipient[ \t]{0,9}:[^;]{0,40};([^\r\n]{1,400})/i);
  const inOwnWords = failed.length === 0 ? [ownWords(words)] : [];
  return {
    says,
    about: identifiersIn([...values(OWN_FIELDS), ...originals], IDENTIFIERS),
    answerTo: addressesIn(values(RETURN_FIELDS)).slice(0, IDENTIFIERS),
    envelopes: statusFields(parts, /^original-envelope-id[ \t]{0,9}:[ \t]{0,9}([!-~]{1,100})/i).slice(0, IDENTIFIERS),
    failedTo: says === 'failed' ? lowerCase([...failed, own('x-failed-recipients'), ...inOwnWords]) : [],
    subjects: quoted.flat().flatMap(({ name, value }) => (name === 'subject' ? [headText(value)] : [])),
  };
}

function lowerCase(values: readonly string[]): readonly string[] {
  return [...new Set(addressesIn(values).map((address) => address.toLowerCase()))].slice(0, IDENTIFIERS);
}

const CLASSES: Readonly<Record<string, string>> = { 2: 'delivered', 4: 'delayed', 5: 'failed' };

/** RFC 3464 s2.3.3: for some failed is failed; only what was delivered to all is delivered. */
function reportedIn(parts: readonly MailPart[]): ReportedDelivery | undefined {
  const actions = statusFields(parts, /^action[ \t]{0,9}:[ \t]{0,9}([a-z]{1,20})/i);
  if (actions.length === 0) {
    // Some leave it out; the class of the status says as much (RFC 3463 s2).
    actions.push(...statusFields(parts, /^status[ \t]{0,9}:[ \t]{0,9}([245])\./i).map((digit) => CLASSES[digit] ?? ''));
  }
  if (actions.length === 0) {
    return undefined;
  }
  const some = (action: string): boolean => actions.includes(action);
  if (some('failed')) {
    return 'failed';
  }
  return some('delayed') ? 'delayed' : actions.every((action) => action === 'delivered') ? 'delivered' : 'passed-on';
}

function isReturned(type: string): boolean {
  return [
    'message/rfc822',
    'text/rfc822-headers',
    'message/rfc822-headers',
    'message/global',
    'message/global-headers',
  ].includes(type);
}

function fieldsAmong(words: string): readonly string[] {
  const names = [...OWN_FIELDS, ...RETURN_FIELDS];
  const lines = words.split('\n').map((line) => line.replace(/^[>\s]{1,20}/, ''));
  return lines.flatMap((line, at) => {
    const name = line.slice(0, 40).split(':')[0]?.toLowerCase() ?? '';
    // An identifier is often folded to a line of its own.
    return names.includes(name) ? [line, ` ${lines[at + 1]?.startsWith('<') === true ? lines[at + 1] : ''}`] : [];
  });
}

/** What one field of RFC 3464 says, unfolded, out of the part that has them; in lower case unless it has to stay. */
function statusFields(parts: readonly MailPart[], field: RegExp, lower = true): string[] {
  return parts
    .filter(({ type }) => type === 'message/delivery-status' || type === 'message/global-delivery-status')
    .flatMap(({ content }) =>
      content
        .toString('latin1')
        .replaceAll(/\r?\n[ \t]/g, ' ')
        .split('\n'),
    )
    .flatMap((line) => field.exec(line)?.[1] ?? [])
    .map((said) => (lower ? said.toLowerCase() : said));
}
