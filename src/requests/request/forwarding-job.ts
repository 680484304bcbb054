/** Kind of the job that forwards one request to one designation; its subject is the forwarding. */
export const FORWARD_JOB = 'forward';

/** Stable Message-ID (RFC 5322 s3.6.4), under our own mail domain: its left part need only be unique there. */
export function messageIdOf(forwardingId: string, mailDomain: string): string {
  return `<${forwardingId}.forwarding@${mailDomain}>`;
}
