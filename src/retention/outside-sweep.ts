import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { systemActor, type Actor } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { CONFIG, type Config } from '../platform/config/config.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { sweepMailbox } from '../platform/mail/mailbox-sweep.js';
import { LostLeaseError } from '../platform/outbox/lost-lease.js';
import { completeJob, type LeasedJob } from '../platform/outbox/outbox.sql.js';
import { Vault } from '../platform/vault/vault.js';
import { replyToken } from '../requests/correspondence/message-content.js';
import { copiesOf, markCopyDeleted } from './copies.sql.js';
import { loadSweep, markSwept } from './erasures.sql.js';
import { OutsideList } from './outside-list.js';

/**
 * What of an erasure lies outside the database: its line in the list outside, then the mails in the built-in mailbox. Each
 * step may be done twice; killed anywhere, the job is run again.
 */
@Injectable()
export class OutsideSweep {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OutsideList) private readonly list: OutsideList,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(AuditLog) private readonly auditLog: AuditLog,
  ) {}

  async run(job: LeasedJob): Promise<void> {
    const actor = systemActor(job.organisationId);
    const row = await this.database.ask(actor, (executor) => loadSweep(executor, job.subjectId));
    if (row !== undefined) {
      const { id: erasure, rightsRequestId, classes } = row;
      this.list.note(job.organisationId, { erasure, rightsRequestId, classes });
      if (classes.includes('message')) {
        const token = replyToken(this.vault, job.organisationId, rightsRequestId);
        await sweepMailbox(join(this.config.dataDir, 'mailbox'), [...row.mailIds, token]);
        if (this.config.smtp === undefined) {
          await this.tellSwept(actor, rightsRequestId);
        }
      }
    }
    await this.database.writeTechnical(actor, async (transaction) => {
      await markSwept(transaction, job.subjectId, this.clock.now());
      if (!(await completeJob(transaction, job))) {
        throw new LostLeaseError();
      }
    });
  }

  /** All mail went into the built-in mailbox, and is gone from there: no copy of ours is left in a mailbox. */
  private async tellSwept(actor: Actor, rightsRequestId: string): Promise<void> {
    const copies = await this.database.ask(actor, (executor) => copiesOf(executor, rightsRequestId));
    for (const { id, place, deletedAt } of copies) {
      if (id !== null && place === 'dpo-mailbox' && deletedAt === null) {
        await this.auditLog.transact(actor, async (transaction) => {
          if ((await markCopyDeleted(transaction, id, transaction.now, 'program')) !== undefined) {
            transaction.record('copy.deleted', { copy: id, place, by: 'program' }, { rightsRequestId });
          }
        });
      }
    }
  }
}
