import type { NextStepName } from '../domain/lifecycle/next-step.js';

/** What is to be done, as the pages say it; undefined: nothing that a reminder would be about. */
const STEPS: Readonly<Record<NextStepName, string | undefined>> = {
  'take-over': 'übernehmen',
  'judge-mistake': 'als Irrtum gemeldet: ansehen',
  'send-again': 'nicht angekommen: noch einmal senden',
  'read-message': 'neue Nachricht lesen',
  'resume-clock': 'Identität bestätigt: Frist weiterlaufen lassen',
  'ask-again': 'nachfassen',
  'state-to-authority': 'Stellungnahme an die Aufsicht',
  'read-task': 'Antwort des Fachbereichs lesen',
  'name-right': 'Recht benennen',
  'await-task': 'Fachbereich antwortet noch',
  decide: 'entscheiden',
  answer: 'antworten',
  'await-delivery': 'Antwort wird verschickt',
  'post-letter': 'Brief aufgeben',
  'record-answer': 'Antwort ist hinaus: eintragen',
  'follow-up': 'erledigen, was folgt',
  close: 'abschließen',
  elsewhere: undefined,
  nothing: undefined,
};

/** The words of a reminder. No personal data: whoever reads it needs the link and a sign-in for more. */
export const REMINDER_MAIL = {
  subject: (overdue: number, upcoming: number) => {
    const parts = [
      ...(overdue > 0 ? [overdue === 1 ? '1 überfällig' : `${overdue} überfällig`] : []),
      ...(upcoming > 0 ? [upcoming === 1 ? '1 läuft bald ab' : `${upcoming} laufen bald ab`] : []),
    ];
    return `Fristen: ${parts.join(', ')}`;
  },
  lead: (organisation: string, letters: boolean) =>
    `Offene Fristen nach Art. 12 Abs. 3 DSGVO${letters ? ' und gegenüber der Aufsichtsbehörde' : ''} bei: ${organisation}.`,
  deputy: 'Sie erhalten diese Erinnerung als Vertretung: Die oder der Datenschutzbeauftragte ist heute abwesend.',
  overdue: 'Überfällig',
  upcoming: 'Läuft bald ab',
  line: (reference: string, dueOn: string, left: number, step?: NextStepName) => {
    const next = step === undefined ? undefined : STEPS[step];
    return `${reference}: Frist ${dueOn} (${standing(left)})${next === undefined ? '' : `. Als Nächstes: ${next}`}`;
  },
  letter: (reference: string, dueOn: string, left: number) =>
    `${reference}: Stellungnahme an die Aufsichtsbehörde, Frist ${dueOn} (${standing(left)})`,
  foot: 'Wer antwortet, verlängert oder den Vorgang abschließt, bekommt dazu keine Erinnerung mehr. Ein Tag, an dem nichts fällig ist, bleibt ohne Mail.',
} as const;

function standing(left: number): string {
  return left < 0
    ? `seit ${left === -1 ? '1 Tag' : `${-left} Tagen`} überfällig`
    : left === 0
      ? 'heute'
      : `noch ${days(left)}`;
}

function days(count: number): string {
  return count === 1 ? '1 Tag' : `${count} Tage`;
}
