/** What a message to the person (or, Art. 19, to a recipient) is for; each has a template in German and English. */
export const MESSAGE_KINDS = [
  'receipt',
  'identity',
  'clarification',
  'extension',
  'grant',
  'partial',
  'refusal',
  /** Art. 15(1), (2): the information (a)–(h). */
  'access',
  'no-data',
  /** Art. 11(2). */
  'not-identifiable',
  /** Art. 21(2), 7(3): what was objected to, or withdrawn, has ended. */
  'confirmed',
  'erased',
  /** Art. 26(3), 28(3)(e). */
  'passed-on',
  /** Art. 12(5)(a). */
  'fee',
  /** Art. 77: which authority can be complained to. */
  'authority',
  /** Art. 18(3): before a restriction is lifted. */
  'lifting-notice',
  /** Art. 19: to those the data were disclosed to. */
  'recipients',
  'not-controller',
  'closing',
  'free',
] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** Those that answer a claim in the matter; what is written freely, or tells of a step, answers none. */
export const ANSWERING_KINDS = [
  'grant',
  'partial',
  'refusal',
  'access',
  'no-data',
  'not-identifiable',
  'confirmed',
  'erased',
  'passed-on',
  'fee',
  'authority',
  'not-controller',
] as const satisfies readonly MessageKind[];

export const MESSAGE_LANGUAGES = ['de', 'en'] as const;
export type MessageLanguage = (typeof MESSAGE_LANGUAGES)[number];

/** `channel`: a text pasted where the person wrote; `oral`: said on the telephone or at the counter. */
export const MESSAGE_WAYS = ['mail', 'letter', 'channel', 'oral'] as const;
export type MessageWay = (typeof MESSAGE_WAYS)[number];

/** By which of our mails it answers, who wrote a mail that came in. */
export const ORIGINS = ['person', 'dpo', 'department', 'recipient', 'mail-server'] as const;
export type Origin = (typeof ORIGINS)[number];

/** How an organisation addresses people in German. */
export const ADDRESS_FORMS = ['sie', 'du'] as const;
export type AddressForm = (typeof ADDRESS_FORMS)[number];

/** A channel may have a form of address of its own; a letter keeps that of the organisation. */
export function addressFormOf(usual: AddressForm, ofChannel: AddressForm | null, way: MessageWay): AddressForm {
  return way === 'letter' ? usual : (ofChannel ?? usual);
}

export function isMessageKind(value: unknown): value is MessageKind {
  return MESSAGE_KINDS.includes(value as MessageKind);
}

export function isMessageLanguage(value: unknown): value is MessageLanguage {
  return MESSAGE_LANGUAGES.includes(value as MessageLanguage);
}
