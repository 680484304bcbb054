/** The rights a person can claim, as identifiers everywhere (code, API, log), with their article of the GDPR. */
export const RIGHTS = {
  withdrawal: '7(3)',
  access: '15',
  rectification: '16',
  erasure: '17',
  restriction: '18',
  notification: '19',
  portability: '20',
  objection: '21',
  'automated-decision': '22',
  complaint: '77',
} as const;

export type Right = keyof typeof RIGHTS;

export const RIGHT_NAMES = Object.keys(RIGHTS) as readonly Right[];

export function isRight(value: unknown): value is Right {
  return typeof value === 'string' && Object.hasOwn(RIGHTS, value);
}
