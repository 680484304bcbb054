import type { AlarmKind } from '../domain/log/events/log.js';

/** What was found, in one sentence; `place` is an index, a size or the name of a witness. */
export const ALARM_SENTENCES_DE: Readonly<Record<AlarmKind, (place: string) => string>> = {
  entry: (place) => `Der Eintrag ${place} ist nicht mehr der, der unterschrieben wurde.`,
  root: (place) => `Die ersten ${place} Einträge passen nicht zum unterschriebenen Prüfpunkt.`,
  'gone-back': (place) => `Der ausgegebene Prüfpunkt über ${place} Einträge fehlt: Das Protokoll wurde zurückgesetzt.`,
  'key-lost': (place) => `Den Prüfpunkt über ${place} Einträge hat keiner der vorhandenen Schlüssel unterschrieben.`,
  renamed: (place) => `Der Prüfpunkt über ${place} Einträge trägt einen anderen Namen.`,
  'tree-changed': (place) =>
    `Der gespeicherte Baum führt nicht zum unterschriebenen Prüfpunkt über ${place} Einträge: Einträge oder Kacheln wurden geändert.`,
  'entry-gone': (place) => `Der Eintrag ${place} wurde gelöscht, bevor er unterschrieben war.`,
  'witness-contradicts': (place) =>
    `Der Zeuge ${place} hat einen Prüfpunkt gesehen, der nicht zu diesem Protokoll passt: Es gibt zwei Fassungen.`,
  'witness-refuses': (place) => `Der Zeuge ${place} nimmt den Prüfpunkt nicht an.`,
  'fork-seen': (place) =>
    `Das fremde Protokoll ${place}, dessen Zeuge diese Installation ist, zeigt zwei Fassungen. Beide unterschriebenen Prüfpunkte sind aufbewahrt.`,
  'stamp-stale': (place) => `Seit ${place} gibt es keinen neuen Zeitstempel.`,
  'stray-entry': (place) =>
    `Hinter dem Ende des Protokolls lag ein fremder Eintrag (${place}); er wurde beiseitegelegt.`,
  'entry-malformed': (place) =>
    `Der Eintrag ${place} hat nicht die vorgeschriebene Form: Das Programm hat ihn nicht geschrieben.`,
  columns: (place) => `Neben dem Eintrag ${place} stehen andere Angaben als in ihm.`,
  'request-row': (place) => `Der Vorgang ${place} steht in der Datenbank anders, als das Protokoll sagt.`,
  'forwarding-row': (place) => `Die Weiterleitung ${place} steht in der Datenbank anders, als das Protokoll sagt.`,
  'instruction-row': (place) =>
    `Die Weiterleitungsanweisung ${place} steht in der Datenbank anders, als das Protokoll sagt.`,
  'claim-row': (place) =>
    `Ein geltend gemachtes Recht (${place}) steht in der Datenbank anders, als das Protokoll sagt.`,
  'designation-row': (place) =>
    `Die Benennung ${place} steht in der Datenbank anders, als das Protokoll sagt: Weiterleitungen könnten an jemand anderen gehen.`,
  'role-row': (place) =>
    `In der Datenbank steht eine Rolle, die laut Protokoll niemand vergeben hat (Konto und Rolle: ${place}).`,
  'request-content': (place) =>
    `Der Inhalt des Vorgangs ${place} ist nicht mehr lesbar, und keine Löschung steht im Protokoll.`,
  'head-changed': (place) =>
    `Das Ende des Protokolls war in der Datenbank auf ${place} zurückgesetzt; es wurde richtiggestellt, und kein Eintrag fehlt.`,
  'copy-changed': (place) =>
    `Die Kopie des letzten Prüfpunkts außerhalb der Datenbank (${place}) wurde entfernt, zurückgesetzt oder ausgetauscht, oder sie lässt sich nicht schreiben.`,
  'witness-silent': (place) => `Der Zeuge ${place} ist nicht zu erreichen.`,
  'clock-apart': (place) =>
    `Die Uhr der Datenbank und die Uhr des Zeugen ${place} gehen mehr als fünf Minuten auseinander.`,
  'sister-contradicts': (place) =>
    `Das fremde Protokoll ${place}, das diese Installation nachrechnet, ist nicht mehr das, das sie gesehen hat.`,
  'sister-silent': (place) =>
    `Das fremde Protokoll ${place}, das diese Installation nachrechnet, ist nicht zu erreichen.`,
  'stamp-ends': (place) =>
    `Was die Zeitstempel dieser Installation beweist, läuft am ${place} ab. Vorher müssen sie erneuert sein.`,
};

/** The mail to the DPO and the administrators. */
export const ALARM_MAIL = {
  subject: (organisation: string) => `Alarm: Protokoll von ${organisation}`,
  text: (organisation: string, kind: AlarmKind, place: string, address: string) =>
    `Das Programm hat am Protokoll von ${organisation} etwas gefunden, das nicht sein darf:

${ALARM_SENTENCES_DE[kind](place)}

Was jetzt zu tun ist: Lassen Sie den jetzigen Stand von Datenbank und Datenordner sichern, bevor jemand etwas ändert. Bewahren Sie die letzten Mails mit Belegen auf. Klären Sie mit der Verwaltung, wer zuletzt auf die Datenbank zugegriffen oder eine Sicherung eingespielt hat.

Der Alarm bleibt stehen, bis ihn jemand auf dieser Seite erledigt:
${address}
`,

  /** To the installation whose log it is, or whose witness has seen it. */
  sister: {
    subject: (origin: string) => `Zwei Fassungen des Protokolls ${origin}`,
    text: (origin: string, address: string) =>
      `Guten Tag,

von dem Protokoll ${origin} gibt es zwei Fassungen, die einander widersprechen. Die beiden unterschriebenen Prüfpunkte liegen bei, soweit beide bekannt sind; zusammen beweisen sie es, ohne dass jemand uns glauben muss:

    npx forthwith compare gesehen.checkpoint gezeigt.checkpoint

Häufige Ursache ist eine eingespielte Sicherung oder ein übernommenes Replikat; möglich ist auch, dass ein Unterschriftsschlüssel in fremde Hände kam. Bitte bewahren Sie beide Dateien auf, und sprechen Sie mit uns.

Diese Mail kommt von der Installation ${address}, die das Protokoll bezeugt oder nachrechnet, oder deren Protokoll es ist.
`,
  },
};
