/** The languages of pages, mails and reports. German is written first, English follows it. */
export const LANGUAGES = ['de', 'en'] as const;

export type Language = (typeof LANGUAGES)[number];
