import type { RetentionClass } from '../domain/retention/classes.js';

/** To the person: that it is gone, what remains, and how they can check it. */
export const CERTIFICATE_MAIL = {
  subject: (organisation: string) => `Ihre Daten sind gelöscht (${organisation})`,
  lead: (organisation: string, reference: string, at: string) =>
    `Guten Tag,\n\ndie personenbezogenen Daten aus Ihrer Anfrage ${reference} hat ${organisation} am ${at} gelöscht. Der Schlüssel, unter dem sie lagen, ist vernichtet.`,
  what: (classes: readonly RetentionClass[]) =>
    `Gelöscht sind:\n${classes.map((one) => `- ${CLASSES[one]}`).join('\n')}`,
  remains: (until: string) =>
    `Was bleibt: Aktenzeichen, Tage, Recht, Ergebnis und Grund, Kanal sowie Art, Weg und Tag der Schreiben, längstens bis ${until}, weil so lange Ansprüche bestehen können (Art. 17 Abs. 3 Buchst. e DSGVO). Das Protokoll enthält keine personenbezogenen Daten.`,
  copies: (places: readonly string[]) =>
    `Außerhalb dieses Programms kann noch eine Kopie liegen: ${places.join(', ')}. Sie zu löschen ist veranlasst, aber noch nicht bestätigt.`,
  proof:
    'Der beigefügte Beleg (loeschung.tlog-proof) beweist, dass die Löschung an diesem Tag im Protokoll stand. Prüfen können Sie ihn ohne uns, zum Beispiel mit der Seite verify.html.',
  noProof: 'Den Beleg aus dem Protokoll erhalten Sie auf Anfrage.',
  key: (url: string) => `Den Schlüssel zum Prüfen finden Sie hier:\n${url}`,
  address: 'Ihre Adresse ist mit dem Versand dieser Nachricht ebenfalls gelöscht.',
  contact: (title: string, email: string, telephone: string) => `Fragen? ${title}, ${email}, ${telephone}`,
  places: {
    'dpo-mailbox': 'Postfach der oder des Datenschutzbeauftragten',
    department: 'Fachabteilung',
    platform: 'der Kanal, auf dem Sie geschrieben haben',
  },
} as const;

const CLASSES: Readonly<Record<RetentionClass, string>> = {
  message: 'Ihre Nachricht, Dateien, Name und Kontakt',
  copies: 'mitgeschickte Kopien und Anlagen',
  answer: 'der Wortlaut unserer Schreiben',
  reasons: 'Begründungen',
  internal: 'Notizen, Aufträge, Entwürfe',
  recipients: 'Namen von Empfängern',
  restriction: 'was eingeschränkt war',
  authority: 'Schreiben der Aufsicht',
  package: 'das Paket zur Datenübertragung',
  index: 'das Suchmerkmal für frühere Vorgänge',
  openings: 'Zufallszahlen zu Einträgen im Protokoll',
  link: 'das Aktenzeichen',
};
