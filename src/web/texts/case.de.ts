/** The case as one page: what was said, the five steps, a note from anywhere. */
export const CASE_DE = {
  thread: {
    title: 'Verlauf der Nachrichten',
    original: 'Ursprüngliche Nachricht',
    person: 'Die Person',
    enteredFor: (on: string) => `eingetragen, nach Angabe eingegangen am ${on}`,
    us: 'Wir',
    note: 'Interne Notiz',
    telephone: 'Telefonat',
    earlier: (count: number) => (count === 1 ? '1 frühere Nachricht' : `${count} frühere Nachrichten`),
    toLetter: 'Brief ansehen und eintragen, wann er aufgegeben wurde',
    toTold: 'Eintragen, wann und von wem es mitgeteilt wurde',
    copy: 'Text kopieren',
    copied: 'Text für die Direktnachricht',
    whole: 'Ganze Nachricht ansehen',
    write: 'Schreiben',
    entered: 'Notiz gespeichert.',
  },
  course: {
    title: 'Schritte',
    steps: {
      understand: 'Verstehen',
      identity: 'Identität',
      decide: 'Entscheiden',
      answer: 'Antworten',
      close: 'Abschließen',
    },
    standings: { done: 'erledigt', now: 'als Nächstes', waiting: 'wartet', open: 'offen', none: '–' },
    identity: {
      none: 'keine Prüfung begonnen',
      open: 'Prüfung läuft',
      confirmed: 'bestätigt',
      'no-longer-doubted': 'kein Zweifel mehr',
      'not-confirmed': 'nicht bestätigt',
      withdrawn: 'ohne Ergebnis beendet',
    },
    decided: (done: number, all: number) => `${done} von ${all} entschieden`,
  },
  answering: {
    title: (reference: string) => `Antworten ${reference}`,
    decided: 'Entschieden',
    decideFirst: 'Entscheiden',
    undecided:
      'Noch nicht alles ist entschieden. Sie können schon antworten; abschließen lässt sich der Vorgang erst danach.',
    letter: 'Brief zur Entscheidung einsetzen',
    checked: (done: number, all: number) => `Prüfliste (${done} von ${all} beantwortet)`,
    askFirst: 'Zuerst einen Auftrag erteilen',
    otherTemplate: (kind: string, language: string) => `Vorlage: ${kind}, ${language} (andere wählen)`,
    afterwards: 'Danach',
    afterwardsHint: 'Eingetragen wird erst, wenn die Antwort hinaus ist, mit ihr als Beleg.',
    enter: 'Als beantwortet eintragen',
    close: 'Vorgang abschließen, wenn nichts mehr zu tun ist',
    send: 'Senden',
    refresh: 'Vorschau und Prüfung auffrischen',
    gaps: (count: number) => (count === 1 ? 'Eine Lücke ist noch zu füllen' : `${count} Lücken sind noch zu füllen`),
    tooLong: (length: number, limit: number) =>
      `Der Text hat ${length} Zeichen. Als Direktnachricht passen nicht überall mehr als ${limit.toLocaleString('de-DE')}.`,
    asked: 'Was die Person geschrieben hat',
    results: {
      closed: 'Geantwortet, eingetragen und abgeschlossen.',
      answered: 'Geantwortet und eingetragen. Was noch zu tun ist, steht bei den Schritten.',
      underway: 'Die Antwort ist unterwegs. Sobald der Mailserver sie angenommen hat, wird sie eingetragen.',
      made: 'Die Antwort liegt bereit. Tragen Sie ein, wann sie abgeschickt wurde; der Rest folgt dann von selbst.',
      sent: 'Die Antwort ist hinaus.',
    },
  },
  quickNote: {
    title: 'Notiz',
    text: 'Notiz oder Gespräch, nur für die Datenschutzstelle',
    telephone: 'Es war ein Telefonat',
    save: 'Notiz speichern',
  },
  readings: (count: number, last: string) =>
    count === 1
      ? `Von der Datenschutzstelle gelesen am ${last}`
      : `${count}-mal von der Datenschutzstelle gelesen, zuletzt am ${last}`,
} as const;
