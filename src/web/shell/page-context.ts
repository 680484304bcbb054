import type { UserRole } from '../../identity/user-role.js';
import type { Language } from '../../words/language.js';
import type { Texts } from '../texts/de.js';

/** Whose page it is, and what the law wants to be found on it. */
export interface PageOrganisation {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly imprintUrl?: string | null;
  readonly privacyUrl?: string | null;
  readonly accessibilityUrl?: string | null;
  readonly accent?: string | null;
  readonly logo?: string | null;
}

/** What every page knows: who is there, in which language, at which address. */
export interface PageContext {
  readonly texts: Texts;
  readonly language: Language;
  readonly timeZone: string;
  /** Path and query of this page, for the language switch. */
  readonly path: string;
  readonly organisation: PageOrganisation | undefined;
  /** Where the user may go; one, or none, is nothing to choose from. */
  readonly organisations: readonly { readonly id: string; readonly name: string }[];
  readonly user:
    { readonly email: string; readonly roles: readonly UserRole[]; readonly csrfToken: string } | undefined;
  /** Version of the instruction in force that the user has not confirmed. */
  readonly unread?: number | undefined;
  /** Open alarms about the log, for those who must know. */
  readonly alarms?: number;
  /** Whether the built-in mailbox is shown in the navigation. */
  readonly demo: boolean;
}
