import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn, parseCivilDate, type CivilDate } from '../../domain/civil-date.js';
import type { EventFacts, EventName } from '../../domain/log/events.js';
import { readPeriod } from '../../domain/reports/report-period.js';
import { refuse, type FieldProblem } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { LogService } from '../../audit/log.service.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { uuidv7 } from '../../platform/ids.js';
import { mustBeDpo } from '../../requests/request/permission.js';
import { authorityRequests, insertAuthorityRequest, markHandedOver, type AuthorityRequest } from './inspections.sql.js';

export type Letter = Readonly<Record<'receivedOn' | 'dueOn' | 'from' | 'to', string>>;

/** The letter being dealt with, and what of it is done, as the log tells. */
export interface AuthorityStanding {
  readonly open: AuthorityRequest | undefined;
  readonly earlier: readonly AuthorityRequest[];
  /** Last day of the inspection account that ends last, of those made since the letter was entered. */
  readonly accountUntil: string | null;
  readonly reportAt: Date | null;
  readonly evidenceAt: Date | null;
}

const LOOKED_AT = 50;

/** From the authority's letter to the bundle handed over. */
@Injectable()
export class AuthorityRequestsService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(LogService) private readonly log: LogService,
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws Refusal not-allowed */
  async standing(actor: Actor): Promise<AuthorityStanding> {
    mustBeDpo(actor);
    const all = await this.database.ask(actor, (executor) => authorityRequests(executor, actor.organisationId));
    const open = all.find(({ handedOverOn }) => handedOverOn === null);
    const earlier = all.filter(({ handedOverOn }) => handedOverOn !== null);
    if (open === undefined) {
      return { open, earlier, accountUntil: null, reportAt: null, evidenceAt: null };
    }
    const limited = await this.since(actor, 'access.limited', open.enteredAt);
    const issued = await this.since(actor, 'report.issued', open.enteredAt);
    const covering = (kind: EventFacts['report.issued']['kind']): Date | null =>
      issued.find(({ facts }) => facts.kind === kind && facts.from <= open.from && facts.to >= open.to)?.at ?? null;
    return {
      ...{ open, earlier },
      accountUntil: limited.map(({ facts }) => facts.until).reduce((a, b) => (a > b ? a : b), '') || null,
      reportAt: covering('compliance'),
      evidenceAt: covering('evidence-of-period'),
    };
  }

  /** @throws Refusal not-allowed, invalid-input */
  async enter(actor: Actor, timeZone: string, letter: Letter): Promise<void> {
    mustBeDpo(actor);
    const now = this.clock.now();
    const problems = problemsOf(letter, civilDateIn(now, timeZone));
    if (problems.length > 0) {
      refuse('invalid-input', { fields: problems });
    }
    const id = uuidv7(now.getTime());
    await this.auditLog.transact(actor, async (transaction) => {
      if (await insertAuthorityRequest(transaction, actor.organisationId, { id, ...letter })) {
        transaction.record('inspection.opened', { inspection: id, ...letter });
      }
    });
  }

  /** Twice is once. @throws Refusal not-allowed, invalid-input (on) */
  async handOver(actor: Actor, timeZone: string, id: string, on: string): Promise<void> {
    mustBeDpo(actor);
    const day = parseCivilDate(on);
    if (day === undefined || day > civilDateIn(this.clock.now(), timeZone)) {
      refuse('invalid-input', { fields: [{ field: 'on', code: day === undefined ? 'not-a-date' : 'in-the-future' }] });
    }
    await this.auditLog.transact(actor, async (transaction) => {
      if (await markHandedOver(transaction, actor.organisationId, id, day)) {
        transaction.record('inspection.ended', { inspection: id, on: day });
      }
    });
  }

  private async since<E extends EventName>(
    actor: Actor,
    event: E,
    from: Date,
  ): Promise<readonly { readonly at: Date; readonly facts: EventFacts[E] }[]> {
    const filter = { event, rightsRequestId: null, from, until: null };
    const found = await this.log.newest(actor, filter, Number.MAX_SAFE_INTEGER, LOOKED_AT);
    return found.map(({ entry }) => ({ at: new Date(entry.at), facts: entry.facts as EventFacts[E] }));
  }
}

function problemsOf(letter: Letter, today: CivilDate): readonly FieldProblem[] {
  const { receivedOn, dueOn } = letter;
  const missing = Object.entries({ receivedOn, dueOn }).filter(([, text]) => parseCivilDate(text) === undefined);
  if (missing.length > 0) {
    return missing.map(([field]) => ({ field, code: 'not-a-date' }));
  }
  const period = readPeriod(letter, today);
  return [
    ...(receivedOn > today ? [{ field: 'receivedOn', code: 'in-the-future' as const }] : []),
    ...(dueOn < receivedOn ? [{ field: 'dueOn', code: 'before-start' as const, limit: receivedOn }] : []),
    ...('problems' in period ? period.problems : []),
  ];
}
