import type { Language } from '../words/language.js';

/** The one of our languages that the caller likes best (RFC 9110 s12.5.4); German unless told otherwise. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const liked = (acceptLanguage ?? '')
    .toLowerCase()
    .split(',')
    .flatMap((range): readonly { readonly language: Language; readonly weight: number }[] => {
      const [, language, weight = '1'] =
        /^\s*(de|en)(?:-[a-z0-9-]+)?\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?$/.exec(range) ?? [];
      return language === 'de' || language === 'en' ? [{ language, weight: Number(weight) }] : [];
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return liked[0]?.language ?? 'de';
}
