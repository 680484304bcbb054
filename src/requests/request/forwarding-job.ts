/** Kind of the job that forwards one request to one designation; its subject is the forwarding. */
export const FORWARD_JOB = 'forward';

/** Stable Message-ID (RFC 5322 s3.6.4), under the domain of the address it goes to. */
export function messageIdOf(forwardingId: string, designationEmail: string): string {
  const domain = designationEmail.slice(designationEmail.lastIndexOf('@') + 1);
  return `<${forwardingId}.forwarding@${domain}>`;
}
