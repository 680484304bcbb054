import type { DESK_EVENTS } from '../../domain/log/events/desk.js';

export const DESK_DE: Readonly<Record<keyof typeof DESK_EVENTS, string>> = {
  'person.searched': 'Nach einer Person gesucht; das Gesuchte steht nicht hier',
  'note.added': 'Interne Notiz geschrieben',
  'note.retracted': 'Interne Notiz zurückgenommen',
  'request.merged': 'Mit einem anderen Vorgang zusammengeführt; dort geht es weiter',
  'request.joined': 'Anderen Vorgang aufgenommen; dessen Fristen gelten weiter',
  'request.unmerged': 'Zusammenführung rückgängig gemacht; der Vorgang läuft wieder für sich',
  'request.separated': 'Aufgenommener Vorgang wieder getrennt, mit seinen Rechten und Fristen',
  'request.split': 'Teil der Rechte in einen eigenen Vorgang abgetrennt',
};

export const DESK_EN: Readonly<Record<keyof typeof DESK_EVENTS, string>> = {
  'person.searched': 'Looked for a person; what was looked for is not kept',
  'note.added': 'Internal note written',
  'note.retracted': 'Internal note taken back',
  'request.merged': 'Merged into another request; the work goes on there',
  'request.joined': 'Took in another request; its deadlines hold on',
  'request.unmerged': 'Merge undone; the request goes on by itself',
  'request.separated': 'The request taken in was separated again, with its rights and deadlines',
  'request.split': 'Some of the rights moved to a request of their own',
};
