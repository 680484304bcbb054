import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { violatedConstraint } from '../platform/database/sql-state.js';
import { Hints } from '../platform/outbox/hints.js';
import { systemActor, WORKER_SCOPE } from './actor.js';
import { Integrator } from './integrator.js';
import { createLog, logSize } from './log.sql.js';
import { LOG_OF_LOGS_ID } from './log-of-logs-place.js';
import { ReceiptProofs } from './receipt-proofs.js';
import { latestCheckpoint, type StoredCheckpoint } from './tree.sql.js';
import { ANCHORED_ALREADY, appendAnchor, logsToAnchor } from './witness.sql.js';

const CHECKPOINT_WAIT_MS = 5_000;

/**
 * A log whose leaves are the organisations' checkpoints: what witnesses and time stamps see, so that their cost does not
 * grow with the organisations. No facts of its own; lost, it would only have to be begun anew.
 */
@Injectable()
export class LogOfLogs {
  private created = false;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Hints) private readonly hints: Hints,
    @Inject(Integrator) private readonly integrator: Integrator,
    @Inject(ReceiptProofs) private readonly proofs: ReceiptProofs,
  ) {}

  /** Takes in the newest checkpoint of each log that has grown; returns how many. Two instances at once do it once. */
  async anchor(): Promise<number> {
    const scope = systemActor(LOG_OF_LOGS_ID);
    if (!this.created) {
      await this.database.writeTechnical(scope, (executor) => createLog(executor, LOG_OF_LOGS_ID));
      this.created = true;
    }
    const grown = await this.database.ask(WORKER_SCOPE, (executor) => logsToAnchor(executor));
    let anchored = 0;
    for (const organisationId of grown) {
      anchored += (await this.anchorLog(organisationId)) ? 1 : 0;
    }
    if (anchored > 0) {
      this.hints.ring('forthwith_log');
    }
    return anchored;
  }

  private async anchorLog(organisationId: string): Promise<boolean> {
    const checkpoint = await this.database.ask(systemActor(organisationId), (executor) =>
      latestCheckpoint(executor, organisationId),
    );
    if (checkpoint === undefined) {
      return false;
    }
    try {
      await this.database.writeTechnical(systemActor(LOG_OF_LOGS_ID), (executor) =>
        appendAnchor(executor, organisationId, checkpoint.size),
      );
      return true;
    } catch (error) {
      if (violatedConstraint(error) === ANCHORED_ALREADY) {
        return false;
      }
      throw error;
    }
  }

  /** A checkpoint of the log of logs that covers every organisation's newest one; undefined when it does not come. */
  async anchorNow(): Promise<StoredCheckpoint | undefined> {
    await this.anchor();
    await this.integrator.integrateAll();
    const size = await this.database.ask(systemActor(LOG_OF_LOGS_ID), (executor) => logSize(executor, LOG_OF_LOGS_ID));
    // Nothing of any organisation is in it yet: no checkpoint will come, and a stop would wait for it.
    return size === 0 ? undefined : this.proofs.checkpointOver(LOG_OF_LOGS_ID, size - 1, CHECKPOINT_WAIT_MS);
  }
}
