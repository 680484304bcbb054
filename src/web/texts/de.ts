import { rightsByArticle } from '../../words/rights.js';
import { BREACH_DE } from './breach.de.js';
import { FIRST_START_DE } from './first-start.de.js';
import { OPTIONS_DE } from './options.de.js';
import { SETUP_DE } from './setup.de.js';
import { ACCOUNTS_DE } from './accounts.de.js';
import { ARTICLES_DE } from './articles.de.js';
import { CASE_DE } from './case.de.js';
import { AUDIT_DE } from './audit.de.js';
import { GUIDANCE_DE } from './guidance.de.js';
import { PROOF_DE } from './proof.de.js';
import { PORTABILITY_DE } from './portability.de.js';
import { CLAIMS_DE } from './rights.de.js';
import { IDENTITY_CHECK_DE } from './identity-check.de.js';
import { MACROS_DE } from './macros.de.js';
import { ENTERING_DE } from './entering.de.js';
import { FINDING_DE } from './finding.de.js';
import { KEPT_DE } from './kept.de.js';
import { TASKS_DE } from './tasks.de.js';
import { CORRESPONDENCE_DE, TEMPLATES_DE } from './correspondence.de.js';
import { UNASSIGNED_DE } from './unassigned.de.js';
import { DEADLINE_STEPS_DE, REMINDERS_DE } from './deadlines.de.js';
import { DUTIES_DE } from './duties.de.js';
import { CASEWORK_DE } from './casework.de.js';
import { REPORTS_DE } from './reports.de.js';
import { RETENTION_DE } from './retention.de.js';
import { FIELD_ERRORS_DE, REFUSALS_DE } from './errors.de.js';

const days = (count: number): string => (count === 1 ? '1 Tag' : `${count} Tage`);

