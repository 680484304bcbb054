/** `unsure`: a person has to read it. `passed-on`: given to a server that reports no further. */
export type ReportedDelivery = 'failed' | 'delayed' | 'delivered' | 'passed-on' | 'unsure';

/** Said of a mail that is still under way, in the words of servers in English and German, umlauts written out. */
const STILL_TRYING = [
  ...['delayed', 'not yet been delivered', 'not been delivered yet', 'still trying', 'still being tried', 'will retry'],
  ...[
    'will be retried',
    'will try again',
    'will be tried again',
    'continue to try',
    'continue trying',
    'continue to be',
  ],
  ...[
    'keep trying',
    'keep retrying',
    'continue to attempt',
    'further attempts will',
    'delivery attempts will continue',
  ],
  ...['you do not need to resend', 'no need to resend', 'no action is required', 'temporarily', 'deferred'],
  ...['verzoeger', 'noch nicht zugestellt', 'bisher nicht zugestellt', 'noch nicht ausgeliefert', 'bislang nicht'],
  ...['zustellversuche werden', 'weitere zustellversuche', 'weiterhin versucht', 'weiter versucht', 'erneut versucht'],
  ...['wieder versucht', 'wird fortgesetzt', 'werden fortgesetzt', 'nichts unternehmen', 'muessen nichts tun'],
  ...['keine aktion erforderlich', 'nicht erneut senden', 'voruebergehend', 'in der warteschlange'],
];

/** Said of a mail that nobody will try again. */
const GIVEN_UP = [
  ...[
    'giving up',
    'given up',
    'gave up',
    'no further attempts',
    'will not be retried',
    'will not retry',
    'not try again',
  ],
  ...[
    'has expired',
    'permanent error',
    'permanent failure',
    'permanent fatal',
    'failed permanently',
    'permanently failed',
  ],
  ...['keine weiteren versuche', 'keine weiteren zustellversuche', 'nicht mehr versucht', 'aufgegeben', 'endgueltig'],
  ...['nicht weiter versucht', 'dauerhafter fehler', 'permanenter fehler'],
];

const FAILED = [
  ...['undeliver', 'not be delivered', 'not deliver', "wasn't delivered", 'was not delivered', 'not been delivered'],
  ...[
    'could not be sent',
    'delivery failed',
    'delivery has failed',
    'delivery failure',
    'failed recipient',
    'failure notice',
  ],
  ...[
    'failed to deliver',
    'unable to deliver',
    'returned to sender',
    'returning message',
    'user unknown',
    'unknown user',
  ],
  ...[
    'no such user',
    'no such recipient',
    'does not exist',
    "doesn't exist",
    "couldn't be found",
    'mailbox unavailable',
  ],
  ...['mailbox full', 'mailbox is full', 'quota', 'address rejected', 'recipient rejected', 'was rejected', 'blocked'],
  ...['unzustellbar', 'nicht zugestellt', 'nicht zustellbar', 'nicht ausgeliefert', 'zustellung fehlgeschlagen'],
  ...['zustellung gescheitert', 'nicht uebermittelt', 'nicht gesendet', 'nicht erreicht', 'fehlgeschlagen'],
  ...[
    'benutzer unbekannt',
    'empfaenger unbekannt',
    'postfach unbekannt',
    'adresse unbekannt',
    'unbekannter empfaenger',
  ],
  ...['postfach voll', 'postfach ist voll', 'existiert nicht', 'nicht gefunden', 'zurueckgewiesen', 'abgelehnt'],
  // Of the neighbours' servers.
  ...["n'a pas pu", 'pas pu remettre', 'non remis', 'impossible de remettre', 'niet worden bezorgd', 'niet bezorgd'],
  ...['onbestelbaar', 'non è stato possibile', 'mancato recapito', 'no se pudo entregar', 'no se ha podido entregar'],
];

const DELIVERED = [
  ...[
    'successfully delivered',
    'was delivered to',
    'has been delivered to',
    'erfolgreich zugestellt',
    'wurde zugestellt',
  ],
];

/** RFC 3463 and RFC 5321: a class of 5 is permanent, of 4 is not. No date and no address of numbers is either. */
const PERMANENT = /(?:^|[^\d.])5(?:\.[0-7]\.\d{1,3}(?!\d|\.\d)|[0-5]\d[ :-])/m;
const TRANSIENT = /(?:^|[^\d.])4(?:\.[0-7]\.\d{1,3}(?!\d|\.\d)|[0-5]\d[ :-])/m;

/** Where a server's own words end and the mail they are about begins. */
const QUOTE_RULE =
  /^\W{0,20}(?:begin|original|urspr|returned|copy|forwarded|weitergeleitet|kopie|below|header|message head|nachricht|quoted|the following is|es folgt|inhalt)/i;
const QUOTED_FIELD =
  /^(?:>|(?:return-path|received|message-id|from|von|to|an|subject|betreff|date|datum|mime-version):)/i;

/** What a mail server's own words say of a mail; the subject counts where they say nothing. */
export function whatServerSays(text: string, subject: string): ReportedDelivery {
  const said = judged(ownWords(text));
  return said === 'unsure' ? judged(withoutQuote(subject)) : said;
}

function judged(words: string): ReportedDelivery {
  const plain = spelledOut(words);
  const has = (list: readonly string[]): boolean => list.some((phrase) => plain.includes(phrase));
  const permanent = PERMANENT.test(words);
  if (has(STILL_TRYING)) {
    return has(GIVEN_UP) || permanent ? (has(GIVEN_UP) ? 'failed' : 'unsure') : 'delayed';
  }
  if (has(GIVEN_UP) || permanent) {
    return 'failed';
  }
  if (TRANSIENT.test(words)) {
    return has(FAILED) ? 'unsure' : 'delayed';
  }
  return has(FAILED) ? 'failed' : has(DELIVERED) ? 'delivered' : 'unsure';
}

/** Without the mail that it quotes. */
export function ownWords(text: string): string {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => {
    const start = line.trimStart().slice(0, 80);
    return QUOTED_FIELD.test(start) || (/^[-_=*]{2}/.test(start) && QUOTE_RULE.test(start));
  });
  return lines.slice(0, end < 0 ? undefined : end).join('\n');
}

/** A subject names ours behind its own words: "Unzustellbar: Ihre Anfrage". */
function withoutQuote(subject: string): string {
  const colon = subject.indexOf(':');
  return colon < 0 ? subject : subject.slice(0, colon);
}

function spelledOut(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/\s/g, ' ')
    .split(' ')
    .filter((word) => word !== '')
    .join(' ');
}
