/** Words of the mail that tells the DPO of the tray. It names nobody: subjects are shown on locked screens. */
export const TRAY_NOTICE = {
  subject: (count: number) => `${count} nicht zugeordnete ${count === 1 ? 'E-Mail' : 'E-Mails'}`,
  text: (count: number) =>
    count === 1
      ? 'Eine E-Mail ist eingegangen, die das Programm keinem Vorgang zuordnen kann. Vielleicht ist sie ein Antrag. Bitte sehen Sie sie an:'
      : `${count} E-Mails sind eingegangen, die das Programm keinem Vorgang zuordnen kann. Vielleicht ist ein Antrag darunter. Bitte sehen Sie sie an:`,
} as const;
