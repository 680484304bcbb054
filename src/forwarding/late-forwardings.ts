import { Inject, Injectable } from '@nestjs/common';
import { systemActor, WORKER_SCOPE } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Database } from '../platform/database/database.js';
import { LOGGER, type Log } from '../platform/logging/log.js';
import { markLate, organisationsWithLate } from './forwarding.sql.js';

/** Puts into the log that a forwarding has missed the instruction's limit. Idempotent: swept as often as one likes. */
@Injectable()
export class LateForwardings {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  async sweep(): Promise<void> {
    for (const id of await this.database.ask(WORKER_SCOPE, (executor) => organisationsWithLate(executor))) {
      await this.sweepOrganisation(id);
    }
  }

  private async sweepOrganisation(organisationId: string): Promise<void> {
    const { result } = await this.auditLog.transact(systemActor(organisationId), async (transaction) => {
      const late = await markLate(transaction, organisationId);
      for (const { forwardingId, rightsRequestId } of late) {
        transaction.record('forwarding.late', { forwarding: forwardingId }, { rightsRequestId });
      }
      return late.length;
    });
    if (result > 0) {
      this.log.error({ organisation: organisationId, late: result }, 'forwardings to the DPO are late');
    }
  }
}
