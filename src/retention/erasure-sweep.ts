import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../domain/civil-date.js';
import { refuse } from '../domain/problem.js';
import { systemActor, WORKER_SCOPE, type Actor } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { mustBeDpo } from '../requests/request/permission.js';
import { runStateOf, saveRunState, type RunState } from './erasing.sql.js';
import { ErasuresService, type RunOptions, type RunResult } from './erasures.service.js';
import { retentionPlaces, type RetentionPlace } from './erasures.sql.js';

/** Longer than that nobody has looked: the clock may have jumped, or the program stood still. A person says which. */
const BELIEVED_MS = 4 * 86_400_000;
/** So often it is noted that the clock was looked at. */
const LOOK_MS = 3_600_000;

/**
 * The daily run: once a day of the organisation, catching up what passed while the program was off. Before it believes a
 * clock that has gone far since it was looked at last, it halts, and a person has to confirm.
 */
@Injectable()
export class ErasureSweep {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(ErasuresService) private readonly erasures: ErasuresService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async sweep(): Promise<void> {
    for (const place of await this.database.ask(WORKER_SCOPE, (executor) => retentionPlaces(executor))) {
      await this.sweepOrganisation(place);
    }
  }

  /** Where it stands; undefined: it never ran. */
  async state(organisationId: string): Promise<RunState | undefined> {
    return this.database.ask(systemActor(organisationId), (executor) => runStateOf(executor, organisationId));
  }

  /** A person has looked at the clock: what is due goes with the next run. @throws Refusal not-allowed */
  async confirm(actor: Actor): Promise<void> {
    const user = mustBeDpo(actor);
    await this.auditLog.transact(actor, async (transaction) => {
      const state = await runStateOf(transaction, actor.organisationId);
      if (state?.haltedAt == null) {
        return;
      }
      const lookedAt = this.clock.now();
      await saveRunState(transaction, actor.organisationId, { lookedAt, ranOn: null, haltedAt: null });
      transaction.record('retention.confirmed', { user });
    });
  }

  /** By hand, now. @throws Refusal not-allowed, erasure-halted */
  async runNow(actor: Actor, timeZone: string, options: RunOptions = {}): Promise<RunResult> {
    mustBeDpo(actor);
    if (options.dryRun !== true) {
      const state = await this.look(actor.organisationId, timeZone);
      if (state.haltedAt !== null) {
        refuse('erasure-halted', {});
      }
    }
    return this.erasures.run(actor, timeZone, options);
  }

  private async sweepOrganisation({ organisationId, timeZone }: RetentionPlace): Promise<void> {
    const state = await this.look(organisationId, timeZone);
    const today = civilDateIn(this.clock.now(), timeZone);
    if (state.haltedAt !== null || state.ranOn === today) {
      return;
    }
    await this.erasures.run(systemActor(organisationId), timeZone);
    await this.save(organisationId, { lookedAt: this.clock.now(), ranOn: today, haltedAt: null });
  }

  /** Looks at the clock, and halts where it is not believed and something would go. */
  private async look(organisationId: string, timeZone: string): Promise<RunState> {
    const now = this.clock.now();
    const before = await this.state(organisationId);
    if (before?.haltedAt != null) {
      return before;
    }
    const gone = before === undefined ? Infinity : now.getTime() - before.lookedAt.getTime();
    if (gone > BELIEVED_MS) {
      const { due } = await this.erasures.outlook(organisationId, timeZone);
      if (due > 0) {
        return this.halt(organisationId, before, due);
      }
    }
    if (Math.abs(gone) < LOOK_MS && before !== undefined) {
      return before;
    }
    const state = { lookedAt: now, ranOn: before?.ranOn ?? null, haltedAt: null };
    await this.save(organisationId, state);
    return state;
  }

  private async halt(organisationId: string, before: RunState | undefined, due: number): Promise<RunState> {
    const { result } = await this.auditLog.transact(systemActor(organisationId), async (transaction) => {
      const known = await runStateOf(transaction, organisationId);
      if (known?.haltedAt != null) {
        return known;
      }
      const lookedAt = before?.lookedAt ?? transaction.now;
      const state = { lookedAt, ranOn: before?.ranOn ?? null, haltedAt: this.clock.now() };
      await saveRunState(transaction, organisationId, state);
      transaction.record('retention.halted', { lookedAt: lookedAt.toISOString(), due });
      return state;
    });
    return result;
  }

  private async save(organisationId: string, state: RunState): Promise<void> {
    await this.database.writeTechnical(systemActor(organisationId), (executor) =>
      saveRunState(executor, organisationId, state),
    );
  }
}
