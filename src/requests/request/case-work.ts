import { Inject, Injectable } from '@nestjs/common';
import type { CivilDate } from '../../domain/civil-date.js';
import { civilDateIn, parseCivilDate } from '../../domain/civil-date.js';
import type { Command } from '../../domain/lifecycle/lifecycle.js';
import { refuse, type FieldProblem } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../../audit/audit-log.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Executor } from '../../platform/database/statement.js';
import { uuidv7 } from '../../platform/ids.js';
import { touchRequest } from './case-work.sql.js';
import { RequestVault } from '../sealed/request-vault.js';
import { findAllSealed } from '../sealed/sealed-fields.sql.js';
import { mustAllow, mustBeDpo } from './permission.js';
import { RightsRequestsRepository, type RightsRequestRow } from './rights-requests.repository.js';
import { textProblems } from './typed-text.js';

export const TEXT_LIMIT = 4_000;

/** One change of a case under way: what it may write with. */
export interface CaseChange {
  readonly transaction: AuditTransaction;
  readonly row: RightsRequestRow;
  readonly today: CivilDate;
  /** @throws Refusal invalid-input, if what was done about the matter was done before it came, or after today */
  happened(field: string, on: CivilDate): void;
  /** Seals under the request's key; returns the commitment for the log. */
  readonly seal: (field: string, payload: unknown) => string;
  readonly sealBytes: (field: string, bytes: Buffer) => void;
  newId(): string;
}

/** What every command on what follows from a case has in common: who may, in which state, on which version. */
@Injectable()
export class CaseWork {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(RightsRequestsRepository) private readonly requests: RightsRequestsRepository,
    @Inject(RequestVault) private readonly vault: RequestVault,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws Refusal not-allowed, not-found, command-not-allowed, version-conflict, content-erased */
  async change<T>(
    actor: Actor,
    id: string,
    command: Command,
    expectedVersion: number | undefined,
    work: (change: CaseChange) => Promise<T>,
  ): Promise<T> {
    mustBeDpo(actor);
    const row = await this.find(actor, id);
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      mustAllow(command, row, transaction.now, expectedVersion);
      if (!(await touchRequest(transaction, row))) {
        refuse('version-conflict', { current: row.version + 1 });
      }
      return work(await this.changeOf(transaction, row));
    });
    return result;
  }

  ask<T>(actor: Actor, question: (executor: Executor) => Promise<T>): Promise<T> {
    return this.database.ask(actor, question);
  }

  /** Opens the sealed fields that begin with `prefix`; the reading is an entry. Empty once erased. */
  async read(actor: Actor, id: string, prefix: string): Promise<ReadonlyMap<string, Record<string, string>>> {
    const user = mustBeDpo(actor);
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      const sealed = (await findAllSealed(transaction, id, false)).filter(({ field }) => field.startsWith(prefix));
      if (sealed.length > 0) {
        transaction.record('content.read', { user, purpose: 'casework' }, { rightsRequestId: id });
      }
      const place = { organisationId: actor.organisationId, rightsRequestId: id };
      return sealed.map(
        ({ field, ciphertext, ...key }) =>
          [field, this.vault.with(place, key).opened<Record<string, string>>(field, ciphertext)] as const,
      );
    });
    return new Map(result);
  }

  /** One sealed file, as it is; the reading is an entry. @throws Refusal not-allowed, content-erased */
  async readBytes(actor: Actor, id: string, field: string): Promise<Buffer> {
    const user = mustBeDpo(actor);
    const { result } = await this.auditLog.transact(actor, async (transaction) => {
      const request = await this.vault.open(transaction, { organisationId: actor.organisationId, rightsRequestId: id });
      transaction.record('content.read', { user, purpose: 'casework' }, { rightsRequestId: id });
      return request.readBytes(transaction, field);
    });
    return result;
  }

  private async find(actor: Actor, id: string): Promise<RightsRequestRow> {
    return (await this.database.ask(actor, (executor) => this.requests.find(executor, id))) ?? refuse('not-found', {});
  }

  private async changeOf(transaction: AuditTransaction, row: RightsRequestRow): Promise<CaseChange> {
    const { organisationId } = transaction.actor;
    const request = await this.vault.open(transaction, { organisationId, rightsRequestId: row.id });
    const today = civilDateIn(transaction.now, row.timeZone);
    return {
      transaction,
      row,
      today,
      happened: (field, on) => refuseFaults(dayFaults(field, on, firstDayOf(row), today)),
      seal: (field, payload) => request.seal(transaction, field, payload),
      sealBytes: (field, bytes) => request.sealBytes(transaction, field, bytes),
      newId: () => transaction.actor.once?.id ?? uuidv7(this.clock.now().getTime()),
    };
  }
}

/** A request that was merged into this one may have come before it. */
function firstDayOf({ receivedOn, deadlineEvents }: RightsRequestRow): CivilDate {
  const days = deadlineEvents.map((event) => (event.type === 'extended' ? event.decidedOn : event.on));
  return [receivedOn as CivilDate, ...days].sort()[0] as CivilDate;
}

function dayFaults(field: string, on: CivilDate, first: CivilDate, today: CivilDate): readonly FieldProblem[] {
  if (on > today) {
    return [{ field, code: 'in-the-future' }];
  }
  return on < first ? [{ field, code: 'before-receipt', limit: first }] : [];
}

/** @throws Refusal invalid-input, if there is any */
export function refuseFaults(fields: readonly FieldProblem[]): void {
  if (fields.length > 0) {
    refuse('invalid-input', { fields });
  }
}

/** Reads what was typed and gathers what is wrong with it, so that all of it is said at once. */
export class Typed {
  readonly faults: FieldProblem[] = [];

  constructor(private readonly input: Readonly<Record<string, unknown>>) {}

  text(field: string, options: { readonly optional?: boolean; readonly limit?: number } = {}): string {
    const limit = options.limit ?? TEXT_LIMIT;
    const given = this.input[field];
    const text = typeof given === 'string' ? given.trim() : '';
    this.faults.push(...textProblems(field, text, limit, options.optional !== true));
    return text;
  }

  day(field: string): CivilDate {
    const day = parseCivilDate(this.input[field]);
    if (day === undefined) {
      this.faults.push({ field, code: 'not-a-date' });
    }
    return day ?? parseCivilDate('2000-01-01') ?? refuse('invalid-input', { fields: this.faults });
  }

  dayOrNone(field: string): CivilDate | null {
    return this.input[field] === undefined || this.input[field] === '' ? null : this.day(field);
  }

  oneOf<T extends string>(field: string, choices: readonly T[]): T {
    const chosen = choices.find((choice) => choice === this.input[field]);
    if (chosen === undefined) {
      this.faults.push({ field, code: 'unknown-value' });
    }
    return chosen ?? (choices[0] as T);
  }

  /** @throws Refusal invalid-input */
  check(): void {
    refuseFaults(this.faults);
  }
}
