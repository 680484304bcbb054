import { CHANNEL_WORDS } from '../../../words/channels.js';
import { OUTCOME_WORDS } from '../../../words/outcomes.js';
import { rightsByArticle } from '../../../words/rights.js';
import type { State } from '../../../domain/lifecycle/lifecycle.js';
import type { ExceptionReason } from '../../../domain/reports/figures.js';
import type { Ground } from '../../../domain/rights/outcome.js';

const number = new Intl.NumberFormat('de-DE');
const n = (count: number): string => number.format(count);
const some = (count: number, one: string, many: string): string => `${n(count)} ${count === 1 ? one : many}`;

const STATES: Readonly<Record<State, string>> = {
  recorded: 'erfasst, noch nicht übernommen',
  acknowledged: 'in Bearbeitung',
  answered: 'beantwortet',
  closed: 'abgeschlossen',
  retracted: 'von der Person zurückgenommen',
  withdrawn: 'irrtümliche Weitergabe, zurückgezogen',
  merged: 'mit einem anderen Vorgang verbunden',
};

const GROUNDS: Readonly<Record<Ground, string>> = {
  unfounded: 'offenkundig unbegründet',
  excessive: 'exzessiv',
  'not-identified': 'Identität nicht nachgewiesen',
  'rights-of-others': 'Rechte anderer Personen',
  secrecy: 'Geheimhaltungspflicht',
  'legal-obligation': 'rechtliche Verpflichtung',
  'public-interest-task': 'Aufgabe im öffentlichen Interesse',
  'freedom-of-expression': 'Meinungs- und Informationsfreiheit',
  'public-health': 'öffentliche Gesundheit',
  archiving: 'Archivzwecke',
  'legal-claims': 'Rechtsansprüche',
  'compelling-grounds': 'zwingende schutzwürdige Gründe',
  'no-ground': 'kein Grund nach der Vorschrift',
  'data-accurate': 'Daten sind richtig',
  'not-automated': 'keine automatisierte Verarbeitung',
  'no-consent-or-contract': 'weder Einwilligung noch Vertrag',
  'no-consent-given': 'keine Einwilligung erteilt',
  'contract-necessary': 'für den Vertrag erforderlich',
  'authorised-by-law': 'durch Gesetz zugelassen',
  'explicit-consent': 'ausdrückliche Einwilligung',
  'national-law': 'nationales Recht',
  'not-controller': 'nicht verantwortlich',
  research: 'Forschung',
  impossible: 'unmöglich (Art. 19 S. 1)',
  'disproportionate-effort': 'unverhältnismäßiger Aufwand (Art. 19 S. 1)',
  'no-significant-effect': 'keine erhebliche Wirkung (Art. 22 Abs. 1)',
  'joint-controller': 'gemeinsam Verantwortlicher antwortet (Art. 26 Abs. 3)',
  processor: 'wir verarbeiten nur im Auftrag (Art. 28 Abs. 3 Buchst. e)',
};

const EXCEPTIONS: Readonly<Record<ExceptionReason, string>> = {
  'late-handover': 'zu spät weitergegeben',
  'arrival-unknown': 'Eingang nicht bekannt',
  'late-forwarding': 'zu spät weitergeleitet',
  'not-forwarded': 'nicht weitergeleitet',
  'other-recipient': 'an andere Empfänger als die benannten',
};

