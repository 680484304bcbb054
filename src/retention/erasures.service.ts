import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn, type CivilDate } from '../domain/civil-date.js';
import { classOfField, type RetentionClass } from '../domain/retention/classes.js';
import { planErasure, type Blocker, type PlannedErasure } from '../domain/retention/plan.js';
import { rulesOf, type RetentionRules } from '../domain/retention/rules.js';
import { refuse } from '../domain/problem.js';
import { actsAs, systemActor, type Actor } from '../audit/actor.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import type { Executor } from '../platform/database/statement.js';
import { LOGGER, type Log } from '../platform/logging/log.js';
import { VaultError } from '../platform/vault/vault-error.js';
import { sqlStateOf } from '../platform/database/sql-state.js';
import { Erasing } from './erasing.js';
import { classesHeld, currentRules, erasureCandidates, noteFailure, referencesOf } from './erasing.sql.js';
import { retentionFactsOf } from './facts.sql.js';

/** What of a request goes when. */
export interface CasePlan {
  readonly rightsRequestId: string;
  readonly reference: string;
  readonly today: CivilDate;
  readonly rulesVersion: number;
  readonly blockers: readonly Blocker[];
  readonly classes: readonly ClassPlan[];
}

export interface ClassPlan extends PlannedErasure {
  /** There is something of it still. */
  readonly held: boolean;
  /** Its day has come, and nothing keeps it. */
  readonly due: boolean;
}

export interface RunResult {
  /** Ended requests that were looked at. */
  readonly looked: number;
  readonly due: number;
  readonly erased: number;
  /** Their day has come, and something keeps them. */
  readonly kept: number;
  readonly failed: number;
}

export interface RunOptions {
  readonly dryRun?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (result: RunResult) => void;
}

const BATCH = 200;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** What goes when, and the run that erases it: batch by batch, each request in a commit of its own. */
@Injectable()
export class ErasuresService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Erasing) private readonly erasing: Erasing,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  /** @throws Refusal not-allowed, not-found */
  async planOf(actor: Actor, id: string, timeZone: string): Promise<CasePlan> {
    mustSee(actor);
    const seen = await this.database.ask(actor, (executor) => retentionFactsOf(executor, [id]));
    if (!seen.has(id)) {
      return refuse('not-found', {});
    }
    const today = civilDateIn(this.clock.now(), timeZone);
    const inside = systemActor(actor.organisationId);
    const [plan] = await this.database.read(inside, (executor) =>
      plansOf(executor, inside.organisationId, [id], today),
    );
    return plan ?? refuse('not-found', {});
  }

  /** As `planOf`, for a list; those that the actor does not see are left out. @throws Refusal not-allowed */
  async plansFor(actor: Actor, ids: readonly string[], timeZone: string): Promise<ReadonlyMap<string, CasePlan>> {
    mustSee(actor);
    const today = civilDateIn(this.clock.now(), timeZone);
    const inside = systemActor(actor.organisationId);
    const found = new Map<string, CasePlan>();
    for (let at = 0; at < ids.length; at += BATCH) {
      const some = ids.slice(at, at + BATCH);
      const seen = await this.database.ask(actor, (executor) => retentionFactsOf(executor, some));
      const plans = await this.database.read(inside, (executor) =>
        plansOf(executor, inside.organisationId, [...seen.keys()], today),
      );
      plans.forEach((plan) => found.set(plan.rightsRequestId, plan));
    }
    return found;
  }

  /** Requests of which something is due now, and those that something keeps although their day has come; so many at most. */
  async due(
    organisationId: string,
    timeZone: string,
    limit: number,
  ): Promise<{ readonly due: readonly CasePlan[]; readonly kept: readonly CasePlan[] }> {
    const found: { due: CasePlan[]; kept: CasePlan[] } = { due: [], kept: [] };
    await this.eachBatch(organisationId, timeZone, (plans) => {
      found.due.push(...plans.filter(isDue));
      found.kept.push(...plans.filter(isKept));
      return Promise.resolve(found.due.length < limit);
    });
    return { due: found.due.slice(0, limit), kept: found.kept.slice(0, limit) };
  }

  /** How many requests have something go on which day from now on, and how many are due; for the whole organisation. */
  async outlook(organisationId: string, timeZone: string): Promise<Outlook> {
    const byMonth = new Map<string, number>();
    let [due, kept] = [0, 0];
    await this.eachBatch(organisationId, timeZone, (plans) => {
      for (const plan of plans) {
        due += isDue(plan) ? 1 : 0;
        kept += isKept(plan) ? 1 : 0;
        const next = plan.classes.find((one) => one.held && one.on !== null && one.on > plan.today)?.on;
        if (next !== undefined && next !== null) {
          const month = next.slice(0, 7);
          byMonth.set(month, (byMonth.get(month) ?? 0) + 1);
        }
      }
      return Promise.resolve(true);
    });
    const months = [...byMonth].sort(([a], [b]) => (a < b ? -1 : 1)).map(([month, requests]) => ({ month, requests }));
    return { due, kept, months };
  }

  /** Interrupted, it goes on next time where it was: what is erased is not due any more. */
  async run(actor: Actor, timeZone: string, options: RunOptions = {}): Promise<RunResult> {
    let result: RunResult = { looked: 0, due: 0, erased: 0, kept: 0, failed: 0 };
    await this.eachBatch(actor.organisationId, timeZone, async (plans) => {
      for (const plan of plans) {
        if (options.signal?.aborted === true) {
          return false;
        }
        const due = isDue(plan);
        const done = due && options.dryRun !== true ? await this.eraseOne(actor, plan.rightsRequestId) : undefined;
        result = {
          looked: result.looked + 1,
          due: result.due + (due ? 1 : 0),
          erased: result.erased + (done === 'erased' ? 1 : 0),
          kept: result.kept + (isKept(plan) ? 1 : 0),
          failed: result.failed + (done === 'failed' ? 1 : 0),
        };
      }
      options.onProgress?.(result);
      return true;
    });
    return result;
  }

  private async eraseOne(actor: Actor, id: string): Promise<'erased' | 'failed' | 'nothing'> {
    try {
      return (await this.erasing.erase(actor, id)) === undefined ? 'nothing' : 'erased';
    } catch (error) {
      const code = codeOf(error);
      this.log.error({ subject: id, code }, 'a request could not be erased; it is tried again with the next run');
      const inside = systemActor(actor.organisationId);
      await this.database.writeTechnical(inside, (executor) =>
        noteFailure(executor, { id, organisationId: actor.organisationId, code, at: this.clock.now() }),
      );
      return 'failed';
    }
  }

  private async eachBatch(
    organisationId: string,
    timeZone: string,
    visit: (plans: readonly CasePlan[]) => Promise<boolean>,
  ): Promise<void> {
    const inside = systemActor(organisationId);
    const today = civilDateIn(this.clock.now(), timeZone);
    for (let after = FIRST_ID; ;) {
      const { ids, plans } = await this.database.read(inside, async (executor) => {
        const candidates = await erasureCandidates(executor, organisationId, after, BATCH);
        return { ids: candidates, plans: await plansOf(executor, organisationId, candidates, today) };
      });
      const last = ids.at(-1);
      if (last === undefined || !(await visit(plans))) {
        return;
      }
      after = last;
    }
  }
}

