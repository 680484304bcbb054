import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn, parseCivilDate } from '../domain/civil-date.js';
import { refuse, type FieldProblem } from '../domain/problem.js';
import type { Actor } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { uuidv7 } from '../platform/ids.js';
import { mustBeDpo } from '../requests/request/permission.js';
import { absencesFrom, deleteAbsence, insertAbsence, type Absence } from './absences.sql.js';

/** When the DPO is away: on these days the deputy is reminded instead. */
@Injectable()
export class AbsencesService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async list(actor: Actor, timeZone: string): Promise<readonly Absence[]> {
    const today = civilDateIn(this.clock.now(), timeZone);
    return this.database.ask(actor, (executor) => absencesFrom(executor, actor.organisationId, today));
  }

  /** @throws Refusal not-allowed, invalid-input (from, until) */
  async enter(actor: Actor, timeZone: string, from: string, until: string): Promise<void> {
    mustBeDpo(actor);
    const today = civilDateIn(this.clock.now(), timeZone);
    const problems = problemsOf(from, until, today);
    if (problems.length > 0) {
      refuse('invalid-input', { fields: problems });
    }
    const id = uuidv7(this.clock.now().getTime());
    await this.auditLog.transact(actor, async (transaction) => {
      await insertAbsence(transaction, actor.organisationId, { id, fromOn: from, untilOn: until });
      transaction.record('absence.entered', { absence: id, from, until });
    });
  }

  /** Twice is once. @throws Refusal not-allowed */
  async cancel(actor: Actor, id: string): Promise<void> {
    mustBeDpo(actor);
    await this.auditLog.transact(actor, async (transaction) => {
      if (await deleteAbsence(transaction, actor.organisationId, id)) {
        transaction.record('absence.cancelled', { absence: id });
      }
    });
  }
}

function problemsOf(from: string, until: string, today: string): FieldProblem[] {
  const problems = Object.entries({ from, until })
    .filter(([, day]) => parseCivilDate(day) === undefined)
    .map(([field, day]): FieldProblem => ({ field, code: day === '' ? 'required' : 'not-a-date' }));
  if (problems.length > 0) {
    return problems;
  }
  if (until < from) {
    return [{ field: 'until', code: 'before-start', limit: from }];
  }
  return until < today ? [{ field: 'until', code: 'before-start', limit: today }] : [];
}
