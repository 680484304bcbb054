import { Inject, Injectable } from '@nestjs/common';
import { systemActor, WORKER_SCOPE } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Database } from '../platform/database/database.js';
import { LOGGER, type Log } from '../platform/logging/log.js';
import { DeputyForwardings } from './deputy-forwardings.js';
import { markUntaken, organisationsWithUntaken, passOverTaken } from './untaken-forwardings.sql.js';

/**
 * Puts into the log that nobody took a forwarded request over within the instruction's limit, and gives it to the deputy
 * too. Idempotent: swept as often as one likes.
 */
@Injectable()
export class UntakenForwardings {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(DeputyForwardings) private readonly deputies: DeputyForwardings,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  async sweep(): Promise<void> {
    for (const id of await this.database.ask(WORKER_SCOPE, (executor) => organisationsWithUntaken(executor))) {
      await this.sweepOrganisation(id);
    }
  }

  private async sweepOrganisation(organisationId: string): Promise<void> {
    const actor = systemActor(organisationId);
    await this.database.writeVolatile(actor, (executor) => passOverTaken(executor, organisationId));
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      const untaken = await markUntaken(transaction, organisationId);
      for (const { forwardingId: forwarding, rightsRequestId, limitHours } of untaken) {
        const deputy = await this.deputies.add(transaction, forwarding);
        transaction.record('forwarding.untaken', { forwarding, limitHours, deputy }, { rightsRequestId });
      }
      return untaken.length;
    });
    if (result > 0) {
      this.log.error(
        { organisation: organisationId, untaken: result },
        'forwarded requests were not taken over in time',
      );
    }
  }
}
