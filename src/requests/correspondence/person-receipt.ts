import { Inject, Injectable } from '@nestjs/common';
import encodeQr from 'qr';
import type { Actor } from '../../audit/actor.js';
import { LogKeys } from '../../audit/log-keys.js';
import { ReceiptCodes } from '../../audit/receipt-codes.js';
import { ReceiptProofs } from '../../audit/receipt-proofs.js';
import type { MailAttachment } from '../../platform/mail/transport.js';
import type { Sender } from './case-values.js';
import { receiptPage, type PersonReceipt } from './receipt-page.js';

/** As long as the proof of a new entry may be waited for; the code finds it later all the same. */
const PROOF_WAIT_MS = 2_000;
const GIF_SCALE = 6;

/** The person's own receipt of their request: a code, a page to check it at, and the proof as a file. */
@Injectable()
export class PersonReceipts {
  constructor(
    @Inject(ReceiptCodes) private readonly codes: ReceiptCodes,
    @Inject(LogKeys) private readonly keys: LogKeys,
    @Inject(ReceiptProofs) private readonly proofs: ReceiptProofs,
  ) {}

  /** Undefined where the log has no entry of it: then there is nothing to prove. */
  async of(
    actor: Actor,
    { organisation, baseUrl }: Pick<Sender, 'organisation' | 'baseUrl'>,
    rightsRequestId: string,
  ): Promise<PersonReceipt | undefined> {
    const code = await this.codes.of(actor, rightsRequestId);
    const page = receiptPage(baseUrl, organisation.slug, code ?? '');
    const fingerprint = this.keys.fingerprint(actor.organisationId, organisation.slug);
    return code === undefined ? undefined : { code, page, fingerprint };
  }

  /** What goes with the mail: the proof, and the address of the page as a picture for another device. */
  async attachments(
    actor: Actor,
    { slug, baseUrl }: { readonly slug: string; readonly baseUrl: string },
    rightsRequestId: string,
  ): Promise<readonly MailAttachment[]> {
    const proof = await this.proofs.waitFor(actor.organisationId, rightsRequestId, PROOF_WAIT_MS);
    const code = await this.codes.of(actor, rightsRequestId);
    return [
      ...(proof === undefined
        ? []
        : [{ filename: 'beleg.tlog-proof', contentType: 'text/plain; charset=utf-8', content: Buffer.from(proof) }]),
      ...(code === undefined
        ? []
        : [
            {
              filename: 'beleg-qr.gif',
              contentType: 'image/gif',
              content: Buffer.from(encodeQr(receiptPage(baseUrl, slug, code), 'gif', { scale: GIF_SCALE })),
            },
          ]),
    ];
  }
}

/** Rows of a QR code (ISO/IEC 18004), `1` for a dark module. */
export function qrRows(text: string): readonly string[] {
  // The library takes no border of nothing: the one it makes is cut off.
  const drawn = encodeQr(text, 'raw', { border: 1 }).slice(1, -1);
  return drawn.map((row) =>
    row
      .slice(1, -1)
      .map((dark) => (dark ? '1' : '0'))
      .join(''),
  );
}
