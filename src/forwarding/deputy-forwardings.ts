import { Inject, Injectable } from '@nestjs/common';
import type { AuditTransaction } from '../audit/audit-log.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config/config.js';
import { uuidv7 } from '../platform/ids.js';
import { FORWARD_JOB, messageIdOf } from '../requests/request/forwarding-job.js';
import { forwardToDeputy } from './forwarding.sql.js';

/** The deputy gets the request as well, whatever the reason: once, and only if one is designated. */
@Injectable()
export class DeputyForwardings {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** False: there is no deputy, or the deputy has it already. */
  async add(transaction: AuditTransaction, forwardingId: string): Promise<boolean> {
    const id = uuidv7(this.clock.now().getTime());
    const messageId = messageIdOf(id, this.config.mailDomain);
    const added = await forwardToDeputy(transaction, { id, messageId }, forwardingId);
    if (added) {
      transaction.enqueue({ kind: FORWARD_JOB, subjectId: id });
    }
    return added;
  }
}
