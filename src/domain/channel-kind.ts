/** Ways by which a request reaches an organisation (Eingangskanal); several accounts may share a kind. */
export const CHANNEL_KINDS = [
  'linkedin',
  'instagram',
  'facebook',
  'youtube',
  'xing',
  'x',
  'homepage',
  'email',
  'telephone',
  'letter',
  'in-person',
  'fax',
  'whatsapp',
  'tiktok',
  'contact-form',
  /** De-Mail, beBPo and other mailboxes of public bodies. */
  'de-mail',
  /** Another body had it first. */
  'passed-on',
  /** None of these: its label says which. */
  'other',
] as const;

export type ChannelKind = (typeof CHANNEL_KINDS)[number];
