import { Inject, Injectable } from '@nestjs/common';
import { systemActor, WORKER_SCOPE } from '../../audit/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { dropLeaver, dueLeavers, forgetAccount, forgetRemains } from './leavers.sql.js';

/**
 * Six months after somebody left, the address that belonged to their id is erased: the log keeps the id, and nobody can
 * tell any more whose it was (Art. 5(1)(e) GDPR). Idempotent; any instance, at any time.
 */
@Injectable()
export class Leavers {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async sweep(): Promise<void> {
    const now = this.clock.now();
    for (const leaver of await this.database.ask(WORKER_SCOPE, (executor) => dueLeavers(executor, now))) {
      await this.auditLog.transact(systemActor(leaver.organisationId), async (transaction) => {
        if (!(await dropLeaver(transaction, leaver))) {
          return;
        }
        const forgotten = await forgetAccount(transaction, leaver.userId, now);
        if (forgotten) {
          await forgetRemains(transaction, leaver.userId);
        }
        transaction.record('user.forgotten', { user: leaver.userId, account: forgotten });
      });
    }
  }
}
