import { Inject, Injectable } from '@nestjs/common';
import { systemActor, WORKER_SCOPE } from '../../audit/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { settleAndErase } from './package-end.js';
import { findPackage, packagesPast, type PackagePlace } from './packages.sql.js';

/** Erases what was not collected in time. Idempotent: swept as often as one likes, by as many instances. */
@Injectable()
export class PackageSweep {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async sweep(): Promise<void> {
    const now = this.clock.now();
    const past = await this.database.ask(WORKER_SCOPE, (executor) => packagesPast(executor, now));
    for (const one of past) {
      await this.end(one, now);
    }
  }

  private async end({ id, organisationId }: PackagePlace, now: Date): Promise<void> {
    await this.auditLog.transact(systemActor(organisationId), async (transaction) => {
      const row = await findPackage(transaction, id);
      if (row !== undefined && row.endsAt <= now && (await settleAndErase(transaction, row, 'ended', now))) {
        transaction.record('portability.ended', { package: id }, { rightsRequestId: row.rightsRequestId });
      }
    });
  }
}
