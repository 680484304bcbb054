// Art. 12(3)–(6), 18(3), 19 GDPR: what a message of each kind must say. Found by words in either language: an aid that
// warns before sending, no proof that what is said is right.
import type { MessageKind } from './kinds.js';
import { gapsIn } from './template.js';

export const MANDATORY_CONTENTS = [
  'reasons',
  'complaint',
  'authority-contact',
  'remedy',
  'new-date',
  'what-is-needed',
  'what-was-done',
  'lifting-day',
  'controller',
  'information',
  'fee',
] as const;
export type MandatoryContent = (typeof MANDATORY_CONTENTS)[number];

export interface MissingContent {
  readonly content: MandatoryContent;
  /** The provision that demands it. */
  readonly norm: string;
}

const DATE =
  /\b\d{1,2}\.\s?(\d{1,2}\.|\p{L}+)\s?\d{4}|\b\d{1,2}(st|nd|rd|th)?[ /]\p{L}+[ /]\d{4}|\b\d{1,2}\/\d{1,2}\/\d{4}/u;

const SIGNS: Readonly<Record<MandatoryContent, RegExp>> = {
  reasons: /\b(grund|gründe|gründen|begründung|weil|reasons?|because)\b/iu,
  complaint: /aufsichtsbehörde|landesbeauftragte|bundesbeauftragte|supervisory authority|protection authority/iu,
  // The address of our own page, which every message carries, names no authority and asks nothing.
  'authority-contact': /\b\d{5}\b|https:\/\/(?!\S*\/beschwerde\?organisation=)\S+/u,
  // A court, also an "Amtsgericht", and nothing that was "an uns gerichtet".
  remedy: /gericht(e|es|s|en|lich\p{L}*)?(?!\p{L})|(?<!\p{L})klagen?(?!\p{L})|rechtsbehelf|\bcourts?\b|judicial/iu,
  'new-date': DATE,
  'what-is-needed': /\?(?!\w)|bitte|bitten|please|\bask\b/iu,
  'what-was-done': /\bhaben wir|wir haben|wurden?\b|we have|we did|has been|have been/iu,
  'lifting-day': DATE,
  information: /15\s?(abs\.|\()/iu,
  fee: /entgelt|gebühr|\bfee\b|€|\beuro\b/iu,
  controller: /wenden|wende dich|verantwortlich|controller|turn to/iu,
};

const REFUSAL = [
  { content: 'reasons', norm: 'Art. 12(4)' },
  { content: 'complaint', norm: 'Art. 12(4), 77' },
  { content: 'authority-contact', norm: 'Art. 12(1), (4)' },
  { content: 'remedy', norm: 'Art. 12(4), 79' },
] as const satisfies readonly MissingContent[];

/** By kind; what is not named there has no mandatory content. */
export const MANDATORY: Readonly<Partial<Record<MessageKind, readonly MissingContent[]>>> = {
  identity: [
    { content: 'reasons', norm: 'Art. 12(6)' },
    { content: 'what-is-needed', norm: 'Art. 12(6)' },
  ],
  clarification: [{ content: 'what-is-needed', norm: 'Art. 12(2)' }],
  extension: [
    { content: 'reasons', norm: 'Art. 12(3) s. 3' },
    { content: 'new-date', norm: 'Art. 12(3) s. 2' },
  ],
  grant: [{ content: 'what-was-done', norm: 'Art. 12(3) s. 1' }],
  partial: [{ content: 'what-was-done', norm: 'Art. 12(3) s. 1' }, ...REFUSAL],
  refusal: REFUSAL,
  access: [
    { content: 'information', norm: 'Art. 15(1), (2)' },
    { content: 'complaint', norm: 'Art. 15(1)(f)' },
  ],
  'not-identifiable': [{ content: 'what-is-needed', norm: 'Art. 11(2)' }, ...REFUSAL],
  confirmed: [{ content: 'what-was-done', norm: 'Art. 12(3) s. 1' }],
  erased: [{ content: 'what-was-done', norm: 'Art. 12(3) s. 1' }],
  'passed-on': [{ content: 'controller', norm: 'Art. 26(3), 28(3)(e)' }],
  fee: [{ content: 'fee', norm: 'Art. 12(5)(a)' }, ...REFUSAL],
  authority: [
    { content: 'complaint', norm: 'Art. 77(1)' },
    { content: 'authority-contact', norm: 'Art. 12(1)' },
  ],
  'lifting-notice': [{ content: 'lifting-day', norm: 'Art. 18(3)' }],
  recipients: [{ content: 'what-was-done', norm: 'Art. 19' }],
  'not-controller': [...REFUSAL, { content: 'controller', norm: 'Art. 12(2)' }],
};

/** What stands in a template for what is filled in later: enough of it that its block is seen. */
const FILLED: readonly (readonly [string, string])[] = [
  ['{{Aufsichtsbehörde-Anschrift}}', '70173 Stuttgart'],
  ['{{Beschwerdeseite}}', 'https://behoerde.example/'],
  ['{{Neue-Frist}}', '4. Januar 2027'],
];

/**
 * Blocks of a kind that its template lacks: whoever deletes one would send letters without it, one after the other. A
 * gap (`[…here the reasons]`) is a block that is still to be written.
 */
export function missingBlocks(kind: MessageKind, template: string): readonly MissingContent[] {
  const filled = FILLED.reduce((text, [placeholder, value]) => text.replaceAll(placeholder, value), template);
  // The day on which a restriction ends is known only when the letter is written: its gap is its block.
  const hasGap = gapsIn(template).length > 0;
  return missingContents(kind, filled).filter(({ content }) => !(hasGap && content === 'lifting-day'));
}

/**
 * Empty: every mandatory content of the kind is there. `knownDates`, as the text writes them: when it was received, and
 * until when we meant to answer. They are no new date, and no day on which a restriction ends.
 */
export function missingContents(
  kind: MessageKind,
  text: string,
  knownDates: readonly string[] = [],
): readonly MissingContent[] {
  const looked = knownDates.reduce((rest, date) => rest.replaceAll(date, ''), text);
  return (MANDATORY[kind] ?? []).filter(({ content }) => !SIGNS[content].test(looked));
}