/** The German texts; the source that every other language follows. */
export const de = {
  language: 'de',
  locale: 'de-DE',
  product: 'Forthwith',
  skip: 'Zum Inhalt springen',
  otherLanguage: { code: 'en', name: 'English' },
  nav: {
    label: 'Hauptnavigation',
    handover: 'Weitergeben',
    own: 'Meine Weitergaben',
    worklist: 'Vorgänge',
    log: 'Protokoll',
    instruction: 'Anweisung',
    settings: 'Verwaltung',
    mailbox: 'Postfach (Vorführung)',
    reminders: 'Erinnerungen',
    restrictions: 'Einschränkungen',
    deadlines: 'Fristenrechner',
    more: 'Mehr',
    signOut: 'Abmelden',
    account: 'Mein Konto',
  },
  footer: {
    imprint: 'Impressum',
    privacy: 'Datenschutzerklärung',
    accessibility: 'Erklärung zur Barrierefreiheit',
    complaint: 'Beschwerde bei der Aufsicht',
    key: 'Schlüssel des Protokolls',
    api: 'Schnittstelle',
    source: 'Freie Software unter EUPL-1.2',
  },
  time: (text: string) => `${text} Uhr`,
  errorSummary: 'Bitte berichtigen Sie Folgendes',
  optional: 'freiwillig',
  refusals: REFUSALS_DE,
  fieldErrors: FIELD_ERRORS_DE,
  rights: rightsByArticle('de'),
  deadlineSteps: DEADLINE_STEPS_DE,
  breach: BREACH_DE,
  correspondence: CORRESPONDENCE_DE,
  unassigned: UNASSIGNED_DE,
  templates: TEMPLATES_DE,
  reminders: REMINDERS_DE,
  ...REPORTS_DE,
  ...CASE_DE,
  backToStart: 'Zur Startseite',
  signIn: {
    title: 'Anmelden',
    email: 'E-Mail-Adresse',
    password: 'Kennwort',
    submit: 'Anmelden',
    lead: 'Anfragen zu Betroffenenrechten sofort und unmittelbar weitergeben.',
  },
  handover: {
    title: 'Anfrage weitergeben',
    lead: 'Jemand will Auskunft, Löschung, Berichtigung oder widerspricht? Einfügen, Kanal wählen, absenden. Die Datenschutzstelle hat es in wenigen Sekunden.',
    message: 'Was wurde geschrieben oder gesagt?',
    messageHint: 'Im Wortlaut einfügen, auch ein Bildschirmfoto. Bei einem Anruf: in eigenen Worten.',
    files: 'Bildschirmfotos oder Dateien',
    filesHint: 'Bis zu 10 Dateien. Ort und Kameradaten werden aus Bildern entfernt.',
    removeFile: (name: string) => `${name} entfernen`,
    channel: 'Auf welchem Kanal kam es an?',
    arrived: 'Wann kam es im Haus an?',
    arrivedHint: 'Eingangsstempel, Zeit der Nachricht. Davon hängt die gesetzliche Frist ab.',
    seen: 'Wann haben Sie es gesehen?',
    seenHint: 'Ab da zählt „sofort“.',
    moments: {
      now: 'gerade eben',
      today: 'heute',
      yesterday: 'gestern',
      on: 'an einem anderen Tag',
      unknown: 'weiß ich nicht',
    },
    breach: 'Könnte es eine Datenpanne sein?',
    breachHint:
      'Etwas ist verloren gegangen, falsch verschickt oder in fremde Hände geraten. Im Zweifel ankreuzen: Es laufen 72 Stunden.',
    breachYes: 'Ja, das könnte sein',
    day: 'Tag',
    timeOfDay: 'Uhrzeit',
    ifKnown: 'wenn bekannt',
    lateReason: 'Warum erst jetzt?',
    lateHint: (limit: string) =>
      `Die Anweisung sieht die Weitergabe innerhalb von ${limit} vor. Der Grund wird versiegelt abgelegt.`,
    more: 'Weitere Angaben',
    from: 'Von wem ist die Anfrage?',
    fromHint: 'Name oder Nutzername, soweit bekannt.',
    contact: 'Wie ist die Person erreichbar?',
    contactHint: 'E-Mail-Adresse, Telefon oder Nutzername.',
    rights: 'Worum geht es?',
    unknownRight: 'Weiß ich nicht, die oder der Datenschutzbeauftragte entscheidet',
    submit: 'Jetzt weitergeben',
    shortcut: 'Strg + Eingabe sendet ab.',
    afterwards: 'Danach erhalten Sie das Aktenzeichen, den Beleg und eine fertige Antwort für die Person.',
    hours: (minutes: number) =>
      minutes % 60 === 0 ? (minutes === 60 ? '1 Stunde' : `${minutes / 60} Stunden`) : `${minutes} Minuten`,
    offline: 'Der Server ist gerade nicht erreichbar. Ihr Text steht noch hier; bitte gleich noch einmal senden.',
    dpoPhone: (phone: string) => `Geht hier nichts? Rufen Sie an: ${phone}`,
  },
  receipt: {
    done: 'Weitergegeben',
    title: (reference: string) => `Weitergabe ${reference}`,
    leads: {
      'in-time':
        'Rechtzeitig weitergegeben. Offen ist noch, was unten steht: der Person antworten und die Nachricht auf dem Kanal löschen. Diese Seite ist Ihr Nachweis.',
      unknown:
        'Weitergegeben. Wann es ankam, haben Sie nicht angegeben: Es zählt deshalb nicht als rechtzeitig, und die Frist ist ab dem frühesten bekannten Zeitpunkt gerechnet. Diese Seite ist Ihr Nachweis.',
      late: 'Weitergegeben, aber später, als die Anweisung es verlangt. Diese Seite ist Ihr Nachweis.',
      remarked: 'Als Irrtum gemeldet. Der Vorgang bleibt offen, bis die Datenschutzstelle ihn angesehen hat.',
      dismissed: 'Die Datenschutzstelle hat entschieden, dass das kein Vorgang ist. Diese Seite ist Ihr Nachweis.',
    },
    reference: 'Aktenzeichen',
    channel: 'Eingangskanal',
    receivedAt: 'Eingegangen',
    arrivalUnknown: (latest: string) => `nicht bekannt, spätestens ${latest}`,
    seenAt: 'Gesehen',
    dayOnly: (day: string) => `${day} (ohne Uhrzeit)`,
    recordedAt: 'Weitergegeben',
    to: 'An',
    deadline: 'Frist',
    why: 'Warum dieses Datum?',
    forwarding: 'Weiterleitung',
    reply: 'Antwort für die Person',
    replyHint: 'Fertig zum Einfügen im selben Kanal.',
    copy: 'Antwort kopieren',
    copied: 'Kopiert',
    proof: 'Beleg herunterladen',
    proofHint: 'Beweist ohne dieses Programm, dass die Weitergabe im Protokoll steht.',
    cleanup:
      'Bitte löschen Sie die Nachricht auf dem Kanal, sobald sie nicht mehr gebraucht wird. Das Programm kann dort nicht löschen.',
    cleanupDue: (since: string) =>
      `Die Daten hier sind gelöscht (${since}). Auf dem Kanal liegt die Nachricht noch, soweit bekannt: Bitte löschen Sie sie dort jetzt und bestätigen Sie es. Das Programm kann dort nicht löschen.`,
    cleanedUp: 'Auf dem Kanal gelöscht',
    cleanedUpAt: (at: string) => `Auf dem Kanal gelöscht, nach Ihrer Angabe vom ${at}.`,
    withdraw: 'Als Irrtum melden',
    withdrawHint: (until: string) =>
      `Möglich bis ${until}. Der Vorgang bleibt offen, bis die oder der DSB ihn angesehen hat.`,
    withdrawTitle: 'Als Irrtum melden?',
    withdrawText:
      'Ihre Meldung geht an die oder den Datenschutzbeauftragten. Ob es ein Irrtum war, entscheidet sie oder er; bis dahin bleibt der Vorgang offen.',
    withdrawConfirm: 'Ja, als Irrtum melden',
    cancel: 'Abbrechen',
    another: 'Nächste Anfrage weitergeben',
    refresh: 'Stand aktualisieren',
  },
  reply: (dpo: { title: string; email: string; telephone: string; complaint: string }) =>
    `Guten Tag,\n\nIhr Anliegen ist bei uns angekommen und liegt jetzt bei unserer Datenschutzstelle (${dpo.title}). Sie erreichen sie unter ${dpo.email} oder ${dpo.telephone}.\n\nBitte schreiben Sie für alles Weitere an diese E-Mail-Adresse und nicht mehr über diesen Kanal; so bleiben Ihre Angaben geschützt.\n\n${dpo.complaint}`,
  forwardingState: {
    queued: 'wird weitergeleitet …',
    forwarded: (at: string) => `weitergeleitet um ${at}`,
    acknowledged: (at: string) => `übernommen am ${at}`,
    late: (phone: string) => `verspätet – bitte rufen Sie an: ${phone}`,
    failed: (phone: string) => `vom Mailserver abgelehnt – bitte rufen Sie an: ${phone}`,
    bounced: (phone: string) => `als unzustellbar zurückgekommen – bitte rufen Sie an: ${phone}`,
    untaken: (phone: string) => `weitergeleitet, aber nicht rechtzeitig übernommen – bitte rufen Sie an: ${phone}`,
    withdrawn: 'als Irrtum gemeldet, liegt bei der oder dem DSB',
    arrival: {
      unknown: 'Der Mailserver des Hauses hat die Mail angenommen. Mehr hat noch kein Server gemeldet.',
      'passed-on': (at: string) =>
        `Am ${at} an einen Mailserver übergeben, der nicht meldet, ob sie im Postfach ankommt.`,
      delivered: (at: string) => `Am ${at} hat ein Mailserver die Zustellung ins Postfach gemeldet.`,
    },
    short: {
      queued: 'wird weitergeleitet',
      forwarded: 'weitergeleitet',
      acknowledged: 'übernommen',
      late: 'verspätet',
      failed: 'abgelehnt',
      bounced: 'zurückgekommen',
      untaken: 'nicht übernommen',
    },
  },
  deadline: {
    in: (count: number) => (count === 0 ? 'heute' : count === 1 ? 'morgen' : `noch ${days(count)}`),
    over: (count: number) => `seit ${count === 1 ? '1 Tag' : `${count} Tagen`} überfällig`,
    paused: 'Frist ruht',
    followUp: (on: string) => `Frist ruht – nachfassen ${on}`,
    ended: 'läuft nicht mehr',
  },
  own: {
    copies: (count: number) =>
      count === 1
        ? '1 Nachricht liegt noch auf ihrem Kanal. Bitte löschen Sie sie dort und bestätigen Sie es.'
        : `${count} Nachrichten liegen noch auf ihren Kanälen. Bitte löschen Sie sie dort und bestätigen Sie es.`,
    title: 'Meine Weitergaben',
    empty: 'Noch keine Weitergabe. Sobald Sie eine Anfrage weitergeben, steht sie hier als bleibender Nachweis.',
  },
  worklist: {
    title: 'Vorgänge',
    caption: 'Vorgänge, nach dem, was als Nächstes zu tun ist',
    reference: 'Aktenzeichen',
    rights: 'Rechte',
    channel: 'Kanal',
    deadline: 'Frist',
    state: 'Stand',
    forwarding: 'Weiterleitung',
    received: 'Eingang',
    filter: 'Filtern',
    search: 'Aktenzeichen',
    anyRight: 'alle Rechte',
    anyChannel: 'alle Kanäle',
    apply: 'Anwenden',
    next: 'Weitere Vorgänge',
    first: 'Zum Anfang',
    empty: 'Keine Vorgänge mit diesen Filtern.',
    emptyAll: 'Keine offenen Vorgänge. Neue Anfragen erscheinen hier, sobald sie weitergegeben sind.',
    alarm: (count: number) =>
      count === 1 ? '1 Weiterleitung ist verspätet' : `${count} Weiterleitungen sind verspätet`,
    alarmText: 'Der Mailserver nimmt sie nicht an. Die Vorgänge stehen hier; bitte verständigen Sie die Technik.',
    noRight: 'offen',
    views: {
      open: 'Offen',
      recorded: 'Nicht übernommen',
      acknowledged: 'Übernommen',
      answered: 'Beantwortet',
      closed: 'Abgeschlossen',
      retracted: 'Zurückgenommen',
      withdrawn: 'Irrtümer',
      merged: 'Zusammengeführt',
      all: 'Alle',
    },
  },
  states: {
    recorded: 'nicht übernommen',
    acknowledged: 'übernommen',
    answered: 'beantwortet',
    closed: 'abgeschlossen',
    retracted: 'von der Person zurückgenommen',
    withdrawn: 'Irrtum oder kein Betroffenenrecht',
    merged: 'mit einem anderen zusammengeführt',
  },
  caseNav: {
    label: 'Seiten des Vorgangs',
    more: 'Mehr',
    pages: {
      case: 'Vorgang',
      deadline: 'Frist',
      claims: 'Rechte',
      duties: 'Pflichten',
      tasks: 'Aufträge',
      identity: 'Identität',
      correspondence: 'Schriftverkehr',
      restriction: 'Einschränkung',
      recipients: 'Empfänger',
      portability: 'Übertragung',
      authority: 'Aufsicht',
      notes: 'Notizen',
      joins: 'Zusammenführen',
      retention: 'Löschung',
    },
  },
  request: {
    dismiss: {
      title: 'Das ist kein Vorgang',
      hint: 'Nur, wenn niemand ein Betroffenenrecht geltend macht. Der Grund wird versiegelt abgelegt; im Protokoll steht, dass Sie es entschieden haben.',
      remarked: 'Als Irrtum gemeldet',
      remarkedText:
        'Wer das weitergegeben hat, meldet einen Irrtum. Bitte ansehen: übernehmen, oder als Irrtum bestätigen. Bis dahin läuft die Frist.',
      why: 'Was ist es?',
      whys: {
        mistake: 'Ein Irrtum bei der Weitergabe',
        'not-a-rights-request': 'Ein anderes Anliegen; es geht an die zuständige Stelle',
      },
      reason: 'Begründung',
      passedOn: 'Weitergegeben an',
      passedOnHint: 'Bei einem anderen Anliegen: an welche Stelle im Haus.',
      confirm: 'Als „kein Vorgang“ beenden',
    },
    title: (reference: string) => `Vorgang ${reference}`,
    content: 'Nachricht',
    noMessage: 'Kein Text; siehe Dateien.',
    from: 'Von',
    contact: 'Erreichbar unter',
    lateReason: 'Grund der späten Weitergabe',
    files: 'Dateien',
    facts: 'Angaben',
    timeline: 'Verlauf',
    acknowledge: 'Vorgang übernehmen',
    acknowledgeHint: 'Die weitergebende Stelle sieht dann „übernommen“.',
    proof: 'Beleg (.tlog-proof)',
    unknown: 'nicht angegeben',
    nobody: 'Person nicht genannt',
    erased: 'Der Inhalt ist gelöscht.',
    erasedPerson: 'Person gelöscht',
    erasedValue: 'gelöscht',
    erasedMore: 'Was wann gelöscht wurde und was bleibt',
    erasedRelated:
      'Ob es weitere Vorgänge mit demselben Kontakt gibt, ist nicht mehr festzustellen: Der Kontakt ist gelöscht.',
    readNote: 'Dass Sie den Inhalt gelesen haben, steht im Protokoll.',
  },
  instruction: {
    title: 'Weiterleitungsanweisung',
    version: (version: number, from: string) => `Version ${version}, gilt ab ${from}`,
    limits: (handover: string, seconds: number) =>
      `Weitergabe innerhalb von ${handover}, Weiterleitung innerhalb von ${seconds} Sekunden.`,
    takeover: (hours: number) =>
      `Ist der Vorgang nach ${hours} Stunden nicht übernommen, erhält ihn auch die Vertretung.`,
    confirm: 'Ich habe die Anweisung gelesen',
    confirmed: 'Danke. Ihre Bestätigung steht im Protokoll.',
    none: 'Es ist keine Anweisung in Kraft. Bitte die Verwaltung verständigen.',
  },
  accounts: ACCOUNTS_DE,
  firstStart: FIRST_START_DE,
  options: OPTIONS_DE,
  setup: SETUP_DE,
  articles: ARTICLES_DE,
  audit: AUDIT_DE,
  claims: CLAIMS_DE,
  guidance: GUIDANCE_DE,
  proof: PROOF_DE,
  entering: ENTERING_DE,
  macros: MACROS_DE,
  finding: FINDING_DE,
  kept: KEPT_DE,
  tasks: TASKS_DE,
  identityCheck: IDENTITY_CHECK_DE,
  portability: PORTABILITY_DE,
  casework: CASEWORK_DE,
  retention: RETENTION_DE,
  duties: DUTIES_DE,
  log: {
    title: 'Protokoll',
    lead: 'Jede Änderung steht hier, unveränderlich und für Fremde prüfbar. Inhalte stehen nicht darin.',
    size: 'Einträge',
    checkpoint: 'Prüfpunkt',
    key: 'Prüfschlüssel',
    index: 'Nr.',
    at: 'Zeit',
    event: 'Ereignis',
    actor: 'Wer',
    older: 'Ältere Einträge',
    none: 'Noch kein Prüfpunkt: der erste entsteht mit dem ersten Eintrag.',
    entry: (index: number) => `Eintrag ${index}`,
  },
  settings: {
    title: 'Verwaltung',
    lead: 'Was hier eingerichtet ist. Konten und Rollen haben eine eigene Seite.',
    organisation: 'Organisation',
    channels: 'Eingangskanäle',
    designation: 'Benennung',
    users: 'Nutzende',
    roles: 'Rollen',
    email: 'E-Mail-Adresse',
    mail: {
      title: 'E-Mail',
      sending: 'Versand',
      reading: 'Postfach',
      waiting: 'Offen',
      never: 'noch nie',
      works: (ago: string) => `in Ordnung, zuletzt vor ${ago}`,
      trouble: (kind: string, ago: string) => `gestört (${kind}), zuletzt in Ordnung: ${ago}`,
      ago: (text: string) => `vor ${text}`,
      counts: (deferred: number, late: number, bounced: number) =>
        `${deferred} warten auf den nächsten Versuch, ${late} Weiterleitungen verspätet oder abgelehnt, ${bounced} zurückgekommen`,
      notRead: 'Es wird kein Postfach gelesen: Antworten und unzustellbare Mails kommen nicht an.',
      unknown: 'nicht bekannt',
    },
  },
  mailbox: {
    title: 'Postfach der Vorführung',
    lead: 'Solange kein Mailserver eingerichtet ist, landen alle Mails hier. Das Postfach ist ein echter Mailserver auf diesem Rechner.',
    empty: 'Noch keine Mail. Geben Sie eine Anfrage weiter, dann kommt sie hier an.',
    subject: 'Betreff',
    from: 'Von',
    to: 'An',
    date: 'Datum',
    attachments: 'Anhänge',
    raw: 'Original (.eml)',
    back: 'Zur Liste',
  },
  calculator: {
    title: 'Fristenrechner',
    lead: 'Wann endet die Monatsfrist des Art. 12 Abs. 3 DSGVO? Mit Feiertagen des Landes und jedem Rechenschritt.',
    receivedOn: 'Tag des Eingangs',
    land: 'Land',
    events: 'Was ist seither geschehen?',
    eventsHint: 'Freiwillig. Ereignisse in beliebiger Reihenfolge; leere Zeilen zählen nicht.',
    event: (at: number) => `Ereignis ${at}`,
    on: (at: number) => `Ereignis ${at}: Tag`,
    noEvent: '–',
    eventNames: {
      'identity-requested': 'Identitätsnachweis angefordert',
      'identity-confirmed': 'Identitätsnachweis erhalten',
      'clarification-requested': 'Präzisierung erbeten',
      clarified: 'Präzisierung erhalten',
      extended: 'Verlängerung mit Gründen mitgeteilt',
      answered: 'Beantwortet',
      refused: 'Mit Gründen abgelehnt',
      withdrawn: 'Von der Person zurückgenommen',
      reopened: 'Wieder aufgenommen',
    },
    printHint: 'Gedruckt ist das eine Seite für die Akte.',
    clock: 'Uhr',
    clocks: { running: 'läuft', paused: 'steht still', ended: 'beendet' },
    submit: 'Frist berechnen',
    due: 'Die Frist endet am',
    safe: 'Sicherheitshalber bis',
    print: 'Fristberechnung',
    warnings: 'Hinweise',
  },
  apiDocs: {
    title: 'Schnittstelle',
    lead: 'Beschreibung nach OpenAPI 3.1.',
    parameters: 'Parameter',
    responses: 'Antworten',
  },
} as const;

export type Loose<T> = T extends string
  ? string
  : T extends (...args: infer A) => unknown
    ? (...args: A) => string
    : { readonly [K in keyof T]: Loose<T[K]> };

/** What every language must say; a missing text does not compile. */
export type Texts = Loose<typeof de>;
