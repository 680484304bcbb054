import type { NodemailerError } from 'nodemailer/lib/errors';
import type { Deferred, DeferralReason, Refused } from './transport.js';

/** RFC 4954 §6: these say "sign in first" or "not like this", whatever command they answer. */
const AUTHENTICATION_CODES = [454, 530, 534, 535, 538];
/** OpenSSL's and Node's names for a handshake or a certificate that is not good enough. */
const TLS_ERROR = /CERT|TLS|SSL|SELF_SIGNED|ISSUER|EPROTO$|CRL|UNABLE_TO_/;
/** What a server says to one mail, not to us: only such a 5xx is a refusal of the mail. */
const MAIL_COMMANDS = ['MAIL FROM', 'RCPT TO', 'DATA'];

/** What a failed attempt means. `contentSent`: the content had begun to flow and no final reply came. */
export function failureResult(error: NodemailerError, contentSent: boolean): Deferred | Refused {
  const { responseCode: code, response: reply } = error;
  if (code !== undefined && reply !== undefined) {
    return refusesTheMail(error, code)
      ? { outcome: 'refused', code, reply, partial: false, ...(saysTooLarge(code, reply) ? { tooLarge: true } : {}) }
      : { outcome: 'deferred', reason: replyReason(error, code), code, reply, uncertain: false };
  }
  if (error.code === 'EMESSAGE') {
    // Larger than what the server announced (RFC 1870).
    return { ...refusedUnoffered(error.message), tooLarge: true };
  }
  if (error.code === 'EENVELOPE') {
    return refusedUnoffered(error.message);
  }
  return { outcome: 'deferred', reason: silentReason(error), uncertain: contentSent };
}

/** RFC 1870 s6 and RFC 3463 (5.2.3, 5.3.4); 552 is also what a full mailbox is answered with (5.2.2). */
function saysTooLarge(code: number, reply: string): boolean {
  const status = /^\d{3}[ -](5\.\d{1,3}\.\d{1,3})\b/.exec(reply)?.[1];
  return status === undefined ? code === 552 || code === 523 : status === '5.2.3' || status === '5.3.4';
}

/** Refused by ourselves: there was no point in offering it. */
export function refusedUnoffered(reply: string): Refused {
  return { outcome: 'refused', code: null, reply, partial: false };
}

/**
 * Some recipients were refused, the others have the mail. A permanent refusal wins: it is the one that somebody has to
 * act on.
 */
export function partialResult(errors: readonly NodemailerError[]): Deferred | Refused {
  const [first] = [...errors].sort((a, b) => (b.responseCode ?? 0) - (a.responseCode ?? 0));
  const result = failureResult(
    first ?? Object.assign(new Error('a recipient was refused'), { code: 'EENVELOPE' }),
    false,
  );
  return result.outcome === 'refused' ? { ...result, partial: true } : { ...result, uncertain: true };
}

function refusesTheMail(error: NodemailerError, code: number): boolean {
  return (
    error.permanent === true &&
    !AUTHENTICATION_CODES.includes(code) &&
    error.code !== 'EAUTH' &&
    MAIL_COMMANDS.includes(error.command ?? '')
  );
}

function replyReason(error: NodemailerError, code: number): DeferralReason {
  if (error.code === 'ETLS') {
    return 'tls';
  }
  if (error.code === 'EAUTH' || AUTHENTICATION_CODES.includes(code)) {
    return 'authentication';
  }
  return code >= 400 && code < 500 ? 'server-4xx' : 'other';
}

function silentReason(error: NodemailerError): DeferralReason {
  const names = [error.code, (error as { originalCode?: string }).originalCode].map(String);
  if (names.some((name) => TLS_ERROR.test(name))) {
    return 'tls';
  }
  switch (error.code) {
    case 'ETIMEDOUT':
      return 'timeout';
    case 'EAUTH':
    case 'ENOAUTH':
      return 'authentication';
    case 'EDNS':
    case 'ECONNECTION':
    case 'ESOCKET':
      return 'network';
    default:
      return 'other';
  }
}
