import { RIGHT_NAMES, RIGHTS, type Right } from '../domain/rights/right.js';
import type { Language } from './language.js';

type ByRight = Readonly<Record<Right, string>>;

/** What each right is called. */
const NAMES: Readonly<Record<Language, ByRight>> = {
  de: {
    withdrawal: 'Widerruf der Einwilligung',
    access: 'Auskunft',
    rectification: 'Berichtigung',
    erasure: 'Löschung',
    restriction: 'Einschränkung der Verarbeitung',
    notification: 'Mitteilung an Empfänger',
    portability: 'Datenübertragbarkeit',
    objection: 'Widerspruch',
    'automated-decision': 'Automatisierte Entscheidung',
    complaint: 'Beschwerde bei der Aufsichtsbehörde',
  },
  en: {
    withdrawal: 'Withdrawal of consent',
    access: 'Access',
    rectification: 'Rectification',
    erasure: 'Erasure',
    restriction: 'Restriction of processing',
    notification: 'Notification of recipients',
    portability: 'Data portability',
    objection: 'Objection',
    'automated-decision': 'Automated decision',
    complaint: 'Complaint to the authority',
  },
};

const LAW: Readonly<Record<Language, string>> = { de: 'DSGVO', en: 'GDPR' };

/** In mails to people of the house: `Auskunft`. */
export function rightNames(language: Language): ByRight {
  return NAMES[language];
}

/** On pages and in figures, where the law is known: `Auskunft (Art. 15)`. */
export function rightsByArticle(language: Language): ByRight {
  return each((right) => `${NAMES[language][right]} (${article(language, right)})`);
}

/** To people outside the house: `Auskunft (Art. 15 DSGVO)`. */
export function rightsByLaw(language: Language): ByRight {
  return each((right) => `${NAMES[language][right]} (${article(language, right)} ${LAW[language]})`);
}

/** Within a sentence of a letter: English names begin small there, German nouns do not. */
export function rightsInSentence(language: Language): ByRight {
  const names = rightsByLaw(language);
  return language === 'de' ? names : each((right) => names[right].charAt(0).toLowerCase() + names[right].slice(1));
}

/** `7(3)` reads `Art. 7 Abs. 3` in German. */
function article(language: Language, right: Right): string {
  const [number, paragraph] = RIGHTS[right].replace(')', '').split('(');
  return paragraph === undefined || language === 'en' ? `Art. ${RIGHTS[right]}` : `Art. ${number} Abs. ${paragraph}`;
}

function each(say: (right: Right) => string): ByRight {
  return Object.fromEntries(RIGHT_NAMES.map((right) => [right, say(right)])) as ByRight;
}
