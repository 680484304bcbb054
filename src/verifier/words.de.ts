import type { BundleCheck, BundleFault } from '../domain/evidence/findings.js';
import type { BundleReadFault } from '../domain/evidence/bundle-files.js';
import type { DeadlineOutcome } from '../domain/evidence/request-life.js';

export interface CheckWords {
  /** What is checked. */
  readonly title: string;
  /** What a cross means. */
  readonly failed: string;
  /** Why there was nothing to check. */
  readonly absent: string;
}

/** Everything a verifier says; German is the source, English satisfies the same shape. */
export const de = {
  language: 'de' as 'de' | 'en',
  title: 'Nachweispaket prüfen',
  verified: 'Geprüft: Alles in diesem Nachweispaket stimmt.',
  notVerified: 'Nicht bestätigt: Mindestens eine Prüfung ist gescheitert.',
  unreadable: 'Nicht lesbar: Das ist kein Nachweispaket, oder es ist beschädigt.',
  passed: 'bestanden',
  failed: 'nicht bestanden',
  absent: 'nichts zu prüfen',
  where: 'Stelle',
  entry: (index: number) => `Eintrag ${index}`,
  more: 'und weitere',
  checks: {
    'files-complete': {
      title: 'Das Paket enthält genau die Dateien, die hineingehören.',
      failed: 'Es fehlt eine Datei, oder es liegt eine fremde darin. Lassen Sie sich das Paket noch einmal geben.',
      absent: 'Keine Dateien.',
    },
    'entries-well-formed': {
      title: 'Jeder Protokolleintrag hat die eine vorgeschriebene Form.',
      failed: 'Ein Eintrag ist nicht so geschrieben, wie das Programm ihn schreibt. Er ist verändert worden.',
      absent: 'Keine Einträge.',
    },
    'entries-in-log': {
      title: 'Jeder Eintrag steht an seinem Platz im Protokoll, das der Prüfpunkt beschreibt.',
      failed: 'Mindestens ein Eintrag wurde verändert, weggelassen, eingefügt oder verschoben.',
      absent: 'Keine Einträge.',
    },
    'checkpoint-signed': {
      title: 'Der Prüfpunkt trägt die Unterschrift des Protokolls.',
      failed: 'Der Prüfpunkt ist nicht oder nicht gültig unterschrieben. Alles Übrige beweist dann nichts.',
      absent: 'Kein Prüfpunkt.',
    },
    'key-known': {
      title: 'Der Schlüssel ist der, den Sie als den des Protokolls angegeben haben.',
      failed: 'Ein anderer Schlüssel hat unterschrieben. Das Paket stammt nicht aus dem Protokoll, das Sie kennen.',
      absent:
        'Sie haben keinen Schlüssel angegeben. Vergleichen Sie den Fingerabdruck unten auf anderem Weg, etwa am Telefon.',
    },
    'earlier-checkpoints': {
      title: 'Frühere Prüfpunkte sind ein Anfang dieses Protokolls.',
      failed:
        'Das Protokoll ist seit einem früheren Prüfpunkt nicht nur gewachsen: Es wurde etwas geändert oder entfernt.',
      absent: 'Das Paket enthält keine früheren Prüfpunkte.',
    },
    'key-succession': {
      title: 'Jeder Schlüsselwechsel wurde vom alten und vom neuen Schlüssel unterschrieben.',
      failed: 'Ein Schlüssel ist aufgetaucht, den der vorige nicht bestätigt hat.',
      absent: 'Der Schlüssel wurde nie gewechselt.',
    },
    witnesses: {
      title: 'Der Prüfpunkt steht im Protokoll der Protokolle, und genügend Zeugen haben ihn gesehen.',
      failed: 'Ein Zeuge bestätigt den Prüfpunkt nicht, oder es sind zu wenige.',
      absent: 'Das Paket enthält keine Bestätigungen von Zeugen.',
    },
    'time-stamps': {
      title: 'Zeitstempel einer unabhängigen Stelle (RFC 3161) passen zum Prüfpunkt.',
      failed: 'Ein Zeitstempel ist ungültig oder gehört zu etwas anderem.',
      absent: 'Das Paket enthält keine Zeitstempel.',
    },
    'report-unchanged': {
      title: 'Jeder Bericht im Paket ist einer, dessen Ausgabe das Protokoll vermerkt.',
      failed:
        'Ein Bericht gehört nicht zu diesem Paket oder wurde nachträglich verändert. Verlassen Sie sich nicht auf ihn.',
      absent: 'Kein Bericht.',
    },
    disclosures: {
      title: 'Offengelegte Inhalte sind die, auf die sich das Protokoll festgelegt hat.',
      failed: 'Ein offengelegter Inhalt ist nicht der, der damals eingegangen ist.',
      absent: 'Es sind keine Inhalte offengelegt.',
    },
    'sequence-allowed': {
      title: 'Die Abfolge der Ereignisse jedes Vorgangs ist eine, die das Verfahren zulässt.',
      failed:
        'Ein Ereignis kann an seiner Stelle nicht stehen. Ein Eintrag fehlt, oder das Programm hat falsch gearbeitet.',
      absent: 'Das Paket enthält keinen Vorgang.',
    },
  } satisfies Record<BundleCheck, CheckWords>,
  faults: {
    'missing-file': 'Datei fehlt',
    'unknown-file': 'fremde Datei',
    malformed: 'nicht in der vorgeschriebenen Form',
    'other-count': 'andere Zahl von Einträgen als angegeben',
    'no-proof': 'Beleg fehlt',
    'no-entry': 'der Eintrag dazu fehlt',
    'other-root': 'führt nicht zum Prüfpunkt',
    'other-entry': 'Beleg für einen anderen Eintrag',
    'other-checkpoint': 'gehört zu einem anderen Prüfpunkt',
    'other-origin': 'gehört zu einem anderen Protokoll',
    'no-known-signature': 'keine Unterschrift des Protokolls',
    'bad-signature': 'Unterschrift ungültig',
    'other-key': 'anderer Schlüssel als angegeben',
    'not-consistent': 'das Protokoll ist keine Fortsetzung davon',
    'no-handover': 'vom vorigen Schlüssel nicht bestätigt',
    'too-few-witnesses': 'zu wenige Zeugen',
    'unknown-log': 'Protokoll der Protokolle unbekannt oder nicht unterschrieben',
    'bad-time-stamp': 'Zeitstempel ungültig',
    'other-document': 'anderes Dokument als vermerkt',
    'not-recorded': 'die Ausgabe ist nicht vermerkt',
    'other-commitment': 'anderer Inhalt als festgelegt',
    'time-runs-backwards': 'Zeit läuft rückwärts',
    'before-recorded': 'vor der Erfassung des Vorgangs',
    'recorded-twice': 'zweimal erfasst',
    'not-allowed': 'in diesem Stand nicht zulässig',
    'attempt-out-of-turn': 'Versuch außer der Reihe',
    'time-contradicts': 'Zeitangabe widerspricht dem Eintrag',
    'joined-wrongly': 'Zusammenführung oder Trennung, die so nicht sein kann',
  } satisfies Record<BundleFault, string>,
  readFaults: {
    'not-a-zip': 'keine ZIP-Datei',
    damaged: 'beschädigt',
    unsupported: 'auf eine Weise gepackt, wie es kein Nachweispaket ist',
    'unsafe-name': 'unzulässiger Dateiname',
    'name-twice': 'zwei Dateien desselben Namens',
    'too-many-files': 'zu viele Dateien',
    'too-large': 'viel zu groß für das, was es sein will',
    'missing-file': 'eine Datei fehlt, ohne die nichts zu prüfen ist',
  } satisfies Record<BundleReadFault, string>,
  verdictTitle: 'Wurde die Weiterleitungsanweisung befolgt?',
  verdictNote: 'Hier neu berechnet, allein aus den Einträgen dieses Pakets.',
  request: 'Vorgang',
  received: 'eingegangen',
  recorded: 'erfasst',
  forwarded: 'weitergeleitet',
  answered: 'beantwortet',
  due: 'Frist',
  directly: 'unmittelbar',
  atOnce: 'sofort',
  deadline: 'fristgerecht',
  yes: 'ja',
  no: 'nein',
  unknown: 'aus diesem Paket nicht zu beurteilen',
  deadlineOutcome: {
    met: 'ja',
    missed: 'nein',
    open: 'noch offen',
    ended: 'ohne Antwort beendet',
  } satisfies Record<DeadlineOutcome, string>,
  summary: (requests: number, directly: number, atOnce: number, inTime: number) =>
    `${requests === 1 ? '1 Vorgang' : `${requests} Vorgänge`}: ${directly} unmittelbar, ${atOnce} sofort, ${inTime} fristgerecht oder noch in der Frist.`,
  noRequests: 'Dieses Paket enthält keinen Vorgang.',
  key: 'Fingerabdruck des Schlüssels',
  log: 'Protokoll',
  size: (size: number) => `${size} Einträge im ganzen Protokoll`,
  contained: (entries: number) => `${entries} davon in diesem Paket`,
  epochTitle: 'Neue Epoche des Protokolls',
  epoch: (epoch: number, at: string, reason: string, previousSize: number) =>
    `Seit ${at} geht das Protokoll unter neuem Namen weiter (Epoche ${epoch}, Grund: ${reason}). Der letzte Prüfpunkt davor ging über ${previousSize} Einträge; was er zeigt und hier fehlt, ging verloren.`,
  epochReasons: {
    'backup-restored': 'eine Sicherung wurde eingespielt',
    'replica-promoted': 'eine Kopie der Datenbank hat übernommen',
    'log-key-lost': 'der Schlüssel ging verloren',
    'log-host-renamed': 'der Rechnername wurde geändert',
    'log-changed': 'das gespeicherte Protokoll war nicht mehr das unterschriebene',
  },
  anchorTitle: 'Wer es gesehen hat',
  quorum: (signed: number, needed: number, of: number) =>
    of === 0 ? 'keine Zeugen eingerichtet' : `${signed} von ${of} Zeugen, nötig ${needed}`,
  timeStamped: (at: string, signer: string) => `Zeitstempel ${at} von ${signer}`,
  openPeriod:
    'Ein Paket für einzelne Vorgänge zeigt nicht, dass es über sie keine weiteren Einträge gibt; ein Paket für einen Zeitraum zeigt es.',
  choose: 'Nachweispaket wählen',
  chooseHint: 'Die ZIP-Datei hierher ziehen oder auswählen. Auch ihre entpackten Dateien, alle zusammen.',
  working: (done: string, total: string) => `${done} von ${total} Einträgen geprüft …`,
  reading: 'wird gelesen …',
  offline:
    'Diese Seite arbeitet ohne Netz. Sie sendet nichts und lädt nichts nach; Ihre Dateien bleiben auf diesem Gerät.',
  keyLabel: 'Schlüssel des Protokolls, den Sie auf anderem Weg erhalten haben (freiwillig)',
  keyHint: 'Eine Zeile wie forthwith.example/kammer+1a2b3c4d+AX…',
  check: 'Prüfen',
  print: 'Drucken',
  otherLanguage: 'English',
  noCrypto:
    'Dieser Browser kann Ed25519-Unterschriften nicht prüfen. Nehmen Sie einen neueren, oder: node verify.mjs DATEI.zip',
  defect: 'Die Prüfung ist an einem Fehler dieses Programms gescheitert',
};

export type Words = typeof de;
