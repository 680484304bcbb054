import { Inject, Injectable } from '@nestjs/common';
import type { CivilDate } from '../../domain/civil-date.js';
import { caseSteps, type CaseStep, type IdentityStanding } from '../../domain/lifecycle/case-steps.js';
import { nextStep, type NextStep, type NextStepFacts } from '../../domain/lifecycle/next-step.js';
import type { Missing } from '../../domain/rights/aftercare.js';
import { missingForClosing } from '../../domain/rights/decision.js';
import { actsAs, type Actor } from '../../audit/actor.js';
import { Database } from '../../platform/database/database.js';
import type { Executor } from '../../platform/database/statement.js';
import { claimsOf } from '../claims/claim-state.js';
import { findClaimsOfMany } from '../claims/claims.sql.js';
import { answerOf, dutiesFrom, missingDuties, type DutyRow } from '../duties/duties-in.js';
import { dutyRecordsOfMany } from '../duties/duties.sql.js';
import { aftercareOfMany } from '../joins/aftercare.sql.js';
import { mustBeDpo } from '../request/permission.js';
import type { RightsRequestRow } from '../request/rights-requests.repository.js';
import { standingsOf, type CaseStanding } from './next-step-facts.sql.js';

/** What of a row its next step depends on. */
export type NextStepRow = Pick<
  RightsRequestRow,
  'id' | 'state' | 'clock' | 'dueOn' | 'nextOn' | 'rights' | 'withdrawnAt'
> &
  DutyRow;

/** What is to be done next in each of these cases: the same answer for every page, mail and program that asks. */
@Injectable()
export class NextStepsService {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** By the id of the case. Only the DPO sees all that it depends on: nobody else is told anything. */
  async of(actor: Actor, rows: readonly NextStepRow[]): Promise<ReadonlyMap<string, NextStep>> {
    if (!actsAs(actor, 'dpo')) {
      return new Map();
    }
    const asking = rows.filter(({ state }) => state !== 'recorded' && state !== 'withdrawn');
    const found =
      asking.length === 0 ? NOTHING : await this.database.ask(actor, (executor) => lookUp(executor, asking));
    return new Map(rows.map((row) => [row.id, nextStep(factsOf(row, found))]));
  }

  /** @throws Error for anybody but the DPO, of whom the caller has made sure */
  async ofOne(actor: Actor, row: NextStepRow): Promise<NextStep> {
    const step = (await this.of(actor, [row])).get(row.id);
    if (step === undefined) {
      throw new Error('only the DPO is told what is next');
    }
    return step;
  }

  /** The five steps of one case, beside what is next. @throws Error for anybody but the DPO */
  async stepsOf(actor: Actor, row: NextStepRow, decided: number): Promise<CaseCourse> {
    mustBeDpo(actor);
    const found = await this.database.ask(actor, (executor) => lookUp(executor, [row]));
    const facts = factsOf(row, found);
    const identity = found.standings.get(row.id)?.identity ?? 'none';
    const steps = caseSteps(facts, nextStep(facts), identity, decided);
    return { steps, identity, missing: facts.missing, standing: facts };
  }
}

/** How a case stands, step by step. */
export interface CaseCourse {
  readonly steps: readonly CaseStep[];
  readonly identity: IdentityStanding;
  readonly missing: readonly Missing[];
  readonly standing: NextStepFacts;
}

interface Found {
  readonly standings: ReadonlyMap<string, CaseStanding>;
  readonly missing: ReadonlyMap<string, readonly Missing[]>;
}

const NOTHING: Found = { standings: new Map(), missing: new Map() };

async function lookUp(executor: Executor, rows: readonly NextStepRow[]): Promise<Found> {
  const ids = rows.map(({ id }) => id);
  const [standings, claims, aftercare, duties] = await Promise.all([
    standingsOf(executor, ids),
    findClaimsOfMany(executor, ids),
    aftercareOfMany(executor, ids),
    dutyRecordsOfMany(
      executor,
      rows.map((row) => ({ id: row.id, answer: answerOf(row) })),
    ),
  ]);
  const missing = rows.map((row) => {
    const { id, rights, state } = row;
    const own = claims.filter(({ rightsRequestId }) => rightsRequestId === id);
    const goesOn = aftercare.get(id);
    const records = duties.get(id);
    if (goesOn === undefined || records === undefined) {
      return [id, []] as const;
    }
    const held = claimsOf(rights, own);
    const found = missingForClosing(held, goesOn, { retracted: state === 'retracted' });
    return [id, [...found, ...missingDuties(dutiesFrom(row, held, goesOn, records), found)]] as const;
  });
  return { standings: new Map(standings.map((one) => [one.id, one])), missing: new Map(missing) };
}

function factsOf(row: NextStepRow, { standings, missing }: Found): NextStepFacts {
  const standing = standings.get(row.id);
  return {
    ...{ state: row.state, clock: row.clock, dueOn: row.dueOn as CivilDate, nextOn: row.nextOn as CivilDate },
    remarked: row.withdrawnAt !== null,
    authorityUntil: standing?.authorityUntil ?? null,
    undelivered: standing?.undelivered ?? false,
    unread: standing?.unread ?? 0,
    identified: standing?.identity === 'confirmed' || standing?.identity === 'no-longer-doubted',
    tasks: {
      answered: standing?.tasksAnswered ?? 0,
      waiting: standing?.tasksWaiting ?? 0,
      untilOn: standing?.tasksUntilOn ?? null,
    },
    answer: standing?.answer ?? 'none',
    missing: missing.get(row.id) ?? [],
  };
}
