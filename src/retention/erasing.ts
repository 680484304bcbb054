import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn, type CivilDate } from '../domain/civil-date.js';
import { classOfField, type RetentionClass } from '../domain/retention/classes.js';
import { dueClasses, type PlannedErasure } from '../domain/retention/plan.js';
import { rulesOf } from '../domain/retention/rules.js';
import type { EventFacts } from '../domain/log/events.js';
import type { Actor } from '../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../audit/audit-log.js';
import { Clock } from '../platform/clock.js';
import { uuidv7 } from '../platform/ids.js';
import { CERTIFICATE_JOB, Certificates } from './certificates.js';
import { KeptOpenings } from './kept-openings.js';
import { RequestVault, type OpenRequest } from '../requests/sealed/request-vault.js';
import { findRequestKey } from '../requests/sealed/request-key.sql.js';
import { COPY_PLACES, noteCopies } from './copies.sql.js';
import {
  countHeld,
  currentRules,
  deleteJobs,
  deleteSealed,
  destroyKey,
  eraseFromTables,
  forgetFailure,
  holdRequest,
  insertErasure,
  mailIdsOf,
  outgoingMessages,
  replaceKey,
  sealedFields,
  sealedRows,
} from './erasing.sql.js';
import { retentionFactsOf } from './facts.sql.js';

/** Jobs that are about what was erased, and have to be done all the same. */
export const LASTING_JOBS = ['sweep-erasure', CERTIFICATE_JOB] as const;
export const SWEEP_ERASURE_JOB = 'sweep-erasure';

/** What goes although its day is judged no more: a restored backup brought it back. */
export interface Restored {
  readonly classes: readonly RetentionClass[];
}

export interface Erased {
  readonly id: string;
  readonly classes: readonly RetentionClass[];
  readonly whole: boolean;
}

/** Nothing was due, or somebody else was faster: rolls back what has only been looked at. */
class NothingDue extends Error {}

/**
 * Erases what is due of one request, in one commit with its entry: the key first, then what was sealed under it, drafts,
 * indexes, jobs. Where something stays, it goes on under a new key, so that the old one opens nothing any more, neither
 * here nor in a backup. What lies outside the database follows in a job of the same commit.
 */
@Injectable()
export class Erasing {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(RequestVault) private readonly vault: RequestVault,
    @Inject(KeptOpenings) private readonly openings: KeptOpenings,
    @Inject(Certificates) private readonly certificates: Certificates,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Undefined: nothing of it is due now. Repeatable; of two at once one does it. */
  async erase(actor: Actor, id: string, restored?: Restored): Promise<Erased | undefined> {
    try {
      const { result } = await this.auditLog.transact(acting(actor), (transaction) =>
        this.eraseIn(transaction, id, restored),
      );
      return result;
    } catch (error) {
      if (error instanceof NothingDue) {
        return undefined;
      }
      throw error;
    }
  }

  private async eraseIn(transaction: AuditTransaction, id: string, restored?: Restored): Promise<Erased> {
    const row = await holdRequest(transaction, id);
    if (row === undefined) {
      throw new NothingDue();
    }
    const { organisationId } = transaction.actor;
    const { version, rules } = await currentRules(transaction, organisationId);
    const today = civilDateIn(this.clock.now(), row.timeZone);
    const planned = restored?.classes ?? (await this.dueOf(transaction, id, rules, today));
    const due = new Map(planned.map((one) => (typeof one === 'string' ? [one, undefined] : [one.class, one])));
    const goes = await this.select(transaction, id, new Set(due.keys()));
    if (goes.counts.size === 0) {
      throw new NothingDue();
    }
    const mailIds = await mailIdsOf(transaction, id);
    // Only of a case that was worked and closed: whoever never asked for anything is not written to.
    const told = restored === undefined && row.state === 'closed' && goes.counts.has('message');
    const address = told ? await this.addressOf(transaction, id) : undefined;
    const how = await this.carryOut(transaction, id, goes, due.has('openings'));
    const whole = how === 'key-destroyed';
    const erasure = uuidv7(this.clock.now().getTime());
    const classes = [...goes.counts.keys()];
    const bases = classes.map((one) => due.get(one)?.basis).filter((basis) => basis !== undefined);
    transaction.record(
      'content.erased',
      {
        erasure,
        how,
        rules: version,
        basis: restored === undefined ? strongest(bases) : 'restored',
        ...Object.fromEntries(goes.counts),
      },
      { rightsRequestId: id },
    );
    if (classes.includes('message')) {
      await noteCopies(transaction, { organisationId, id }, COPY_PLACES, () => uuidv7(this.clock.now().getTime()));
    }
    await insertErasure(transaction, {
      ...{ id: erasure, organisationId, rightsRequestId: id, erasedAt: transaction.now },
      ...{ classes, rulesVersion: version, whole, mailIds },
    });
    if (address !== undefined) {
      await this.certificates.order(transaction, { id: erasure, rightsRequestId: id }, address);
    }
    await forgetFailure(transaction, id);
    if (whole) {
      await deleteJobs(transaction, organisationId, mailIds, LASTING_JOBS);
    }
    transaction.enqueue({ kind: SWEEP_ERASURE_JOB, subjectId: erasure });
    return { id: erasure, classes, whole };
  }

