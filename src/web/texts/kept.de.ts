/** Nothing typed or chosen is lost: files of a form shown again, sessions that end while somebody types. */
export const KEPT_DE = {
  staged: 'Diese Dateien sind schon da und gehen mit',
  takeOut: (name: string) => `${name} entfernen`,
  signedOut: 'Sie waren abgemeldet',
  signedOutKept:
    'Ihre Eingabe ist nicht verloren: Sie liegt versiegelt bereit. Melden Sie sich an, dann können Sie sie absenden.',
  signedOutGone: 'Bitte melden Sie sich an und senden Sie das Formular noch einmal ab.',
  ended: 'Ihre Sitzung ist beendet. Was Sie geschrieben haben, steht noch hier.',
  endedText:
    'Melden Sie sich in einem zweiten Fenster an, kommen Sie zurück und senden Sie dann noch einmal. Oder senden Sie gleich: Ihre Eingabe wird dann versiegelt aufgehoben, bis Sie sich angemeldet haben.',
  signInElsewhere: 'In neuem Fenster anmelden',
  sendAnyway: 'Aufheben und anmelden',
  afterRefusal: 'Was Sie geschrieben oder angehängt haben, ist einen Tag lang versiegelt aufgehoben.',
  title: 'Ihre Eingabe ist noch da',
  lead: (at: string) => `Abgesendet haben Sie sie am ${at}. Es wurde noch nichts damit getan.`,
  content: 'Was Sie geschrieben haben',
  files: (count: number) => (count === 1 ? 'Dazu gehört 1 Datei.' : `Dazu gehören ${count} Dateien.`),
  send: 'Jetzt absenden',
  discard: 'Verwerfen',
  gone: 'Diese Eingabe gibt es nicht mehr',
  goneText: 'Sie wurde schon abgesendet oder verworfen, oder sie ist älter als ein Tag.',
} as const;
