import type { PageContext } from './page-context.js';
import type { Settings } from './settings-reader.js';

/** Whom somebody without an account can ask. */
export interface DpoContact {
  readonly title: string;
  readonly email: string;
  readonly telephone: string;
}

/** Undefined where nobody is designated. */
export function contactOf({ language }: PageContext, { designation }: Settings): DpoContact | undefined {
  return designation === null
    ? undefined
    : {
        title: language === 'en' ? designation.titleEn : designation.titleDe,
        email: designation.email,
        telephone: designation.telephone,
      };
}
