import type { BundleCheck, BundleFault } from '../domain/evidence/findings.js';
import type { BundleReadFault } from '../domain/evidence/bundle-files.js';
import type { Completeness } from '../domain/evidence/completeness.js';
import type { Comparison } from '../domain/evidence/held.js';
import type { Outcome, Unconfirmed } from '../domain/evidence/outcome.js';
import type { DeadlineOutcome } from '../domain/evidence/request-life.js';
import type { ProofStanding } from '../domain/proof/ledger.js';
import type { KeyStanding } from '../domain/evidence/verify-keys.js';

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
  outcomes: {
    proved: 'Bewiesen durch Schlüssel, die Sie genannt haben oder schon kannten.',
    consistent: 'In sich stimmig, aber nicht bestätigt.',
    false: 'Falsch: Mindestens eine Prüfung ist gescheitert. Verlassen Sie sich nicht auf dieses Paket.',
  } satisfies Record<Outcome, string>,
  unconfirmed: {
    'no-key':
      'Die Herkunft ist nicht bestätigt: Sie haben keinen Schlüssel genannt. So ein Paket kann jeder selbst herstellen. Lassen Sie sich den Fingerabdruck unten auf anderem Weg bestätigen, etwa am Telefon oder aus dem Impressum, und geben Sie den Schlüssel an.',
    'weak-handover':
      'Die Herkunft ist nicht bestätigt: Der Schlüssel, den Sie genannt haben, wurde gewechselt, und der Eintrag darüber nennt vom neuen nur 32 Bit. Lassen Sie sich den neuen Schlüssel auf anderem Weg bestätigen, und geben Sie ihn an.',
    'not-complete':
      'Die Vollständigkeit ist nicht bestätigt: Der Eintrag vor oder nach dem Zeitraum liegt nicht bei. Es können Einträge des Zeitraums fehlen. Lassen Sie sich das Paket neu ausstellen.',
    'not-linked':
      'Dass dies die Fortsetzung von dem ist, was Sie schon haben, zeigen diese Dateien nicht: Sie haben keinen Prüfpunkt und keinen Eintrag gemeinsam.',
  } satisfies Record<Unconfirmed, string>,
  complete: {
    yes: 'Vollständig: ja, jeder Eintrag des Zeitraums liegt bei.',
    'up-to-checkpoint': 'Vollständig: ja, bis zum Prüfpunkt; was danach eingetragen wurde, zeigt das Paket nicht.',
    no: 'Vollständig: nein.',
    'not-claimed':
      'Vollständig: nicht behauptet. Ein Paket für einzelne Vorgänge zeigt nicht, dass es keine weiteren gibt.',
  } satisfies Record<Completeness, string>,
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
      title: 'Unterschrieben hat ein Schlüssel, den Sie genannt haben oder kannten, oder sein Nachfolger.',
      failed:
        'Ein anderer Schlüssel hat unterschrieben, und kein Eintrag führt von Ihrem zu ihm. Das Paket stammt nicht aus dem Protokoll, das Sie kennen.',
      absent: 'Wessen Schlüssel unterschrieben hat, sagt nur das Paket.',
    },
    'earlier-checkpoints': {
      title: 'Frühere Prüfpunkte sind ein Anfang dieses Protokolls.',
      failed:
        'Das Protokoll ist seit einem früheren Prüfpunkt nicht nur gewachsen: Es wurde etwas geändert oder entfernt.',
      absent: 'Das Paket enthält keine früheren Prüfpunkte.',
    },
    'held-before': {
      title: 'Was Sie schon hatten, passt dazu: derselbe Prüfpunkt, oder derselbe Eintrag am selben Platz.',
      failed:
        'Was Sie schon hatten, gehört zu einer anderen Fassung dieses Protokolls. Heben Sie beides auf: Zusammen beweist es, dass zwei Fassungen gezeigt wurden.',
      absent: 'Sie haben nichts angegeben, was Sie von diesem Protokoll schon haben.',
    },
    'key-succession': {
      title: 'Jeder weitere Schlüssel steht ganz in einem Eintrag, für den der Schlüssel vor ihm unterschrieben hat.',
      failed: 'Ein Schlüssel ist aufgetaucht, den der vorige nicht benannt hat.',
      absent: 'Kein Schlüsselwechsel war zu prüfen.',
    },
    'epochs-told': {
      title: 'Jede Epoche, die der Name des Protokolls zählt, steht als Eintrag darin.',
      failed: 'Es fehlt der Eintrag, der sagt, warum das Protokoll unter neuem Namen weitergeht und was verloren ging.',
      absent: 'Das Protokoll ist in seiner ersten Epoche.',
    },
    witnesses: {
      title: 'Die beiliegenden Bestätigungen von Zeugen sind gültig.',
      failed: 'Eine Bestätigung eines Zeugen ist ungültig oder gehört zu etwas anderem.',
      absent: 'Das Paket enthält keine Bestätigungen von Zeugen.',
    },
    'witnesses-named': {
      title: 'Genügend Zeugen, die Sie genannt haben, haben das Protokoll bis zu der unten genannten Stelle gesehen.',
      failed: 'Zu wenige der Zeugen, die Sie genannt haben, haben das Protokoll gesehen.',
      absent: 'Sie haben keine Zeugen genannt.',
    },
    'time-stamps': {
      title: 'Die beiliegenden Zeitstempel (RFC 3161) sind in sich gültig.',
      failed: 'Ein Zeitstempel ist ungültig oder gehört zu etwas anderem.',
      absent: 'Das Paket enthält keine Zeitstempel.',
    },
    'time-stamps-named': {
      title: 'Ein Zeitstempel stammt von einer Stelle, die Sie genannt haben.',
      failed: 'Kein Zeitstempel stammt von einer Stelle, die Sie genannt haben.',
      absent: 'Sie haben keine Zeitstempelstelle genannt.',
    },
    'period-complete': {
      title:
        'Die Einträge des Zeitraums folgen lückenlos aufeinander; was davor und danach steht, gehört nicht mehr dazu.',
      failed: 'Mindestens ein Eintrag des Zeitraums wurde weggelassen.',
      absent: 'Dass kein Eintrag fehlt, ist nicht gezeigt.',
    },
    'contents-bound': {
      title: 'Umfang und Beilagen sind die, die das Protokoll bei der Ausgabe vermerkt hat.',
      failed: 'Umfang oder Beilagen sind andere, als das Protokoll bei der Ausgabe vermerkt hat.',
      absent: 'Welchen Umfang das Paket bei der Ausgabe hatte, vermerkt das Protokoll nicht.',
    },
    'report-unchanged': {
      title: 'Jeder Bericht im Paket ist der, den das Protokoll für genau diesen Umfang als ausgegeben vermerkt.',
      failed:
        'Ein Bericht gehört nicht zu diesem Paket oder wurde nachträglich verändert. Verlassen Sie sich nicht auf ihn.',
      absent: 'Kein Bericht.',
    },
    'figures-recounted': {
      title: 'Die Zahlen des Rechenschaftsberichts ergeben sich, neu gezählt, aus den Einträgen daneben.',
      failed: 'Eine Zahl des Rechenschaftsberichts stimmt nicht mit den Einträgen überein.',
      absent: 'Es waren keine Zahlen nachzuzählen.',
    },
    disclosures: {
      title: 'Offengelegte Inhalte sind die, auf die sich das Protokoll festgelegt hat.',
      failed: 'Ein offengelegter Inhalt ist nicht der, der damals eingegangen ist.',
      absent: 'Es sind keine Inhalte offengelegt.',
    },
    references: {
      title: 'Auf die genannten Aktenzeichen hat sich das Protokoll bei der Erfassung festgelegt.',
      failed: 'Ein Aktenzeichen ist nicht das, auf das sich das Protokoll festgelegt hat.',
      absent: 'Kein Aktenzeichen ist bewiesen; Vorgänge stehen hier mit ihrer Kennung.',
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
    'no-handover': 'vom vorigen Schlüssel nicht benannt',
    'retired-key': 'der Schlüssel war vorher ersetzt worden',
    'no-epoch': 'kein Eintrag darüber',
    forked: 'andere Fassung des Protokolls',
    'too-few-witnesses': 'zu wenige Zeugen',
    'unknown-log': 'Protokoll der Protokolle unbekannt oder nicht unterschrieben',
    'bad-time-stamp': 'Zeitstempel ungültig',
    'no-named-stamp': 'keiner von der genannten Stelle',
    'later-than-seen': 'später als das, was ihn gesehen haben soll',
    'other-document': 'anderes Dokument als vermerkt',
    gap: 'fehlt',
    'other-kind': 'Bericht anderer Art oder über andere Tage',
    'other-figure': 'andere Zahl als nachgezählt',
    'other-contents': 'anders als vermerkt',
    'not-chosen': 'bei der Ausgabe nicht ausgewählt',
    'not-recorded': 'die Ausgabe ist nicht vermerkt',
    'other-commitment': 'anderer Inhalt als festgelegt',
    'time-runs-backwards': 'Zeit läuft rückwärts',
    'before-recorded': 'vor der Erfassung des Vorgangs',
    'recorded-twice': 'zweimal erfasst',
    'not-allowed': 'in diesem Stand nicht zulässig',
    'attempt-out-of-turn': 'Versuch außer der Reihe',
    'time-contradicts': 'Zeitangabe widerspricht dem Eintrag',
    'issued-twice': 'zum zweiten Mal unter derselben Kennung erlassen; es gilt, was zuerst galt',
    'other-instruction': 'nicht die Anweisung, die bei der Erfassung galt',
    'other-deadline': 'andere Frist, als sich aus dem Gesetz ergibt',
    'other-time-zone': 'andere Zeitzone, als das Protokoll sagt',
    'joined-wrongly': 'Zusammenführung oder Trennung, die so nicht sein kann',
    'no-such-proof': 'kein solcher Beleg im Protokoll, oder von einem anderen Tag',
    'stated-too-early': 'angegeben für einen Tag vor der Übernahme',
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
  comparisons: {
    agrees: 'Beide gehören zu einer Fassung: Sie haben einen Prüfpunkt oder einen Eintrag am selben Platz gemeinsam.',
    forked: 'Zwei Fassungen eines Protokolls: Heben Sie beides auf, zusammen beweist es das.',
    unlinked: 'Nicht zu vergleichen: Die beiden haben keinen Prüfpunkt und keinen Eintrag gemeinsam.',
    'other-log': 'Nicht zu vergleichen: Die beiden gehören zu verschiedenen Protokollen.',
  } satisfies Record<Comparison, string>,
  /** Of verify.html and verify.mjs in the bundle, held against those of the program that verifies. */
  enclosed: {
    same: (file: string) => `${file} im Paket ist das Prüfprogramm dieser Version.`,
    other: (file: string) =>
      `${file} im Paket ist nicht das Prüfprogramm dieser Version: Es stammt aus einer anderen Version oder ist gefälscht. Führen Sie es nur aus, wenn seine Prüfsumme eine veröffentlichte ist.`,
  },
  synthetic: 'Beispieldaten: Dieses Protokoll sagt von sich selbst, dass alles darin erfunden ist.',
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
  /** In time, by how the answer is known. */
  inTime: {
    proved: 'ja, belegt',
    stated: 'ja, nach Angabe des DSB (nicht belegt)',
    'came-back': 'nach Angabe; das Schreiben kam zurück',
  } satisfies Record<ProofStanding, string>,
  provedAndStated:
    'Belegt ist, was das Programm selbst getan hat, etwa eine Mail, die ein Mailserver angenommen hat. Nach Angabe ist, was jemand eingetragen hat; dafür steht diese Person ein, nicht das Protokoll.',
  deadlineOutcome: {
    met: 'ja',
    missed: 'nein',
    open: 'noch offen',
    ended: 'ohne Antwort beendet',
  } satisfies Record<DeadlineOutcome, string>,
  notFromFalse: 'Aus einem falschen Paket lässt sich nicht sagen, ob die Anweisung befolgt wurde.',
  followed: (followed: number, requests: number) => `Anweisung befolgt: ${followed} von ${requests}`,
  notJudged: (requests: number) => `Nicht zu beurteilen: ${requests}.`,
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
  keyStanding: {
    named: 'von Ihnen genannt',
    remembered: 'hat unterschrieben, was Sie schon hatten',
    'handed-over': 'in einem Eintrag benannt, für den ein Schlüssel unterschrieben hat, der zählt',
    replaced: 'ersetzt; zählt für nichts mehr, was nach seinem Wechsel kam',
    unnamed: 'nur vom Paket genannt',
  } satisfies Record<KeyStanding, string>,
  seenTitle: 'Wer es gesehen hat',
  seenBy: (size: number, at: string) =>
    `Die ersten ${size} Einträge gab es spätestens am ${at}; das bestätigt, wen Sie genannt haben.`,
  neverSeenAtAll: 'Keinen der Einträge hat jemand gesehen, den Sie genannt haben.',
  seenByNobody: (entries: number) =>
    entries === 1
      ? 'Den letzten Eintrag hat niemand gesehen, den Sie genannt haben.'
      : `Die letzten ${entries} Einträge hat niemand gesehen, den Sie genannt haben.`,
  anchored: (size: number, origin: string) => `Über die ersten ${size} Einträge, in ${origin}:`,
  witness: (name: string, at: string, fingerprint: string) => `Zeuge ${name}, ${at}, Fingerabdruck ${fingerprint}`,
  timeStamp: (at: string, signer: string, fingerprint: string) =>
    `Zeitstempel ${at} von ${signer}, Zertifikat ${fingerprint}`,
  timeStampRoot: (name: string, fingerprint: string) => `ausgestellt unter ${name}, Zertifikat ${fingerprint}`,
  byNamed: 'von Ihnen genannt',
  byBundle: 'nur vom Paket genannt: zählt hier nicht',
  seenTitleOfCase: 'bezeugt',
  seenAt: 'vor diesem Zeitpunkt bestätigt es niemand',
  neverSeen: 'den Zeitpunkt bestätigt niemand',
  choose: 'Nachweispaket oder Beleg wählen',
  chooseHint: 'Die ZIP-Datei hierher ziehen oder auswählen. Auch ihre entpackten Dateien, alle zusammen.',
  working: (done: string, total: string) => `${done} von ${total} Einträgen geprüft …`,
  reading: 'wird gelesen …',
  offline:
    'Diese Seite arbeitet ohne Netz. Sie sendet nichts und lädt nichts nach; Ihre Dateien bleiben auf diesem Gerät.',
  keyLabel: 'Schlüssel des Protokolls, den Sie auf anderem Weg erhalten haben',
  keyHint:
    'Eine Zeile wie forthwith.example/kammer+1a2b3c4d+AX…, je Schlüssel eine. Ohne sie ist nicht zu sagen, von wem das Paket stammt.',
  moreFields: 'Zeugen und Zeitstempelstelle angeben',
  policyLabel: 'Zeugen, denen Sie vertrauen (freiwillig)',
  policyHint: 'Der Text einer Datei nach C2SP tlog-policy.',
  authorityLabel: 'Zeitstempelstelle, der Sie vertrauen (freiwillig)',
  authorityHint: 'SHA-256-Fingerabdruck ihres Zertifikats, hexadezimal.',
  knownLabel: 'Belege oder Nachweispakete, die Sie schon haben (freiwillig)',
  knownHint: 'Damit wird verglichen, ob das Protokoll seither nur gewachsen ist.',
  check: 'Prüfen',
  print: 'Drucken',
  otherLanguage: 'English',
  noCrypto:
    'Dieser Browser kann Ed25519-Unterschriften nicht prüfen. Nehmen Sie einen neueren, oder: node verify.mjs DATEI.zip',
  defect: 'Die Prüfung ist an einem Fehler dieses Programms gescheitert',
};

export type Words = typeof de;
