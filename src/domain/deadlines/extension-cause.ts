// Art. 12(3) s. 2 GDPR: the period may be extended "where necessary, taking into account the complexity and number of the
// requests". The law knows no other cause: who is short of staff or on holiday answers within the month all the same.

/** The two that the law knows. */
export const EXTENSION_CAUSES = ['complexity', 'number'] as const;
export type ExtensionCause = (typeof EXTENSION_CAUSES)[number];

/** What is given as a cause in practice and is none; asked for openly, so that it can be refused with the reason. */
export const NO_CAUSES = ['staff', 'absence', 'other'] as const;

export const CAUSES_ASKED = [...EXTENSION_CAUSES, ...NO_CAUSES] as const;

export function isExtensionCause(value: unknown): value is ExtensionCause {
  return EXTENSION_CAUSES.includes(value as ExtensionCause);
}
