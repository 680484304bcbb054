import { Inject, Injectable } from '@nestjs/common';
import { parseCheckpoint } from '../../domain/log/checkpoint.js';
import { sameBytes } from '../../domain/log/encoding.js';
import { verifyConsistency } from '../../domain/log/merkle.js';
import { isEarlierEpoch } from '../../domain/log/origin.js';
import { parseProof } from '../../domain/log/tlog-proof.js';
import { verifyReceipt, type ReceiptVerdict } from '../../domain/log/verification.js';
import type { Actor } from '../../audit/actor.js';
import { MailReader } from '../../platform/mail/mail-reader.js';
import { BudgetExceeded } from '../../platform/untrusted/budget.js';
import { Database } from '../../platform/database/database.js';
import { EvidenceSources } from '../from-log/log-sources.js';
import { entriesInRuns } from '../from-log/log-sources.sql.js';

/** What today's log says of a receipt given out earlier. */
export type ReceiptStanding =
  /** The entry stands where the receipt says, and the log has only grown since. */
  | 'contained'
  /** The receipt's signature is ours and the log is no continuation of it: something was changed or removed. */
  | 'forked'
  /** The log ends before the receipt's checkpoint: it has gone back. */
  | 'gone-back'
  /** Of an earlier epoch, and not in what is left of it: the log itself says that something was lost. */
  | 'lost'
  /** Of another log. */
  | 'other-log'
  /** The receipt itself does not hold, so there is nothing to look for. */
  | 'not-verified';

export interface ReceiptCheckOutcome {
  readonly verdict: ReceiptVerdict;
  readonly standing: ReceiptStanding;
  /** Size of the log now. */
  readonly size: number;
}

const PROOF_ENDING = '.tlog-proof';
const PROOF_HEADER = 'c2sp.org/tlog-proof';

/** "Belege prüfen": whether today's log still contains what a mail or a receipt once proved. */
@Injectable()
export class ReceiptChecks {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(EvidenceSources) private readonly sources: EvidenceSources,
    @Inject(MailReader) private readonly mails: MailReader,
  ) {}

  /** The proof in an uploaded file: itself, or the attachment of a mail; undefined when there is none. */
  async proofIn(file: Buffer): Promise<string | undefined> {
    const text = file.toString('utf8');
    return text.startsWith(PROOF_HEADER) ? text : this.attachedTo(file);
  }

  private async attachedTo(mail: Buffer): Promise<string | undefined> {
    try {
      const { files } = await this.mails.read(mail);
      const at = files.findIndex(({ filename }) => filename.endsWith(PROOF_ENDING));
      return at < 0 ? undefined : (await this.mails.file(mail, at))?.content.toString('utf8');
    } catch (error) {
      if (!(error instanceof BudgetExceeded)) {
        throw error;
      }
      return undefined;
    }
  }

  async check(actor: Actor, text: string): Promise<ReceiptCheckOutcome> {
    const { checkpoint, keys, origin } = await this.sources.base(actor);
    const verdict = verifyReceipt(text, keys);
    const of = verdict.checkpoint?.origin ?? origin;
    const isEarlier = isEarlierEpoch(of, origin);
    if (of !== origin && !isEarlier) {
      return { verdict, standing: 'other-log', size: checkpoint.size };
    }
    const standing = verdict.ok ? await this.standingOf(actor, text, checkpoint) : 'not-verified';
    const isLost = isEarlier && (standing === 'forked' || standing === 'gone-back');
    return { verdict, standing: isLost ? 'lost' : standing, size: checkpoint.size };
  }

  private async standingOf(
    actor: Actor,
    text: string,
    now: { readonly size: number; readonly root: Uint8Array },
  ): Promise<ReceiptStanding> {
    const proof = parseProof(text);
    const then = parseCheckpoint(proof?.checkpoint ?? '');
    if (proof?.extra === undefined || then === undefined) {
      return 'not-verified';
    }
    if (then.size > now.size) {
      return 'gone-back';
    }
    const run = { first: proof.index, count: 1 };
    const [stored] = await this.database.ask(actor, (executor) => entriesInRuns(executor, actor.organisationId, [run]));
    const path = await this.sources.tree(actor).consistency(then.size, now.size);
    const isSame = stored !== undefined && sameBytes(stored.bytes, proof.extra);
    return isSame && verifyConsistency(then.size, now.size, path, then.root, now.root) ? 'contained' : 'forked';
  }
}
