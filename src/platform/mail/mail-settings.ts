import type { MailAddress } from './transport.js';

export const MAIL_SETTINGS = Symbol('MAIL_SETTINGS');

/** Who our mails come from, and the address under which their links are reached. */
export interface MailSettings {
  readonly from: MailAddress;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Of our Message-IDs: the domain that our mails come from. */
  readonly messageDomain: string;
  /** As in `Config`. */
  readonly delimiter: '+' | '-' | undefined;
}

/** The built-in mailbox; undefined where a real mail server is named. */
export const MAILBOX = Symbol('MAILBOX');
