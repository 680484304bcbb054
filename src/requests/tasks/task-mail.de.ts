import type { TaskMailKind } from './task.js';

interface DepartmentWords {
  readonly subject: (organisation: string, until: string) => string;
  readonly lead: (organisation: string, until: string) => string;
}

/** The words of mails about tasks. Nothing of the case and nothing of the task: for that there is the link. */
export const TASK_MAIL = {
  department: {
    assigned: {
      subject: (organisation, until) => `Auftrag zum Datenschutz bis ${until} (${organisation})`,
      lead: (organisation, until) =>
        `${organisation} bittet Sie um Mithilfe bei einem Anliegen zum Datenschutz. Bitte lesen Sie, worum es geht, und antworten Sie bis ${until}.`,
    },
    extended: {
      subject: (_, until) => `Auftrag zum Datenschutz: neuer Termin ${until}`,
      lead: (organisation, until) =>
        `Zu einem Auftrag von ${organisation} gibt es einen neuen Termin: ${until}. Bitte sehen Sie nach, was noch zu tun ist, und antworten Sie bis dahin.`,
    },
    reminder: {
      subject: (_, until) => `Erinnerung: Auftrag zum Datenschutz bis ${until}`,
      lead: (organisation, until) =>
        `Zu einem Auftrag von ${organisation} fehlt noch Ihre Antwort. Termin: ${until}. Bitte antworten Sie auch dann, wenn es nicht möglich ist oder Sie eine Frage haben.`,
    },
    withdrawn: {
      subject: () => 'Auftrag zum Datenschutz zurückgezogen',
      lead: (organisation) =>
        `Ein Auftrag von ${organisation} an Sie ist zurückgezogen. Sie müssen nichts mehr tun. Der Link in der früheren Mail zeigt nichts mehr.`,
    },
  } satisfies Readonly<Record<Exclude<TaskMailKind, 'answered'>, DepartmentWords>>,
  link: (url: string, until: string) =>
    `Zum Auftrag (ohne Anmeldung, gültig bis ${until}):\n${url}\n\nBitte geben Sie den Link nicht weiter: Wer ihn hat, sieht den Auftrag.`,
  contact: (title: string, email: string, telephone: string) => `Fragen? ${title}, ${email}, ${telephone}`,
  answered: {
    subject: (reference: string) => `Antwort auf einen Auftrag zu ${reference}`,
    lead: (reference: string) => `Ein Fachbereich hat auf einen Auftrag zum Vorgang ${reference} geantwortet.`,
    link: (url: string) => `Antwort lesen:\n${url}`,
  },
} as const;
