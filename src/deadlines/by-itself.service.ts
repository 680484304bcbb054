import { Inject, Injectable } from '@nestjs/common';
import { isRefusal } from '../domain/problem.js';
import { systemActor, type Actor } from '../audit/actor.js';
import { Database } from '../platform/database/database.js';
import { completeJob, type LeasedJob } from '../platform/outbox/outbox.sql.js';
import { ClosingService } from '../requests/claims/closing.service.js';
import { orderedAfterSending } from '../requests/correspondence/after-sending.sql.js';
import { findCheck } from '../requests/identity-check/identity-checks.sql.js';
import { DeadlinesService } from './deadlines.service.js';

/**
 * What follows from a fact by itself, so that nobody has to come back for it. Idempotent: what has happened already, or
 * cannot any more, is left as it is, and the next step of the case says what is to be done.
 */
@Injectable()
export class ByItselfService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(DeadlinesService) private readonly deadlines: DeadlinesService,
    @Inject(ClosingService) private readonly closing: ClosingService,
  ) {}

  /** Art. 12(6) GDPR: the person has confirmed who they are; the day is known, so the clock goes on from it. */
  async resume(job: LeasedJob): Promise<void> {
    const actor = systemActor(job.organisationId);
    const check = await this.database.ask(actor, (executor) => findCheck(executor, job.subjectId));
    if (check?.state === 'confirmed') {
      await unlessRefused(() => this.deadlines.resumeByCheck(actor, check.rightsRequestId, check.id));
    }
    await this.done(actor, job);
  }

  /** The answer has gone out: it is entered with it as the proof and, if nothing is left to do, the matter is closed. */
  async afterSending(job: LeasedJob): Promise<void> {
    const system = systemActor(job.organisationId);
    const order = await this.database.ask(system, (executor) => orderedAfterSending(executor, job.subjectId));
    if (order !== undefined) {
      const { by, rightsRequestId: id, enter, close } = order;
      const { organisationId } = job;
      const writer: Actor = { organisationId, userId: by, roles: ['dpo'], label: `user:${by}` };
      const entered = await unlessRefused(() => this.deadlines.act(writer, id, enter, { message: job.subjectId }));
      if (entered && close) {
        await unlessRefused(() => this.closing.close(writer, id));
      }
    }
    await this.done(system, job);
  }

  private async done(actor: Actor, job: LeasedJob): Promise<void> {
    await this.database.writeTechnical(actor, (transaction) => completeJob(transaction, job));
  }
}

/** False: it was refused. Somebody else changed the case in the same instant: @throws Refusal version-conflict, to be tried again */
async function unlessRefused(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    if (isRefusal(error) && error.code !== 'version-conflict') {
      return false;
    }
    throw error;
  }
}
