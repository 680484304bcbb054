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
} as const;
