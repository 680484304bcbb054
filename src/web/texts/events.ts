import type { EventName } from '../../domain/log/events.js';
import { EVENT_GLOSSES_DE, EVENT_GLOSSES_EN } from '../../reports/event-words/event-words.js';
import type { Language } from '../../words/language.js';

/** What happened, in one line: on pages as in reports. */
export function eventWords(language: Language, event: EventName): string {
  return (language === 'de' ? EVENT_GLOSSES_DE : EVENT_GLOSSES_EN)[event];
}
