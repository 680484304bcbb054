import { ALARM_SENTENCES_DE } from '../../audit/alarm-mail.de.js';

/** Protokoll, Nachweise, Belege: for auditors and the DPO. */
export const AUDIT_DE = {
  /** Who did it, as the log names it: by id, never by name. */
  actors: {
    system: 'Programm',
    cli: 'Kommandozeile',
    department: 'Fachbereich',
    person: 'betroffene Person',
    user: 'Konto',
    token: 'Zugang',
  },
  filter: 'Einträge filtern',
  event: 'Ereignis',
  anyEvent: 'alle Ereignisse',
  request: 'Aktenzeichen',
  from: 'von',
  to: 'bis',
  apply: 'Filtern',
  reset: 'Filter aufheben',
  noEntries: 'Zu diesem Filter gibt es keine Einträge.',
  health: 'Zustand',
  built: (built: number, size: number) =>
    built === size ? `alle ${size} Einträge eingebaut und unterschrieben` : `${built} von ${size} Einträgen eingebaut`,
  integration: 'Einbau',
  halted:
    'Angehalten: Es wird nichts mehr unterschrieben, bis die Verwaltung den früheren Stand herstellt oder eine neue Epoche eröffnet (forthwith open-epoch).',
  monitor: 'Laufende Prüfung',
  monitorNothing: 'noch kein Durchgang beendet',
  monitorGood: (size: number, at: string) => `ohne Befund, zuletzt ${at} über ${size} Einträge`,
  damage: {
    entry: (index: number) => `Eintrag ${index} ist nicht mehr der, der unterschrieben wurde`,
    root: (size: number) => `Die ersten ${size} Einträge passen nicht zum unterschriebenen Prüfpunkt`,
    'gone-back': (size: number) =>
      `Der ausgegebene Prüfpunkt über ${size} Einträge fehlt: Das Protokoll wurde zurückgesetzt`,
    'key-lost': (size: number) =>
      `Den Prüfpunkt über ${size} Einträge hat keiner der vorhandenen Schlüssel unterschrieben: Der Schlüssel des Protokolls ist verloren oder vertauscht`,
    renamed: (size: number) =>
      `Der Prüfpunkt über ${size} Einträge trägt einen anderen Namen: der Name des Protokolls oder die Adresse des Programms wurde geändert`,
    'tree-changed': (size: number) =>
      `Der gespeicherte Baum führt nicht zum unterschriebenen Prüfpunkt über ${size} Einträge: Einträge oder Kacheln wurden geändert`,
    'witness-contradicts': (size: number) =>
      `Ein Zeuge hat einen Prüfpunkt gesehen, den dieses Protokoll (${size} Einträge) nicht fortsetzt: Es gibt zwei Fassungen`,
    'entry-gone': (index: number) => `Der Eintrag ${index} wurde gelöscht, bevor er unterschrieben war`,
  },
  damageTitle: 'Das Protokoll wurde verändert',
  damageText:
    'Jemand mit Zugriff auf die Datenbank hat gespeicherte Einträge geändert, oder eine Sicherung wurde eingespielt. Sichern Sie den jetzigen Stand und die letzten Belege aus dem Postfach der oder des DSB.',
  witnesses: 'Zeugen',
  noWitnesses: 'keine eingerichtet',
  witnessed: (name: string, size: number) => `${name}: bis ${size}`,
  timeStamps: 'Zeitstempel',
  noTimeStamps: 'keine Zeitstempelstelle eingerichtet',
  noTimeStampYet: 'noch keiner erhalten',
  timeStamped: (at: string) => `zuletzt ${at}`,
  evidence: 'Nachweispaket ausgeben',
  evidenceLead:
    'Eine ZIP-Datei, die Fremde ohne Netz und ohne diese Software prüfen können. Die Ausgabe wird im Protokoll vermerkt.',
  evidencePeriod: 'Für einen Zeitraum',
  evidenceSubmit: 'Nachweispaket herunterladen',
  evidenceRequest: 'Nachweis',
  language: 'Sprache des Berichts',
  german: 'Deutsch',
  english: 'Englisch',
  disclose: 'Inhalte offenlegen (Personenbezug!)',
  discloseHint:
    'Nur auf Verlangen: Nachricht und Antworten des Mailservers werden im Klartext beigelegt und gegen das Protokoll prüfbar.',
  verifyNow: 'Ganzes Protokoll jetzt prüfen',
  verifyTitle: 'Prüfung des ganzen Protokolls',
  verifyNever: 'In diesem Programmlauf wurde noch nicht geprüft.',
  verifyRunning: (done: number, total: number) => `${done} von ${total} Einträgen geprüft …`,
  verifyFailed: 'Die Prüfung ist abgebrochen. Bitte noch einmal beginnen.',
  verifyReload: 'Stand neu laden',
  startedAt: 'begonnen',
  receipts: 'Belege prüfen',
  receiptsLead:
    'Ein Beleg (.tlog-proof) oder die ganze Mail (.eml) aus dem Postfach der oder des DSB: Enthält das heutige Protokoll noch, was damals belegt wurde?',
  receiptFile: 'Datei (.tlog-proof oder .eml)',
  receiptText: 'Oder den Text des Belegs einfügen',
  receiptSubmit: 'Beleg prüfen',
  receiptNone: 'In der Datei ist kein Beleg. Wählen Sie eine .tlog-proof-Datei oder die ganze Mail als .eml.',
  standing: {
    contained: 'Ja: Das heutige Protokoll enthält diesen Eintrag unverändert und ist seither nur gewachsen.',
    forked: 'Nein: Das heutige Protokoll ist keine Fortsetzung dessen, was dieser Beleg zeigt. Es wurde verändert.',
    'gone-back': 'Nein: Das heutige Protokoll endet vor diesem Beleg. Es wurde zurückgesetzt.',
    lost: 'Nein, und das Protokoll sagt es selbst: Der Stand, den dieser Beleg zeigt, ging verloren; danach wurde eine neue Epoche eröffnet (Ereignis log.epoch-opened). Heben Sie den Beleg auf, er beweist weiterhin, was damals im Protokoll stand.',
    'other-log': 'Der Beleg gehört zu einem anderen Protokoll.',
    'not-verified': 'Der Beleg selbst stimmt nicht.',
  },
  entryTitle: (index: number) => `Eintrag ${index}`,
  entryBytes: 'Genau diese Bytes sind unterschrieben',
  entryLeaf: 'Blatt (SHA-256)',
  entryProof: 'Beleg herunterladen (.tlog-proof)',
  entryPath: 'Weg zum Prüfpunkt',
  entryNotBuilt: 'Noch nicht eingebaut; gleich noch einmal versuchen.',
  entryCase: 'Zum Vorgang',
  back: 'Zum Protokoll',
  print: 'Nachweisprüfer für Fremde (verify.html)',
  alarms: {
    title: 'Alarme zum Protokoll',
    lead: 'Was das Programm am Protokoll gefunden hat und nicht sein darf. Ein Alarm bleibt stehen, bis ihn jemand erledigt; das wird ins Protokoll geschrieben.',
    none: 'Es gibt keinen offenen Alarm.',
    banner: (count: number) =>
      count === 1
        ? 'Am Protokoll stimmt etwas nicht: 1 offener Alarm'
        : `Am Protokoll stimmt etwas nicht: ${count} offene Alarme`,
    show: 'Alarme ansehen',
    since: (at: string) => `gefunden am ${at}`,
    gone: (at: string) => `seit ${at} nicht mehr gefunden`,
    told: (at: string) => `gemeldet am ${at}`,
    untold: 'noch nicht gemeldet: die Mail ist unterwegs',
    todo: 'Lassen Sie den jetzigen Stand sichern, bevor jemand etwas ändert, und bewahren Sie die letzten Mails mit Belegen auf. Erledigen Sie den Alarm erst, wenn geklärt ist, was geschehen ist. Was weiter nicht stimmt, wird wieder gemeldet.',
    resolve: 'Geklärt: Alarm erledigen',
    sentences: ALARM_SENTENCES_DE,
  },
};

export type AuditTexts = typeof AUDIT_DE;