export interface Outlook {
  readonly due: number;
  readonly kept: number;
  /** `month` as YYYY-MM: in how many requests something goes next. */
  readonly months: readonly { readonly month: string; readonly requests: number }[];
}

function isDue({ classes }: CasePlan): boolean {
  return classes.some((one) => one.due);
}

function isKept({ classes, blockers, today }: CasePlan): boolean {
  return blockers.length > 0 && classes.some((one) => one.held && one.on !== null && one.on <= today);
}

async function plansOf(
  executor: Executor,
  organisationId: string,
  ids: readonly string[],
  today: CivilDate,
): Promise<readonly CasePlan[]> {
  if (ids.length === 0) {
    return [];
  }
  const { version, rules } = await currentRules(executor, organisationId);
  const facts = await retentionFactsOf(executor, ids);
  const held = await classesHeld(executor, ids, classOf);
  const references = await referencesOf(executor, ids);
  return ids.flatMap((id) => {
    const known = facts.get(id);
    return known === undefined
      ? []
      : [
          casePlan({ id, reference: references.get(id) ?? '' }, known, held.get(id) ?? new Set(), {
            ...{ today, version, rules: rulesOf(rules) },
          }),
        ];
  });
}

function casePlan(
  { id, reference }: { id: string; reference: string },
  facts: Parameters<typeof planErasure>[0],
  held: ReadonlySet<RetentionClass>,
  { today, version, rules }: { today: CivilDate; version: number; rules: RetentionRules },
): CasePlan {
  const classes = planErasure(facts, rules).map((one) => ({
    ...one,
    held: held.has(one.class),
    due: held.has(one.class) && facts.blockers.length === 0 && one.on !== null && one.on <= today,
  }));
  return { rightsRequestId: id, reference, today, rulesVersion: version, blockers: facts.blockers, classes };
}

const OUTGOING = new Set(['x']);
const INCOMING: ReadonlySet<string> = new Set();

/** Whose message a field is, the database has said already. */
export function classOf(field: string, outgoing: boolean): RetentionClass {
  return field.startsWith('message-') && outgoing ? classOfField('message-x', OUTGOING) : classOfField(field, INCOMING);
}

function codeOf(error: unknown): string {
  if (error instanceof VaultError) {
    return error.code;
  }
  const state = sqlStateOf(error);
  return state === undefined ? 'defect' : `sql-${state.toLowerCase()}`;
}

export function mustSee(actor: Actor): void {
  if (!actsAs(actor, 'dpo', 'auditor', 'system')) {
    refuse('not-allowed', {});
  }
}
