import type { DUTY_EVENTS } from '../../domain/log/events/duty.js';

export const DUTY_DE: Readonly<Record<keyof typeof DUTY_EVENTS, string>> = {
  'duty.done': 'Was aus der Entscheidung folgt, ist getan',
  'duty.left-out': 'Was aus der Entscheidung folgt, bleibt mit Begründung aus',
  'duty.reopened': 'Was aus der Entscheidung folgt, ist doch noch zu tun, mit Begründung',
};

export const DUTY_EN: Readonly<Record<keyof typeof DUTY_EVENTS, string>> = {
  'duty.done': 'What the decision makes follow is done',
  'duty.left-out': 'What the decision makes follow is left out, with reasons',
  'duty.reopened': 'What the decision makes follow is to be done after all, with the reason',
};