  private async dueOf(
    transaction: AuditTransaction,
    id: string,
    rules: Parameters<typeof rulesOf>[0],
    today: CivilDate,
  ): Promise<readonly PlannedErasure[]> {
    const facts = (await retentionFactsOf(transaction, [id])).get(id);
    return facts === undefined ? [] : dueClasses(facts, rulesOf(rules), today);
  }

  /** What there is of the classes, and what of the sealed fields stays. */
  private async select(
    transaction: AuditTransaction,
    id: string,
    classes: ReadonlySet<RetentionClass>,
  ): Promise<Selection> {
    const [fields, outgoing, held] = await Promise.all([
      sealedFields(transaction, id),
      outgoingMessages(transaction, id),
      countHeld(transaction, id),
    ]);
    const counts = new Map([...held].filter(([one]) => classes.has(one)));
    const gone = fields.filter((field) => classes.has(classOfField(field, outgoing)));
    for (const field of gone) {
      const one = classOfField(field, outgoing);
      counts.set(one, (counts.get(one) ?? 0) + 1);
    }
    const stays = fields.filter((field) => !gone.includes(field));
    return { classes, counts, gone, stays };
  }

  private async carryOut(
    transaction: AuditTransaction,
    id: string,
    goes: Selection,
    openingsDue: boolean,
  ): Promise<How> {
    const place = { organisationId: transaction.actor.organisationId, rightsRequestId: id };
    const key = await findRequestKey(transaction, id);
    if (key === undefined || (goes.gone.length === 0 && goes.stays.length > 0)) {
      await eraseFromTables(transaction, id, goes.classes);
      return 'rows-deleted';
    }
    const old = this.readable(place, key);
    if (!openingsDue && old !== undefined) {
      await this.openings.keep(transaction, place, old, goes.gone);
    }
    if (goes.stays.length === 0) {
      await destroyKey(transaction, id);
      await deleteSealed(transaction, id);
      await eraseFromTables(transaction, id, goes.classes);
      return 'key-destroyed';
    }
    await this.goOnUnderNewKey(transaction, place, this.vault.with(place, key), goes.stays);
    await eraseFromTables(transaction, id, goes.classes);
    return 'under-new-key';
  }

  /** Where a certificate may go; undefined where there is no mail address, or it cannot be read any more. */
  private async addressOf(transaction: AuditTransaction, id: string): Promise<string | undefined> {
    const place = { organisationId: transaction.actor.organisationId, rightsRequestId: id };
    const key = await findRequestKey(transaction, id);
    const request = key && this.readable(place, key);
    return request && this.certificates.addressOf(transaction, id, request);
  }

  /** Undefined: the key above it is gone, and with it what this one would open. Erasing needs to read nothing. */
  private readable(
    place: { readonly organisationId: string; readonly rightsRequestId: string },
    key: { readonly epoch: number; readonly wrapped: Buffer },
  ): OpenRequest | undefined {
    try {
      return this.vault.with(place, key);
    } catch {
      return undefined;
    }
  }

  private async goOnUnderNewKey(
    transaction: AuditTransaction,
    place: { readonly organisationId: string; readonly rightsRequestId: string },
    old: OpenRequest,
    fields: readonly string[],
  ): Promise<void> {
    const { request, key } = this.vault.create(place);
    const surviving = await sealedRows(transaction, place.rightsRequestId, fields);
    await replaceKey(transaction, place.rightsRequestId, key);
    await deleteSealed(transaction, place.rightsRequestId);
    for (const { field, ciphertext } of surviving) {
      transaction.seal({ ...place, field, ciphertext: request.encrypt(field, old.decrypt(field, ciphertext)) });
    }
  }
}

interface Selection {
  readonly classes: ReadonlySet<RetentionClass>;
  readonly counts: ReadonlyMap<RetentionClass, number>;
  readonly gone: readonly string[];
  readonly stays: readonly string[];
}

type How = EventFacts['content.erased']['how'];
type Basis = EventFacts['content.erased']['basis'];

/** Of several reasons the one that kept longest. */
const STRENGTH: readonly Basis[] = [
  'purpose-reached',
  'remedy-period',
  'authority-concluded',
  'restriction-lifted',
  'limitation',
];

function strongest(bases: readonly Basis[]): Basis {
  return [...bases].sort((a, b) => STRENGTH.indexOf(b) - STRENGTH.indexOf(a))[0] ?? 'purpose-reached';
}

/** Whoever orders it is named; what has to be reached in the database, the program itself reaches. */
function acting(actor: Actor): Actor {
  return { ...actor, roles: ['system'] };
}
