import type { TASK_EVENTS } from '../../domain/log/events/task.js';

export const TASK_DE: Readonly<Record<keyof typeof TASK_EVENTS, string>> = {
  'task.assigned': 'Auftrag an einen Fachbereich erteilt',
  'task.notified': 'E-Mail zu einem Auftrag vom Mailserver angenommen',
  'task.mail-dropped': 'E-Mail zu einem Auftrag entfallen, sie war nicht mehr nötig',
  'task.opened': 'Auftrag geöffnet, über den Link oder angemeldet',
  'task.answered': 'Antwort des Fachbereichs auf den Auftrag erhalten',
  'task.extended': 'Neuer Termin für den Auftrag gesetzt',
  'task.reminded': 'Erinnerung an den Auftrag war fällig',
  'task.overdue': 'Termin des Auftrags ohne Antwort verstrichen',
  'task.finished': 'Auftrag als erledigt vermerkt',
  'task.withdrawn': 'Auftrag zurückgezogen',
};

export const TASK_EN: Readonly<Record<keyof typeof TASK_EVENTS, string>> = {
  'task.assigned': 'Task given to a department',
  'task.notified': 'Mail about a task accepted by the mail server',
  'task.mail-dropped': 'Mail about a task dropped, it was not needed any more',
  'task.opened': 'Task opened, by its link or signed in',
  'task.answered': 'Answer of the department to the task received',
  'task.extended': 'New day set for the task',
  'task.reminded': 'Reminder of the task was due',
  'task.overdue': 'Day of the task passed without an answer',
  'task.finished': 'Task noted as done',
  'task.withdrawn': 'Task withdrawn',
};
