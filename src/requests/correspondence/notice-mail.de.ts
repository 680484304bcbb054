/** Words of the mail that tells the DPO of an answer. It names no person: subjects are shown on locked screens. */
export const NOTICE_MAIL = {
  received: {
    subject: (reference: string) => `${reference}: Antwort eingegangen`,
    text: (reference: string) =>
      `Zum Vorgang ${reference} ist eine Antwort eingegangen. Sie steht im Schriftverkehr des Vorgangs:`,
  },
  undelivered: {
    subject: (reference: string) => `${reference}: Nachricht nicht zugestellt`,
    text: (reference: string) =>
      `Eine Nachricht zum Vorgang ${reference} hat die Person nicht erreicht. Bitte prüfen Sie die Adresse oder schreiben Sie einen Brief:`,
  },
  recipient: {
    subject: (reference: string) => `${reference}: Mitteilung nach Art. 19 nicht zugestellt`,
    text: (reference: string) =>
      `Eine Mitteilung nach Art. 19 DSGVO zum Vorgang ${reference} hat den Empfänger nicht erreicht. Bitte schreiben Sie noch einmal oder unterrichten Sie auf anderem Weg:`,
  },
  identityCode: {
    subject: (reference: string) => `${reference}: Code zur Identitätsprüfung nicht zugestellt`,
    text: (reference: string) =>
      `Der Mailserver hat die E-Mail mit dem Code zur Identitätsprüfung im Vorgang ${reference} abgelehnt. Die Prüfung kommt so nicht weiter. Bitte prüfen Sie die Adresse oder wählen Sie einen anderen Weg:`,
  },
  package: {
    subject: (reference: string) => `${reference}: E-Mail zum Datenpaket nicht zugestellt`,
    text: (reference: string) =>
      `Der Mailserver hat eine E-Mail zum Abholen des Datenpakets im Vorgang ${reference} abgelehnt. Die Person kann es so nicht abholen. Bitte prüfen Sie die Adresse:`,
  },
  task: {
    subject: (reference: string) => `${reference}: E-Mail an den Fachbereich nicht zugestellt`,
    text: (reference: string) =>
      `Der Mailserver hat eine E-Mail zu einem Auftrag im Vorgang ${reference} abgelehnt. Der Fachbereich weiß davon noch nichts. Bitte unterrichten Sie ihn auf anderem Weg:`,
  },
} as const;
