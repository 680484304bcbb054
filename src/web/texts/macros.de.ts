import type { MacroStep, StepResult } from '../../requests/macros/macro-runner.service.js';

const STEPS: Readonly<Record<MacroStep, string>> = {
  'take-over': 'Übernehmen',
  'confirm-receipt': 'Eingangsbestätigung senden',
  task: 'Auftrag an einen Fachbereich geben',
  note: 'Notiz hinzufügen',
};

const RESULTS: Readonly<Record<StepResult['result'], string>> = {
  done: 'erledigt',
  before: 'war schon so',
  nowhere: 'nicht gesendet: keine E-Mail-Adresse bekannt',
  refused: 'nicht möglich',
};

/** Several steps under one name. */
export const MACROS_DE = {
  nav: 'Makros',
  title: 'Makros',
  lead: 'Mehrere Schritte mit einem Klick, auch für mehrere Vorgänge zugleich. Jeder Schritt steht einzeln im Protokoll.',
  none: 'Noch kein Makro angelegt.',
  fresh: 'Neues Makro',
  edit: (name: string) => `Makro „${name}“`,
  name: 'Name',
  nameHint: 'Zum Beispiel: Foto löschen lassen',
  steps: 'Was soll geschehen?',
  stepNames: STEPS,
  receiptHint:
    'Die Eingangsbestätigung geht per E-Mail hinaus, aus der Vorlage. Wer keine E-Mail-Adresse hat, wird genannt.',
  taskAddress: 'Auftrag an (E-Mail-Adresse des Fachbereichs)',
  taskWhat: 'Was ist zu tun?',
  taskDays: 'Zu erledigen innerhalb von … Tagen',
  note: 'Notiz',
  save: 'Speichern',
  saved: 'Gespeichert.',
  remove: 'Makro löschen',
  run: 'Ausführen',
  choose: 'Makro',
  results: 'Makro ausgeführt',
  resultsOf: RESULTS,
  ranOn: (name: string, count: number) => `„${name}“: ${count === 1 ? '1 Vorgang' : `${count} Vorgänge`}`,
  nothing: 'Es war kein Vorgang ausgewählt.',
  tooMany: 'Bitte höchstens 50 Vorgänge auf einmal auswählen.',
  back: 'Zurück zur Liste',
};