/** The words of the compliance report (Rechenschaftsbericht). */
export const COMPLIANCE_DE = {
  locale: 'de-DE',
  title: 'Rechenschaftsbericht',
  subtitle: 'Umgang mit Anfragen zu Betroffenenrechten, Art. 5 Abs. 2, Art. 12 und 24 DSGVO',
  contents: 'Inhalt',
  description: 'Kennzahlen über Anfragen zu Betroffenenrechten, aus dem Protokoll gezählt',
  page: (here: string, last: string) => `Seite ${here} von ${last}`,
  days: (from: string, to: string) => `${from} bis ${to}`,
  period: 'Zeitraum',
  organisation: 'Verantwortlicher',
  times: 'Zeitangaben',
  timesText: (zone: string) => `Ortszeit, Zeitzone ${zone}; ganze Tage, erster und letzter eingeschlossen`,
  asOf: 'Stand',
  asOfText: (moment: string, size: string) => `${moment}, Prüfpunkt über ${size} Einträge`,
  asOfNothing: 'Bis dahin stand im Protokoll noch nichts.',
  leftOut: 'ausgelassen',
  chartLeftOut: 'Zahlen, an denen jemand erkannt werden könnte, sind ausgelassen; die Tabelle sagt, wo.',
  dataLabel: 'Daten als Tabelle',
  none: '–',
  yes: 'ja',
  no: 'nein',
  moment: (date: string, time: string) => `${date}, ${time} Uhr`,
  notShown: [
    'Ob jede Anfrage, die eingegangen ist, auch weitergegeben wurde: Gezählt wird, was weitergegeben wurde. Was niemand meldet, steht nirgends.',
    'Ob die Antwort inhaltlich richtig und vollständig war, und ob wirklich berichtigt, gelöscht oder eingestellt wurde: Dafür stehen die Akten und die Aufträge an die Fachbereiche.',
    'Ob eine Mail gelesen wurde: Belegt ist, dass ein Mailserver sie angenommen hat; das ist oft der eigene des Hauses und nicht der der empfangenden Stelle.',
    'Wann eine Anfrage wirklich eingegangen ist, wo das eine Person angegeben hat: Der Tag des Eingangs ist eine Angabe, der Zeitpunkt der Weitergabe ein Beleg.',
    'Ob Nachrichten auf den Plattformen selbst und Kopien in Postfächern gelöscht sind.',
  ],
  sections: {
    notShown: 'Was dieser Bericht nicht zeigt',
    result: 'Ergebnis',
    scope: 'Gegenstand und Methode',
    instruction: 'Die Weiterleitungsanweisung',
    intake: 'Eingegangene Anfragen',
    way: 'Der Weg zur oder zum Datenschutzbeauftragten',
    answers: 'Fristen und Entscheidungen',
    further: 'Weitere Pflichten',
    exceptions: 'Ausnahmen im Einzelnen',
    log: 'Protokoll und technischer Betrieb',
    verify: 'So prüfen Sie diesen Bericht',
  },
  result: {
    empty:
      'Im Zeitraum wurde keine Anfrage erfasst. Ob die Weiterleitungsanweisung befolgt wurde, stellt sich daher nicht. Die Abschnitte unten stehen der Vollständigkeit halber da; ihre Zahlen sind null.',
    all: (count: number) =>
      count === 1
        ? 'Die eine im Zeitraum erfasste Anfrage ging unmittelbar und sofort an die oder den Datenschutzbeauftragten.'
        : `Alle ${n(count)} im Zeitraum erfassten Anfragen gingen unmittelbar und sofort an die oder den Datenschutzbeauftragten.`,
    part: (followed: number, count: number, percent: string) =>
      `${n(followed)} von ${n(count)} im Zeitraum erfassten Anfragen (${percent}) gingen unmittelbar und sofort an die oder den Datenschutzbeauftragten; ${some(count - followed, 'Ausnahme ist', 'Ausnahmen sind')} unten begründet.`,
    partPublished: (followed: number, count: number, percent: string) =>
      `${n(followed)} von ${n(count)} im Zeitraum erfassten Anfragen (${percent}) gingen unmittelbar und sofort an die oder den Datenschutzbeauftragten.`,
    tooFew:
      'Wie viele Anfragen unmittelbar und sofort weitergingen, steht hier nicht: Die Zahlen sind so klein, dass jemand daran erkannt werden könnte.',
    deadlines: (met: string, missed: string, open: string) =>
      `Antwortfristen: eingehalten ${met}, versäumt ${missed}, noch offen ${open}.`,
    published: (threshold: number) =>
      `Für die Veröffentlichung sind Zahlen unter ${threshold} ausgelassen und dazu so viele weitere, dass sich die ausgelassenen nicht durch Abziehen finden lassen. So wird niemand erkannt.`,
    recorded: 'Erfasste Anfragen',
    followed: 'unmittelbar und sofort',
    met: 'Fristen eingehalten',
    missed: 'Fristen versäumt',
  },
  scope: {
    text: 'Dieser Bericht umfasst alle Anfragen, die im Zeitraum erfasst wurden, auf allen Eingangskanälen des Verantwortlichen. Jede Zahl ist aus den Einträgen des Protokolls gezählt und aus keiner anderen Quelle; wer die Einträge hat, kann sie nachzählen. Namen betroffener Personen und Inhalte von Anfragen enthält weder das Protokoll noch dieser Bericht.',
    carried: (count: number) =>
      `Aus der Zeit davor waren zu Beginn ${some(count, 'Anfrage', 'Anfragen')} offen; sie zählen bei den Eingängen nicht mit.`,
    carriedOver: 'zu Beginn des Zeitraums offen',
    carriedLeftOut: 'Wie viele Anfragen aus der Zeit davor zu Beginn offen waren, ist ausgelassen.',
    how: 'So ist gezählt',
    method: [
      'Eine Anfrage zählt an dem Tag, an dem sie erfasst wurde (Eintrag „request.recorded“), in der Zeitzone des Verantwortlichen. Wer zwei Rechte geltend macht, zählt bei beiden.',
      '„Unmittelbar“: Die Mail ging an genau die Adressen der Benennung, die bei der Erfassung galt, und an niemanden sonst.',
      '„Sofort“: Zwischen dem Sehen, wo es angegeben ist, sonst dem Eingang, und der Erfassung liegt höchstens die Weitergabefrist (ein Tag ohne Uhrzeit zählt ab seinem Beginn; wo der Eingang nicht bekannt ist, gilt sie nicht als eingehalten), zwischen Erfassung und Annahme durch den Mailserver höchstens die Weiterleitungsfrist der Anweisung, die bei der Erfassung galt.',
      'Zeiten sind nach dem nächsten Rang angegeben: Der Median ist die Zeit, die bei mindestens der Hälfte der Anfragen nicht überschritten wurde, das 90. Perzentil die bei mindestens neun von zehn.',
      'Eine Frist ist eingehalten, wenn am Tag ihres Endes oder vorher geantwortet wurde (Art. 12 Abs. 3 DSGVO, VO 1182/71), verlängerte Fristen und Zeiten des Stillstands eingerechnet. Zurückgenommene, irrtümliche und verbundene Anfragen brauchen keine Antwort und zählen als „ohne Antwort beendet“.',
      'Antworten im Verlauf, Identitätsprüfungen, Mitteilungen an Empfänger, Einschränkungen, Beschwerden und Abschlüsse zählen an dem Tag, an dem sie geschahen, auch zu Anfragen, die vor dem Zeitraum erfasst wurden.',
      'Zustände gelten am Ende des letzten Tages des Zeitraums. Was danach geschah, steht in diesem Bericht nicht.',
    ],
  },
  instruction: {
    text: 'An dieser Anweisung wird gemessen, ob unmittelbar und sofort weitergeleitet wurde. Im Protokoll steht die Prüfsumme ihres Wortlauts.',
    none: 'Im Zeitraum galt keine Fassung der Anweisung.',
    version: (version: number, from: string) => `Fassung ${version}, gilt ab ${from}`,
    limits: (handover: string, forwarding: string) =>
      `Weitergabe innerhalb von ${handover}, nachdem sie gesehen wurde (sonst nach dem Eingang), Weiterleitung innerhalb von ${forwarding} nach der Erfassung.`,
    confirmed: (count: string, staff: string) =>
      `Beschäftigte mit Zugang am Ende des Zeitraums: ${staff}; davon haben gelesen und bestätigt: ${count}.`,
    hash: 'Prüfsumme des Wortlauts (SHA-256, Base64)',
    unknown: 'Der Wortlaut dieser Fassung liegt nicht mehr vor; die Prüfsumme bleibt.',
  },
  intake: {
    byMonth: 'Erfasste Anfragen nach Monaten',
    byWeek: 'Erfasste Anfragen nach Wochen',
    month: 'Monat',
    week: 'Woche',
    followed: 'Anweisung befolgt',
    notFollowed: 'nicht befolgt',
    trend: (count: number, spans: number, most: string) =>
      `${some(count, 'Anfrage', 'Anfragen')} in ${some(spans, 'Abschnitt', 'Abschnitten')}; am meisten in ${most}. Gefüllt: Anweisung befolgt; schraffiert: nicht befolgt.`,
    trendEmpty: 'Keine Anfragen im Zeitraum.',
    byRight: 'Anfragen nach geltend gemachtem Recht',
    right: 'Recht',
    byChannel: 'Anfragen nach Eingangskanal',
    channel: 'Eingangskanal',
    byState: 'Stand am Ende des Zeitraums',
    state: 'Stand',
    count: 'Anzahl',
    account: (kind: string, name: string) => (name === '' ? kind : name),
  },
  way: {
    times: 'Zeiten von Schritt zu Schritt',
    step: 'Schritt',
    columns: ['Anzahl', 'Median', '90. Perz.', '99. Perz.', 'längste'],
    receiptToRecording: 'Gesehen (sonst Eingang) bis Erfassung',
    arrivals: {
      caption: 'Vom Eingang bis zum Sehen, nach Angabe',
      what: 'Gesehen',
      sameDay: 'am Tag des Eingangs',
      nextDay: 'am Tag danach',
      later: 'später',
      unsaid: 'wann gesehen, ist nicht angegeben',
      unknown: 'Eingang nicht bekannt',
    },
    recordingToForwarding: 'Erfassung bis Weiterleitung',
    forwardingToAcknowledgement: 'Weiterleitung bis Übernahme',
    receiptToAnswer: 'Eingang bis Antwort (ganze Tage)',
    verdict: 'Befolgung der Anweisung',
    criterion: 'Merkmal',
    share: 'Anteil',
    directly: 'unmittelbar (an genau die Benannten)',
    atOnce: 'sofort (in den Fristen der Anweisung)',
    followed: 'beides: Anweisung befolgt',
    handover: 'Dauer vom Sehen, sonst vom Eingang, bis zur Erfassung',
    heat: 'Dauer vom Sehen, sonst vom Eingang, bis zur Erfassung nach Eingangskanal',
    heatText: (count: number, slow: number) =>
      `${some(count, 'Anfrage', 'Anfragen')} nach Kanal und Dauer; ${n(slow)} brauchten länger als einen Tag. Je dunkler ein Feld, desto mehr Anfragen; die Zahl steht darin.`,
    handoverText: (within: number, count: number) =>
      `${n(within)} von ${n(count)} Anfragen waren innerhalb einer Stunde erfasst.`,
    duration: 'Dauer',
    classes: ['≤ 15 min', '≤ 1 h', '≤ 4 h', '≤ 1 Tag', '≤ 3 Tage', 'länger'],
  },
  answers: {
    deadlines: 'Antwortfristen der im Zeitraum erfassten Anfragen',
    what: 'Frist',
    met: 'eingehalten',
    missed: 'versäumt',
    open: 'läuft am Ende des Zeitraums',
    ended: 'ohne Antwort beendet',
    inTimeProved: 'davon fristgerecht und belegt',
    inTimeStated: 'davon fristgerecht nach Angabe, nicht belegt',
    enteredLate: 'Vorgänge mit nachträglich gemachten Angaben (später als ein Arbeitstag)',
    inTimeCameBack: 'davon nach Angabe, das Schreiben kam zurück',
    extended: 'davon mit Gründen verlängert',
    answered: 'Antworten nach dem Tag, an dem sie gegeben wurden',
    answeredBar: 'Antworten',
    missedOver: 'Versäumte Fristen nach dem Tag, an dem die Anfrage erfasst wurde',
    missedBar: 'versäumt',
    answeredText: (count: number) =>
      `${some(count, 'Antwort', 'Antworten')} im Zeitraum, auch auf Anfragen, die vorher erfasst wurden.`,
    missedText: (count: number) =>
      `${some(count, 'Frist', 'Fristen')} von Anfragen, die im Zeitraum erfasst wurden, sind bis zu seinem Ende versäumt.`,
    outcomes: 'Entscheidungen nach Recht',
    byChannel: 'Entscheidungen nach Eingangskanal',
    outcome: 'Entscheidung',
    ground: 'Grund',
    noOutcome: 'Im Zeitraum wurde über kein geltend gemachtes Recht entschieden.',
  },
  further: {
    caption: 'Weitere Pflichten im Zeitraum',
    what: 'Pflicht',
    identityAsked: 'Identitätsprüfungen: angefordert (Art. 12 Abs. 6)',
    identityConfirmed: 'Identitätsprüfungen: nachgewiesen',
    recipientsListed: 'Empfänger, denen mitzuteilen war (Art. 19)',
    recipientsNotified: 'Empfänger benachrichtigt',
    recipientsLeftOut: 'Empfänger mit Gründen nicht benachrichtigt',
    restrictionsBegan: 'Einschränkungen begonnen (Art. 18)',
    restrictionsLifted: 'Einschränkungen aufgehoben',
    restrictionsActive: 'Einschränkungen am Ende des Zeitraums',
    complaintsOpened: 'Beschwerden bei der Aufsichtsbehörde (Art. 77)',
    complaintsConcluded: 'Beschwerdeverfahren abgeschlossen',
    complaintsOpen: 'Beschwerdeverfahren offen am Ende des Zeitraums',
    dutiesDone: 'Folgen einer Entscheidung, als getan festgehalten (belegt oder nach Angabe)',
    dutiesLeftOut: 'Folgen einer Entscheidung, mit Begründung nicht getan',
    dutiesReopened: 'als getan festgehalten und doch noch zu tun',
    mistakesNoted: 'Weitergaben, die als Irrtum gemeldet wurden',
    dismissed: 'nach Prüfung durch die oder den DSB kein Betroffenenrecht',
    erasures: 'abgeschlossene Vorgänge, die zur Löschung anstehen oder gelöscht sind',
    erased: 'Löschungen personenbezogener Daten (je Vorgang und Lauf)',
    erasedTold: 'davon der Person mit Beleg mitgeteilt',
    erasedUntold: 'Mitteilungen darüber, die nicht zustellbar waren',
    copiesDeleted: 'Kopien außerhalb, deren Löschung bestätigt ist',
    channelsDeleted: 'Nachrichten auf dem Eingangskanal, die laut Angabe gelöscht sind',
    holdsSet: 'gesetzte Löschsperren',
    holdsAtEnd: 'Löschsperren, die am Ende bestanden',
  },
  exceptions: {
    none: 'Es gibt keine Ausnahme: Jede im Zeitraum erfasste Anfrage ging unmittelbar und sofort weiter.',
    empty: 'Es wurde keine Anfrage erfasst, also gibt es auch keine Ausnahme.',
    published: 'In der Fassung zur Veröffentlichung stehen die Ausnahmen nicht im Einzelnen.',
    text: 'Jede Anfrage, die nicht unmittelbar und sofort weiterging, mit dem Grund nach der Anweisung. Nennt die Spalte „Begründet“ ein Ja, hat die oder der Beschäftigte einen Grund für die späte Weitergabe angegeben; er liegt versiegelt und steht nicht im Protokoll.',
    caption: 'Ausnahmen von der Anweisung',
    columns: ['Aktenzeichen', 'Grund', 'Eingang', 'Erfasst', 'Weitergeleitet', 'Begründet'],
    leftOut: (count: number) =>
      `${some(count, 'weitere Ausnahme ist', 'weitere Ausnahmen sind')} mitgezählt, aber hier nicht aufgeführt.`,
  },
  log: {
    caption: 'Zustand des Protokolls',
    what: 'Merkmal',
    size: 'Einträge bis zum Ende des Zeitraums',
    entries: 'Einträge im Zeitraum',
    damage: 'beschädigte Einträge gefunden',
    clock: 'rückwärts gehende Uhr bemerkt',
    epochs: 'Epochen des Protokolls',
    outages: 'Zeiten, in denen Mail an die oder den Datenschutzbeauftragten nicht angenommen wurde',
    noOutage: 'Im Zeitraum gab es keine Störung der Weiterleitung.',
    from: 'von',
    to: 'bis',
    requests: 'Anfragen',
    ongoing: 'dauert an',
    witnesses: 'Zeugen bei der Ausgabe dieses Berichts',
    witness: 'Zeuge',
    seen: 'hat das Protokoll der Protokolle gesehen bis Größe',
    noWitness:
      'Andere Zeugen sind nicht eingerichtet. Jede Weiterleitung trägt einen Prüfpunkt, deshalb ist das Postfach der oder des Datenschutzbeauftragten einer.',
    timeStamp: (moment: string) => `Letzter Zeitstempel eines Zeitstempeldienstes (RFC 3161): ${moment}.`,
    noTimeStamp: 'Ein Zeitstempeldienst ist nicht eingerichtet oder hat noch nicht gestempelt.',
  },
  verify: {
    text: 'Dieser Bericht beruht auf dem unten genannten Prüfpunkt. Der Prüfpunkt fasst alle Einträge des Protokolls in einer Prüfsumme zusammen und trägt die digitale Unterschrift des Verantwortlichen; wer einen Eintrag ändert, entfernt oder einfügt, erhält einen anderen.',
    steps: [
      'Lassen Sie sich zum selben Zeitraum das Nachweispaket geben (Protokoll, „Nachweis für einen Zeitraum“). Es enthält die Einträge und ein Prüfprogramm, das ohne Netz und ohne diese Software läuft.',
      'Öffnen Sie darin „verify.html“ im Browser oder rufen Sie „node verify.mjs DATEI.zip“ auf. Das Programm prüft jeden Eintrag, die Unterschrift und rechnet nach, ob die Anweisung befolgt wurde.',
      'Vergleichen Sie Größe und Prüfsumme des Prüfpunkts mit denen in diesem Bericht.',
      'Lassen Sie sich den Fingerabdruck des Schlüssels auf einem anderen Weg nennen, etwa am Telefon, und vergleichen Sie ihn.',
      'Die Prüfsumme dieser Datei steht im Protokoll im Eintrag „report.issued“ (SHA-256).',
    ],
    origin: 'Protokoll',
    size: 'Größe des Prüfpunkts',
    root: 'Prüfsumme des Prüfpunkts (Base64)',
    key: 'Prüfschlüssel',
    fingerprint: 'Fingerabdruck des Schlüssels (SHA-256)',
  },
  units: { day: ['Tag', 'Tage'], hour: 'h', minute: 'min', second: 's', millisecond: 'ms' },
  rights: { ...rightsByArticle('de'), unnamed: 'kein Recht genannt' },
  channels: CHANNEL_WORDS.de,
  states: STATES,
  outcomes: OUTCOME_WORDS.de,
  grounds: GROUNDS,
  reasons: EXCEPTIONS,
} as const;

type Loose<T> = T extends string
  ? string
  : T extends (...args: infer A) => unknown
    ? (...args: A) => string
    : T extends readonly unknown[]
      ? readonly string[]
      : { readonly [K in keyof T]: Loose<T[K]> };

/** What every language of the report must say. */
export type ComplianceWords = Loose<typeof COMPLIANCE_DE>;
