import { de, type Texts } from './de.js';
import { en } from './en.js';

export type Language = 'de' | 'en';

export function textsIn(language: Language): Texts {
  return language === 'en' ? en : de;
}
