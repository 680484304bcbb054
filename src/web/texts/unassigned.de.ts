/** Mails that came in and belong to no case yet. */
export const UNASSIGNED_DE = {
  nav: 'E-Mail-Eingang',
  title: 'Nicht zugeordnete E-Mails',
  lead: 'Diese E-Mails kamen an, aber das Programm kann nicht sagen, wohin sie gehören. Sehen Sie jede an und sagen Sie es: Ein Antrag darf hier nicht liegen bleiben, denn die Frist läuft seit seinem Eingang.',
  empty: 'Hier liegt keine E-Mail.',
  count: (count: number) =>
    count === 1 ? 'Eine E-Mail ist keinem Vorgang zugeordnet.' : `${count} E-Mails sind keinem Vorgang zugeordnet.`,
  toList: 'E-Mails ansehen',
  unknownSender: 'Absender unbekannt',
  noSubject: '(kein Betreff)',
  from: 'Von (laut E-Mail)',
  arrived: 'Eingegangen',
  size: 'Größe',
  files: 'Dateien',
  why: {
    unassigned: 'Keinem Vorgang zuzuordnen',
    automatic: 'Vielleicht automatisch versandt',
    spam: 'Vom Filter als Werbung markiert',
    'delivery-report': 'Meldung eines Mailservers, bitte lesen',
    'over-budget': 'Zu aufwendig gebaut, um sie hier zu lesen',
    'too-large': 'Zu groß, um sie zu holen',
    'not-recorded': 'Konnte nicht als Vorgang angelegt werden',
    requested: 'Neuer Vorgang',
  },
  unreadable: {
    'over-budget':
      'Diese E-Mail ist so gebaut, dass das Programm sie nicht lesen kann. Sie ist aufbewahrt, wie sie kam. Öffnen Sie das Original mit Vorsicht.',
    'too-large':
      'Diese E-Mail ist größer als 60 MB. Hier liegen nur die Angaben aus ihrem Kopf. Sehen Sie sie bitte im Postfach selbst an; von dort lässt sie sich weitergeben.',
  },
  suggested: (reference: string) =>
    `Der Betreff nennt ${reference}, oder sie antwortet auf eine E-Mail dieses Vorgangs.`,
  toCase: 'Zu einem Vorgang legen',
  reference: 'Aktenzeichen',
  referenceHint: 'Sie steht dann als Nachricht im Schriftverkehr dieses Vorgangs.',
  put: 'Zu diesem Vorgang',
  newCase: 'Neuer Vorgang',
  newCaseText:
    'Sie wird als Antrag aufgenommen und sofort weitergeleitet. Eingegangen ist sie, als unser Mailserver sie bekam.',
  makeCase: 'Neuen Vorgang anlegen',
  aside: 'Geht uns nichts an',
  asideText: 'Zum Beispiel Werbung. Ihr Inhalt wird nach sieben Tagen gelöscht; so lange können Sie es zurücknehmen.',
  setAside: 'Weglegen',
  original: 'Original (.eml)',
  back: 'Zur Liste',
  done: 'Zuletzt erledigt',
  doneText: 'Sieben Tage lang können Sie zurücknehmen, was Sie mit einer E-Mail getan haben.',
  states: {
    open: 'offen',
    'in-case': 'liegt beim Vorgang',
    'new-case': 'neuer Vorgang',
    'set-aside': 'weggelegt',
  },
  takeBack: 'Zurücknehmen',
  told: {
    put: 'Die E-Mail liegt jetzt beim Vorgang.',
    aside: 'Die E-Mail ist weggelegt. Unten können Sie es zurücknehmen.',
    back: 'Zurückgenommen. Die E-Mail wartet wieder.',
  },
};
