import type { BREACH_EVENTS } from '../../domain/log/events/breach.js';

export const BREACH_DE: Readonly<Record<keyof typeof BREACH_EVENTS, string>> = {
  'breach.noted': 'Hinweis auf eine Datenpanne (Art. 33): 72 Stunden laufen',
  'breach.concluded': 'Hinweis auf eine Datenpanne abgeschlossen',
  'breach.alarm-sent': 'Alarm zur möglichen Datenpanne vom Mailserver angenommen',
};

export const BREACH_EN: Readonly<Record<keyof typeof BREACH_EVENTS, string>> = {
  'breach.noted': 'Hint of a personal data breach (Art. 33): 72 hours run',
  'breach.concluded': 'Hint of a personal data breach concluded',
  'breach.alarm-sent': 'Alarm about a possible breach accepted by the mail server',
};
