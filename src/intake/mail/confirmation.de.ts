/** Words of the mail by which a program says that a mail came in. It quotes nothing of it: senders can be forged. */
export const CONFIRMATION = {
  // RFC 3834 s3.1.5: so programs and people see what it is.
  subject: (reference: string) => `Auto: Ihre E-Mail ist eingegangen (${reference})`,
  lead: (organisation: string, at: string) => `Guten Tag,\n\nIhre E-Mail ist am ${at} bei ${organisation} eingegangen.`,
  reference: (reference: string) =>
    `Sie hat das Aktenzeichen ${reference} und wird an unsere Datenschutzbeauftragte oder unseren Datenschutzbeauftragten weitergeleitet. Dort wird sie geprüft; eine Antwort bekommen Sie von dort.`,
  automatic:
    'Diese Nachricht hat ein Programm geschrieben. Wenn Sie etwas ergänzen möchten, antworten Sie einfach darauf.',
} as const;
