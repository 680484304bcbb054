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
] as const;

export type ChannelKind = (typeof CHANNEL_KINDS)[number];
