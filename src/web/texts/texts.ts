import type { Language } from '../../words/language.js';
import { de, type Texts } from './de.js';
import { en } from './en.js';

export function textsIn(language: Language): Texts {
  return language === 'en' ? en : de;
}
