// Art. 12(3), (4) GDPR: an answer begins with what was decided, with its reasons, and with what a department has reported.
// Whatever is not known stays as a gap, and nothing goes out while one is left.

/** What is known to go into the gaps of an answer; empty: not known. */
export interface AnswerKnowledge {
  /** What departments say they have done. */
  readonly done: string;
  /** As they were sealed with the decision. */
  readonly reasons: string;
  /** The rights that were not granted, in words. */
  readonly notGranted: string;
}

const GAP = /\[…([^[\]]*)\]/g;

/** What a gap asks for, by the words that the standard templates have in it. */
const ASKS: readonly (readonly [RegExp, keyof AnswerKnowledge])[] = [
  [/grund|gründe|reason/i, 'reasons'],
  [/getan|done/i, 'done'],
  [/teil|part/i, 'notGranted'],
];

export function prefilled(body: string, knowledge: AnswerKnowledge): string {
  return body.replace(GAP, (gap, words: string) => {
    const asked = ASKS.find(([sign]) => sign.test(words))?.[1];
    const known = asked === undefined ? '' : knowledge[asked].trim();
    return known === '' ? gap : known;
  });
}
