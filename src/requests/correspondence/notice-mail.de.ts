/** Words of the mail that tells the DPO of an answer. It names no person: subjects are shown on locked screens. */
export const NOTICE_MAIL = {
  received: {
    subject: (reference: string) => `${reference}: Antwort eingegangen`,
    text: (reference: string) =>
      `Zum Vorgang ${reference} ist eine Antwort eingegangen. Sie steht im Schriftverkehr des Vorgangs:`,
  },
  department: {
    subject: (reference: string) => `${reference}: Antwort eines Fachbereichs per E-Mail`,
    text: (reference: string) =>
      `Auf die E-Mail zu einem Auftrag im Vorgang ${reference} wurde geantwortet. Wer geschrieben hat, ist ungeprüft, und der Auftrag ist weiter offen:`,
  },
  serverReport: {
    subject: (reference: string) => `${reference}: Meldung des Mailservers`,
    text: (reference: string) =>
      `Ein Mailserver hat sich zu einer E-Mail im Vorgang ${reference} gemeldet. Das Programm kann nicht sicher sagen, was das heißt. Bitte lesen Sie die Meldung:`,
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
      `Die E-Mail mit dem Code zur Identitätsprüfung im Vorgang ${reference} konnte nicht zugestellt werden. Die Prüfung kommt so nicht weiter. Bitte prüfen Sie die Adresse oder wählen Sie einen anderen Weg:`,
  },
  package: {
    subject: (reference: string) => `${reference}: E-Mail zum Datenpaket nicht zugestellt`,
    text: (reference: string) =>
      `Eine E-Mail zum Abholen des Datenpakets im Vorgang ${reference} konnte nicht zugestellt werden. Die Person kann es so nicht abholen. Bitte prüfen Sie die Adresse:`,
  },
  task: {
    subject: (reference: string) => `${reference}: E-Mail an den Fachbereich nicht zugestellt`,
    text: (reference: string) =>
      `Eine E-Mail zu einem Auftrag im Vorgang ${reference} konnte nicht zugestellt werden. Der Fachbereich weiß davon noch nichts. Bitte unterrichten Sie ihn auf anderem Weg:`,
  },
} as const;
