import type { Right } from '../domain/rights/right.js';
import { rightsByLaw } from '../words/rights.js';

function size(bytes: number): string {
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1_000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${new Intl.NumberFormat('de-DE', { maximumFractionDigits: 1 }).format(Math.max(value, 0.1))} ${unit}`;
}

/** Words of the forwarding mail. The subject names no person: subjects are shown on locked screens. */
export const FORWARDING_MAIL = {
  breachSubject: (reference: string, until: string) => `Mögliche Datenpanne, 72 Stunden bis ${until}: ${reference}`,
  breach: (until: string) =>
    `Wer weitergegeben hat, sieht einen Hinweis auf eine Datenpanne (Art. 33 DSGVO). Die Meldung an die Aufsichtsbehörde wäre spätestens fällig: ${until}.`,
  subject: (reference: string, dueOn: string) => `${reference}: neuer Vorgang, Frist ${dueOn}`,
  heading: (reference: string) => `Neuer Vorgang ${reference}`,
  lead: (organisation: string) =>
    `Bei ${organisation} ist eine Anfrage zu Betroffenenrechten eingegangen. Sie wird Ihnen nach der Weiterleitungsanweisung sofort und unmittelbar weitergeleitet.`,
  withdrawn:
    'Die Person, die diesen Vorgang weitergegeben hat, hat ihn inzwischen als Irrtum zurückgezogen. Sie erhalten ihn trotzdem, damit nichts verloren geht.',
  resent: (attempt: number) =>
    `Zustellversuch ${attempt}. Haben Sie diese Nachricht schon, ist es dieselbe: Die Message-ID ist gleich.`,
  deputy:
    'Sie erhalten diese Nachricht als Vertretung: weil die oder der DSB abwesend ist, die Mail nicht erhalten oder den Vorgang nicht rechtzeitig übernommen hat.',
  expired:
    'Das Zertifikat, mit dem diese Mails für Sie verschlüsselt werden, gilt nicht mehr. Deshalb kommt sie ohne Inhalt. Bitte geben Sie der Verwaltung ein neues.',
  file: (name: string, bytes: number) => `${name} (${size(bytes)})`,
  without: {
    'too-large': (files: string) =>
      `Diese Mail kommt ohne die Dateien, weil sie mit ihnen für den Mailserver zu groß war. Sie lesen sie im Vorgang: ${files}`,
    'came-back': (files: string) =>
      `Diese Mail kommt ohne die Dateien, weil sie mit ihnen als unzustellbar zurückgekommen war. Sie lesen sie im Vorgang: ${files}`,
  },
  arrivalUnknown: (latest: string) => `nicht bekannt, spätestens ${latest}`,
  dayOnly: (day: string) => `${day} (ohne Uhrzeit)`,
  facts: {
    reference: 'Aktenzeichen',
    channel: 'Eingangskanal',
    receivedAt: 'Eingegangen',
    seenAt: 'Gesehen',
    recordedAt: 'Erfasst',
    dueOn: 'Frist',
    rights: 'Geltend gemachte Rechte',
    from: 'Von',
    contact: 'Erreichbar unter',
    lateReason: 'Grund der späten Weitergabe',
    attachments: 'Dateien',
  },
  deadline: (receivedOn: string, dueOn: string) =>
    `${dueOn} – ein Monat nach dem Eingang am ${receivedOn} (Art. 12 Abs. 3 DSGVO, VO 1182/71)`,
  noRights: 'nicht angegeben',
  right: (right: Right) => rightsByLaw('de')[right],
  message: 'Nachricht im Wortlaut',
  noMessage: '(kein Text, siehe Dateien)',
  notice: 'Den Inhalt lesen Sie nach der Anmeldung. Diese Organisation verschickt ihn nicht per E-Mail.',
  erased: 'Der Inhalt ist nicht mehr vorhanden.',
  open: 'Vorgang öffnen und übernehmen',
  proof:
    'Der Anhang beleg.tlog-proof beweist, dass dieser Vorgang im Protokoll steht. Heben Sie ihn auf; geprüft wird er mit „forthwith verify“.',
  noProof: 'Der Beleg war beim Versand noch nicht fertig. Sie erhalten ihn auf der Seite des Vorgangs.',
  originalFilename: 'nachricht.txt',
  /** By which receipts and bundles are checked; told by another way than these. */
  trust: (
    key: string,
    fingerprint: string,
    witnesses: readonly string[],
    authority: string | undefined,
    page: string,
  ) =>
    [
      `Prüfschlüssel des Protokolls ${key}, Fingerabdruck (SHA-256): ${fingerprint}.`,
      ...witnesses.map((one) => `Zeuge ${one}.`),
      ...(authority === undefined ? [] : [`Zeitstempelstelle ${authority}.`]),
      `Alle Angaben zum Prüfen: ${page}`,
    ].join('\n'),
  named: (name: string, fingerprint: string) => `${name}, Fingerabdruck (SHA-256): ${fingerprint}`,
  proofFilename: 'beleg.tlog-proof',
} as const;
