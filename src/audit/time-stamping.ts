import { randomBytes } from 'node:crypto';
import { sameBytes } from '../domain/log/encoding.js';
import { sha256 } from '../domain/log/sha256.js';
import { openTimeStamp, timeStampCovers, timeStampQuery } from '../domain/timestamp/time-stamp.js';
import { holdsClaim } from '../verifier/x509-claims.node.js';
import { limitedBody } from '../platform/http/limited-body.js';
import { BudgetExceeded } from '../platform/untrusted/budget.js';

/** A time-stamping authority (RFC 3161): states that something existed at a time. */
export abstract class TimeStampingAuthority {
  /** The response, checked. @throws TimeStampError */
  abstract stamp(message: Uint8Array): Promise<Uint8Array>;
}

export type TimeStampErrorCode =
  | 'unreachable'
  | 'not-a-response'
  | 'too-large'
  | 'refused'
  | 'other-request'
  | 'bad-signature'
  | 'other-authority'
  | 'other-time';

export class TimeStampError extends Error {
  override readonly name = 'TimeStampError';

  constructor(
    readonly code: TimeStampErrorCode,
    options?: ErrorOptions,
  ) {
    super(`the time-stamping authority: ${code}`, options);
  }
}

const ASK_LIMIT_MS = 10_000;
const ANSWER_LIMIT_BYTES = 100_000;
const CLOCK_TOLERANCE_MS = 5 * 60_000;
const NONCE_BYTES = 8;

/** RFC 3161 s3.4: over HTTP. */
export class HttpTimeStampingAuthority extends TimeStampingAuthority {
  /** @param fingerprint of its certificate or of the last one above it, SHA-256 in hexadecimal; undefined: whoever answers */
  constructor(
    private readonly url: string,
    private readonly fingerprint?: string,
  ) {
    super();
  }

  async stamp(message: Uint8Array): Promise<Uint8Array> {
    const nonce = randomBytes(NONCE_BYTES);
    // A leading zero byte would come back shortened.
    nonce[0] = (nonce[0] ?? 0) | 0x01;
    const response = await this.ask(timeStampQuery(sha256(message), nonce));
    const opened = openTimeStamp(response);
    if (typeof opened === 'string') {
      throw new TimeStampError('refused', { cause: opened });
    }
    if (!timeStampCovers(opened, message) || opened.nonce === undefined || !sameBytes(opened.nonce, nonce)) {
      throw new TimeStampError('other-request');
    }
    if (!opened.claims.every(holdsClaim)) {
      throw new TimeStampError('bad-signature');
    }
    const certificates = [opened.signerFingerprint, opened.root.fingerprint].map((one) =>
      Buffer.from(one).toString('hex'),
    );
    if (this.fingerprint !== undefined && !certificates.includes(this.fingerprint)) {
      throw new TimeStampError('other-authority');
    }
    if (Math.abs(Date.parse(opened.genTime) - Date.now()) > CLOCK_TOLERANCE_MS) {
      throw new TimeStampError('other-time');
    }
    return response;
  }

  private async ask(query: Uint8Array): Promise<Uint8Array> {
    try {
      const response = await fetch(this.url, {
        method: 'POST',
        headers: { 'content-type': 'application/timestamp-query' },
        body: Buffer.from(query),
        signal: AbortSignal.timeout(ASK_LIMIT_MS),
        redirect: 'error',
      });
      if (!response.ok || response.headers.get('content-type')?.startsWith('application/timestamp-reply') !== true) {
        throw new TimeStampError('not-a-response');
      }
      return new Uint8Array(await limitedBody(response, ANSWER_LIMIT_BYTES));
    } catch (error) {
      if (error instanceof BudgetExceeded) {
        throw new TimeStampError('too-large');
      }
      throw error instanceof TimeStampError ? error : new TimeStampError('unreachable', { cause: error });
    }
  }
}
