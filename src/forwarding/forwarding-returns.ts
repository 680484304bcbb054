import { Inject, Injectable } from '@nestjs/common';
import { bounceDelayMs } from '../domain/forwarding/retry.js';
import type { AuditTransaction } from '../audit/audit-log.js';
import type { ReportHandler } from '../audit/mail-reports.js';
import { FORWARD_JOB } from '../requests/request/forwarding-job.js';
import { DeputyForwardings } from './deputy-forwardings.js';
import { bounceForwarding, noteArrival } from './forwarding-returns.sql.js';

/**
 * What mail servers report of a forwarding that was accepted. One that came back did not reach the DPO, whatever the
 * first server said: alarm, deputy, and sent again.
 */
@Injectable()
export class ForwardingReturns {
  constructor(@Inject(DeputyForwardings) private readonly deputies: DeputyForwardings) {}

  readonly handle: ReportHandler = async (transaction, { sent, says, report }) => {
    if (says === 'failed') {
      return this.bounced(transaction, sent.about, report);
    }
    // Good news is believed of a report that carries what only the mail itself had; bad news costs but a second mail.
    if (sent.by === 'token') {
      const attempt = await noteArrival(transaction, sent.about, says);
      if (attempt !== undefined) {
        const facts = { forwarding: sent.about, attempt, arrival: says };
        transaction.record('forwarding.reported', facts, aboutRequest(sent));
      }
    }
  };

  private async bounced(transaction: AuditTransaction, forwarding: string, report: string | undefined): Promise<void> {
    const bounced = await bounceForwarding(transaction, forwarding);
    if (bounced === undefined) {
      // It is being sent again already, or never was accepted.
      return;
    }
    const { attempts: attempt, bounces, taken, rightsRequestId } = bounced;
    // The DPO has the request by another way: nothing need reach them again.
    const deputy = taken ? false : await this.deputies.add(transaction, forwarding);
    const retryAt = new Date(transaction.now.getTime() + bounceDelayMs(bounces));
    if (!taken) {
      transaction.enqueue({ kind: FORWARD_JOB, subjectId: forwarding, runAt: retryAt });
    }
    const facts = {
      ...{ forwarding, attempt, deputy },
      ...(taken ? {} : { retryAt: retryAt.toISOString() }),
      ...(report === undefined ? {} : { report }),
    };
    transaction.record('forwarding.bounced', facts, { rightsRequestId });
  }
}

function aboutRequest({ rightsRequestId }: { readonly rightsRequestId: string | null }) {
  return rightsRequestId === null ? {} : { rightsRequestId };
}
