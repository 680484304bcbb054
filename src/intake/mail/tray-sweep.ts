import { Inject, Injectable } from '@nestjs/common';
import { systemActor, WORKER_SCOPE } from '../../audit/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { eraseInbound, inboundPast } from './tray.sql.js';

/** So long what was done with a mail can be taken back. */
export const TRAY_UNDO_DAYS = 7;
const DAY_MS = 86_400_000;

/** Erases what mails said that somebody has dealt with. Idempotent: swept as often as one likes, by as many instances. */
@Injectable()
export class TraySweep {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async sweep(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - TRAY_UNDO_DAYS * DAY_MS);
    const past = await this.database.ask(WORKER_SCOPE, (executor) => inboundPast(executor, before));
    for (const { id, organisationId } of past) {
      await this.auditLog.transact(systemActor(organisationId), async (transaction) => {
        if (await eraseInbound(transaction, organisationId, id, before)) {
          transaction.record('mail.erased', { mail: id });
        }
      });
    }
  }
}
