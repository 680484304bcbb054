// RFC 3834: who may be told by a program that their mail came in.

import { isAutomatic, isFromMailDaemon, type MailHead } from './threading.js';

/** More of these from one address in a day, and two programs are talking to each other, or somebody has forged it. */
export const CONFIRMATIONS_A_DAY = 3;
/** Of an organisation in an hour: whoever forges many addresses makes no mail cannon of it. */
export const CONFIRMATIONS_AN_HOUR = 200;

/** Addresses behind which nobody reads. */
const NOBODY =
  /^(no-?reply|do-?not-?reply|donotreply|nicht-?antworten|keine-?antwort|noreply-[^@]{1,60}|bounces?|owner-[^@]{1,60}|[^@]{1,60}-(request|bounces|owner))([+-][^@]{0,100})?@/i;

/**
 * The address that is told; undefined: nobody. Never programs, lists, servers and addresses behind which nobody reads;
 * never where the mail names an address of somebody else to report to (s4), nor our own (a loop).
 */
export function confirmedTo(
  head: Pick<MailHead, keyof MailHead>,
  { isOurs, isForged }: { readonly isOurs: (address: string) => boolean; readonly isForged: boolean },
): string | undefined {
  const [author, ...others] = head.authors;
  const path = head.returnPath.replaceAll(/[<>\s]/g, '').toLowerCase();
  const isProgram = isAutomatic(head) || isFromMailDaemon(head) || head.list !== undefined || head.isSpam;
  if (author === undefined || others.length > 0 || isProgram || isForged) {
    return undefined;
  }
  const isElsewhere = path !== '' && domainOf(path) !== domainOf(author);
  return isElsewhere || NOBODY.test(author) || NOBODY.test(path) || isOurs(author) ? undefined : author;
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
