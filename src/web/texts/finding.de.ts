/** Finding a case by the person, and what may be said on the telephone. */
export const FINDING_DE = {
  label: 'Person oder Aktenzeichen suchen',
  placeholder: 'Name, E-Mail, Telefon, Aktenzeichen',
  submit: 'Suchen',
  title: 'Wer ruft an?',
  lead: 'Gesucht wird in allen Ständen. Dass Sie gesucht haben, steht im Protokoll; wonach, nicht.',
  found: (count: number) => (count === 1 ? '1 Vorgang gefunden' : `${count} Vorgänge gefunden`),
  more: 'Es gibt noch mehr Treffer. Bitte genauer suchen, zum Beispiel mit Vor- und Nachnamen.',
  none: 'Kein Vorgang gefunden',
  noneText:
    'Gefunden wird, was bei der Weitergabe als Name, E-Mail, Telefon oder Nutzername angegeben wurde, und jeder Teil des Aktenzeichens ab seinem Anfang oder nach dem letzten Strich. Gelöschte Vorgänge findet nur noch das Aktenzeichen.',
  tooShort: 'Bitte mindestens drei Buchstaben oder Ziffern eingeben.',
  tooLong: 'Bitte kürzer: höchstens 200 Zeichen.',
  gone: 'Bitte suchen Sie noch einmal; alte Suchen werden nicht aufgehoben.',
  due: 'Frist',
  received: (on: string, channel: string) => `Eingang ${on} · ${channel}`,
  open: (reference: string) => `Vorgang ${reference} öffnen`,
  elsewhere: 'In einer anderen Organisation: dort anmelden, um ihn zu öffnen.',
  say: 'Am Telefon',
  identity: {
    confirmed: 'Die Identität wurde in diesem Vorgang bestätigt.',
    open: 'Die Identitätsprüfung läuft noch.',
    'not-confirmed': 'Die Identität wurde nicht bestätigt.',
    'no-longer-doubted': 'Zweifel an der Identität bestehen nicht mehr.',
    none: 'Die Identität wurde nicht geprüft.',
  },
  known:
    'Sagen dürfen Sie den Stand und die Frist, wenn die Person sich auch jetzt ausweist: mit dem Aktenzeichen, oder bei einem Rückruf unter der bekannten Nummer. Inhalte und Daten nie am Telefon.',
  unknown:
    'Bestätigen Sie nicht, dass es einen Vorgang gibt. Lassen Sie sich das Aktenzeichen nennen; dann dürfen Sie Stand und Frist sagen. Sonst: „Wir schreiben Ihnen an die Adresse, von der Ihre Anfrage kam.“',
  states: {
    recorded: 'liegt bei der Datenschutzstelle, noch nicht übernommen',
    acknowledged: 'in Bearbeitung',
    answered: 'beantwortet',
    closed: 'abgeschlossen',
    retracted: 'von der Person zurückgenommen',
    withdrawn: 'kein Vorgang (Irrtum oder anderes Anliegen)',
    merged: 'geht in einem anderen Vorgang weiter',
  },
} as const;
