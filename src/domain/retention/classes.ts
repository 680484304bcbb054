// Art. 5(1)(e), 17(1)(a) GDPR: what a request leaves behind, by what it is needed for; each class goes by itself, as soon as
// nothing needs it any more.

export const RETENTION_CLASSES = [
  /** Message, files, name and way to reach the person, and what the person wrote later. */
  'message',
  /** Copies handed out under Art. 15(3), and whatever else was attached to an answer. */
  'copies',
  /** The words of what was written to the person. */
  'answer',
  /** Why it was decided so. */
  'reasons',
  /** Notes, tasks and their answers, drafts, what mail servers said. */
  'internal',
  /** Who the recipients of Art. 19 are, and what they were told. */
  'recipients',
  /** What is restricted under Art. 18. */
  'restriction',
  /** What an authority wrote, and what it was told. */
  'authority',
  /** Data made ready under Art. 20. */
  'package',
  /** Keyed hash by which an earlier request of the same person is found. */
  'index',
  /** Salts of the commitments, kept apart from the request's key. */
  'openings',
  /** That this reference belongs to this request. */
  'link',
] as const;
export type RetentionClass = (typeof RETENTION_CLASSES)[number];

/** Why a class goes on its day. */
export type Basis =
  /** Art. 5(1)(e): the purpose is reached with the closing. */
  | 'purpose-reached'
  /** Art. 77, 78 GDPR, § 58(2) VwGO: as long as a remedy is open. */
  | 'remedy-period'
  /** Art. 17(3)(e) GDPR, §§ 195, 199 BGB: as long as claims can be brought. */
  | 'limitation'
  /** Art. 18(2): what is restricted is kept. */
  | 'restriction-lifted'
  | 'authority-concluded';

/** Sealed fields of a request by what they begin with; the first that fits. Anything unknown goes with the message. */
const FIELDS: readonly (readonly [string, RetentionClass])[] = [
  ['attachment-out-', 'copies'],
  ['attachment-letter-', 'answer'],
  ['attachment-package-', 'package'],
  ['package-', 'package'],
  ['reply-', 'internal'],
  ['forwarding-', 'internal'],
  ['act-', 'reasons'],
  ['duty-', 'reasons'],
  ['claim-', 'reasons'],
  ['attachment-task-', 'internal'],
  ['task-', 'internal'],
  ['note-', 'internal'],
  ['restriction-', 'restriction'],
  ['recipient', 'recipients'],
  ['attachment-recipient', 'recipients'],
  ['complaint-', 'authority'],
  ['attachment-complaint-', 'authority'],
  ['dismissal-', 'reasons'],
  ['correction-', 'reasons'],
  ['reasons-', 'reasons'],
  ['decision-', 'reasons'],
  ['extension', 'reasons'],
  ['proof-', 'reasons'],
];

/**
 * The class of a sealed field. `outgoing`: ids of the messages that were written to the person, whose words are an answer;
 * the same fields of one that came in are the message.
 */
export function classOfField(field: string, outgoing: ReadonlySet<string>): RetentionClass {
  if (field.startsWith('message-')) {
    return outgoing.has(field.slice('message-'.length)) ? 'answer' : 'message';
  }
  return FIELDS.find(([prefix]) => field.startsWith(prefix))?.[1] ?? 'message';
}
