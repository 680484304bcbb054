import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../../domain/civil-date.js';
import { openDuties } from '../../domain/duties/duties.js';
import { refuse, type OpenDuty } from '../../domain/problem.js';
import type { Missing } from '../../domain/rights/aftercare.js';
import { missingForClosing } from '../../domain/rights/decision.js';
import type { Actor } from '../../audit/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import type { Executor } from '../../platform/database/statement.js';
import { dutiesIn, missingDuties } from '../duties/duties-in.js';
import { aftercareOf } from '../joins/aftercare.sql.js';
import { markClosed } from '../request/commands.sql.js';
import { mustAllow, mustBeDpo } from '../request/permission.js';
import { RightsRequestsRepository, type RightsRequestRow } from '../request/rights-requests.repository.js';
import { claimsOf } from './claim-state.js';
import { findClaims } from './claims.sql.js';
import { endWithClosing } from './closing-ends.js';

/** The end of a matter in which nothing is left to do. */
@Injectable()
export class ClosingService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(RightsRequestsRepository) private readonly requests: RightsRequestsRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * `ending`: the open tasks and checks that the DPO has seen and lets end with the matter.
   * @throws Refusal not-allowed, not-found, not-ready-to-close, command-not-allowed, version-conflict
   */
  async close(actor: Actor, id: string, expectedVersion?: number, ending: readonly string[] = []): Promise<void> {
    mustBeDpo(actor);
    const row =
      (await this.database.ask(actor, (executor) => this.requests.find(executor, id))) ?? refuse('not-found', {});
    await this.auditLog.transact(actor, async (transaction) => {
      mustAllow('close', row, transaction.now, expectedVersion);
      // First, so that nobody gives a task between looking and closing.
      if (!(await markClosed(transaction, row, transaction.now))) {
        refuse('version-conflict', { current: row.version + 1 });
      }
      const { missing, duties } = await missingIn(transaction, row, ending);
      if (missing.length > 0) {
        refuse('not-ready-to-close', { missing, duties });
      }
      await endWithClosing(transaction, row, this.config.mailDomain);
      const on = civilDateIn(transaction.now, row.timeZone);
      transaction.record('request.closed', { on }, { rightsRequestId: id });
    });
  }
}

/** What keeps the matter from being closed, less what is `confirmed` to end with it; empty when nothing does. */
export async function missingIn(
  executor: Executor,
  row: RightsRequestRow,
  confirmed: readonly string[] = [],
): Promise<{ readonly missing: readonly Missing[]; readonly duties: readonly OpenDuty[] }> {
  const claims = claimsOf(row.rights, await findClaims(executor, row.id));
  const aftercare = await aftercareOf(executor, row.id, confirmed);
  const missing = missingForClosing(claims, aftercare, { retracted: row.state === 'retracted' });
  const duties = await dutiesIn(executor, row, claims, aftercare);
  return {
    missing: [...missing, ...missingDuties(duties, missing)],
    duties: openDuties(duties).map(({ right, duty }) => ({ right, duty })),
  };
}
