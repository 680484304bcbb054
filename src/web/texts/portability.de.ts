/** Datenübertragbarkeit (Art. 20): for the DPO, and the page at which the person collects. */
export const PORTABILITY_DE = {
  title: (reference: string) => `Übertragung zu ${reference}`,
  lead: 'Was die Person selbst bereitgestellt hat und automatisiert aufgrund von Einwilligung oder Vertrag verarbeitet wird, bekommt sie als JSON oder CSV (Art. 20 Abs. 1 DSGVO), oder es geht direkt an einen anderen Verantwortlichen (Abs. 2).',
  empty: '',
  checks: 'Voraussetzungen',
  open: 'noch nicht geprüft',
  notClaimed: 'Datenübertragbarkeit ist in diesem Vorgang nicht geltend gemacht.',
  toClaims: 'Zur Prüfliste auf der Seite „Rechte“',
  mayNot: 'Ein Paket kann erst entstehen, wenn „öffentliche Aufgabe“ mit Nein beantwortet ist (Art. 20 Abs. 3 Satz 2).',
  may: 'Ein Paket kann vorbereitet werden.',
  next: 'Wie weiter',
  item: (number: number) => `Paket ${number}`,
  labels: {
    state: 'Stand',
    files: 'Dateien',
    prepared: 'Bereitgestellt',
    address: 'Link an',
    mailed: 'Mail angenommen',
    notMailed: 'wird gesendet',
    endsAt: 'Wird gelöscht am',
    attempts: 'Eingegebene Codes',
    controller: 'Übermittelt an',
    how: 'Auf welchem Weg',
    settled: 'Erledigt am',
    document: 'Paket',
  },
  download: 'Paket herunterladen (ZIP)',
  states: {
    ready: 'liegt bereit, noch nicht übergeben',
    offered: 'liegt zum Abholen bereit',
    locked: 'gesperrt nach fünf falschen Codes; beenden und neu bereitstellen',
    collected: 'abgeholt und hier gelöscht',
    transmitted: 'direkt übermittelt und hier gelöscht',
    ended: 'beendet und gelöscht',
  },
  prepare: 'Paket vorbereiten',
  prepareHint:
    'Die Dateien werden verschlüsselt zu einem ZIP-Paket. Ohne Abholung wird es nach 14 Tagen gelöscht. Prüfen Sie vorher, dass keine Daten anderer darin sind (Art. 20 Abs. 4).',
  files: 'Dateien (JSON oder CSV)',
  filesHint:
    '1 bis 10 Dateien, UTF-8, je höchstens 25 MB, zusammen höchstens 40 MB. Bei CSV hat jede Zeile gleich viele Felder.',
  offer: 'Link senden',
  offerHint:
    'Der Link gilt einmal. Zum Abholen braucht die Person einen Code, den sie an dieselbe Adresse bekommt. Nehmen Sie eine Adresse, von der Sie wissen, dass sie der Person gehört.',
  address: 'E-Mail-Adresse der Person',
  days: 'Gültig (Tage, 1 bis 30)',
  transmit: 'Direkt übermittelt',
  transmitHint:
    'Wenn Sie das Paket an einen anderen Verantwortlichen gegeben haben (Art. 20 Abs. 2). Hier wird es gelöscht.',
  controller: 'Anderer Verantwortlicher',
  how: 'Auf welchem Weg (freiwillig)',
  on: 'Übermittelt am',
  end: 'Beenden und löschen',
  endHint: 'Das Paket wird sofort gelöscht, der Link führt ins Leere. Das lässt sich nicht zurücknehmen.',
  person: {
    title: 'Ihre Daten abholen',
    lead: (organisation: string, until: string) =>
      `${organisation} hat Ihre Daten für Sie bereitgelegt. Sie können sie bis ${until} einmal herunterladen.`,
    step1: '1. Code anfordern',
    step1Text: 'Der Code geht an die E-Mail-Adresse, an die auch der Link ging. Er gilt eine Stunde.',
    sendCode: 'Code senden',
    again: 'Neuen Code senden',
    sent: 'Der Code ist unterwegs',
    sentText: 'Bitte sehen Sie in Ihr Postfach, auch in den Ordner für unerwünschte Nachrichten.',
    step2: '2. Code eingeben und herunterladen',
    code: 'Code aus der E-Mail',
    codeHint: 'Sechs Ziffern',
    collect: 'Daten herunterladen',
    once: 'Sie bekommen eine ZIP-Datei. Danach werden die Daten hier gelöscht; bewahren Sie die Datei gut auf. Bricht das Herunterladen ab, fordern Sie einen neuen Code an.',
    ask: (title: string, email: string, telephone: string) => `Fragen beantwortet: ${title}, ${email}, ${telephone}`,
    askSender: 'Bitte fragen Sie dort nach, wo Sie Ihre Anfrage gestellt haben.',
    closed: {
      unknown: {
        title: 'Diesen Link gibt es nicht',
        text: 'Er ist unvollständig oder verändert. Bitte kopieren Sie ihn ganz aus der E-Mail.',
      },
      locked: {
        title: 'Der Zugang ist gesperrt',
        text: 'Es wurden zu oft falsche Codes eingegeben. Niemand hat die Daten bekommen. Bitte lassen Sie sich einen neuen Link schicken.',
      },
      collected: {
        title: 'Die Daten sind schon abgeholt',
        text: 'Dieser Link galt einmal, danach wurden die Daten hier gelöscht. Waren das nicht Sie? Dann melden Sie sich bitte gleich.',
      },
      expired: {
        title: 'Dieser Link ist abgelaufen',
        text: 'Die Daten wurden nicht abgeholt und sind hier gelöscht. Sie können um einen neuen Link bitten.',
      },
      ended: {
        title: 'Dieser Link gilt nicht mehr',
        text: 'Die Abholung wurde beendet, das Paket ist hier gelöscht. Wenn Sie Ihre Daten noch brauchen, bitten Sie um einen neuen Link.',
      },
    },
  },
};

export type PortabilityTexts = typeof PORTABILITY_DE;
