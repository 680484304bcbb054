import { Inject, Injectable } from '@nestjs/common';
import { queryOf } from '../../domain/finding/person-words.js';
import { refuse } from '../../domain/problem.js';
import { systemActor, WORKER_SCOPE, type Actor } from '../../audit/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { membershipsOf } from '../../identity/identity.sql.js';
import { Database } from '../../platform/database/database.js';
import type { Executor } from '../../platform/database/statement.js';
import { RequestVault } from '../sealed/request-vault.js';
import { CONTENT_FIELD, type RequestContent } from '../sealed/content.js';
import { findSealed } from '../sealed/sealed-fields.sql.js';
import { mustBeDpo } from '../request/permission.js';
import { RightsRequestsRepository, type RightsRequestRow } from '../request/rights-requests.repository.js';
import { lastChecks, type LastCheck } from './last-checks.sql.js';
import { findByReference, findByWords, keepPersonWords, requestsWithoutWords } from './person-words.sql.js';
import { personWordValues, wordValue } from './word-values.js';

/** So many are shown; who finds more is asked for more. */
export const FOUND_LIMIT = 50;
const BATCH = 200;

export interface FoundCase {
  readonly row: RightsRequestRow;
  readonly organisationId: string;
  /** How the last identity check of the case stands; undefined: there was none. */
  readonly identity: LastCheck['state'] | undefined;
}

export interface Found {
  readonly cases: readonly FoundCase[];
  /** There are others; they are not shown. */
  readonly more: boolean;
}

/**
 * Finds cases by the person or by part of the reference, over all states and every organisation in which the user is
 * the data protection officer. That somebody searched is an entry; what for is kept nowhere in it.
 */
@Injectable()
export class FindingService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(RequestVault) private readonly vault: RequestVault,
    @Inject(RightsRequestsRepository) private readonly requests: RightsRequestsRepository,
  ) {}

  /** @throws Refusal not-allowed, invalid-input (q) */
  async search(actor: Actor, typed: string): Promise<Found> {
    const user = mustBeDpo(actor);
    const found = await this.look(actor, typed);
    for (const organisationId of await this.organisationsOf(actor)) {
      const cases = found.cases.filter((one) => one.organisationId === organisationId).length;
      await this.auditLog.transact({ ...actor, organisationId }, (transaction) =>
        Promise.resolve(transaction.record('person.searched', { user, found: cases })),
      );
    }
    return found;
  }

  /** As `search`, for showing again what was found: no entry. @throws Refusal not-allowed, invalid-input (q) */
  async look(actor: Actor, typed: string): Promise<Found> {
    mustBeDpo(actor);
    const query = queryOf(typed);
    const part = referencePart(typed);
    if (!query.ok && (query.why === 'too-long' || part === undefined)) {
      refuse('invalid-input', { fields: [{ field: 'q', code: query.why, limit: query.why === 'too-long' ? 200 : 3 }] });
    }
    const words = query.ok ? query.words : [];
    const cases: FoundCase[] = [];
    for (const organisationId of await this.organisationsOf(actor)) {
      const there: Actor = { ...actor, organisationId, roles: ['dpo'] };
      const ids = await this.database.ask(there, (executor) => this.idsOf(executor, organisationId, words, part));
      cases.push(...(await this.casesOf(there, ids.slice(0, FOUND_LIMIT + 1 - cases.length))));
    }
    return { cases: cases.slice(0, FOUND_LIMIT), more: cases.length > FOUND_LIMIT };
  }

  /** Makes the words of requests that were recorded without them. Idempotent; a batch, until none is left. */
  async keepMissingWords(): Promise<void> {
    for (;;) {
      const missing = await this.database.ask(WORKER_SCOPE, (executor) => requestsWithoutWords(executor, BATCH));
      for (const place of missing) {
        await this.database.writeTechnical(systemActor(place.organisationId), async (transaction) =>
          keepPersonWords(transaction, place, await this.valuesOf(transaction, place)),
        );
      }
      if (missing.length < BATCH) {
        return;
      }
    }
  }

  private async valuesOf(
    executor: Executor,
    place: { readonly rightsRequestId: string; readonly organisationId: string },
  ): Promise<readonly string[]> {
    const sealed = await findSealed(executor, place.rightsRequestId, CONTENT_FIELD);
    if (sealed === undefined) {
      return [];
    }
    const content = this.vault.with(place, sealed).opened<RequestContent>(CONTENT_FIELD, sealed.ciphertext);
    return personWordValues(this.vault, place.organisationId, content);
  }

  private async idsOf(
    executor: Executor,
    organisationId: string,
    words: readonly string[],
    part: string | undefined,
  ): Promise<readonly string[]> {
    const values = words.map((word) => wordValue(this.vault, organisationId, word));
    // Sent together: a reading transaction takes no statement after its end.
    const [byReference, byWords] = await Promise.all([
      part === undefined ? [] : findByReference(executor, organisationId, part, FOUND_LIMIT + 1),
      values.length === 0 ? [] : findByWords(executor, organisationId, values, FOUND_LIMIT + 1),
    ]);
    return [...new Set([...byReference, ...byWords])];
  }

  private async casesOf(actor: Actor, ids: readonly string[]): Promise<readonly FoundCase[]> {
    if (ids.length === 0) {
      return [];
    }
    const [rows, checks] = await this.database.ask(actor, (executor) =>
      Promise.all([this.requests.findMany(executor, ids), lastChecks(executor, ids)]),
    );
    const { organisationId } = actor;
    return rows.map((row) => ({
      row,
      organisationId,
      identity: checks.find(({ rightsRequestId }) => rightsRequestId === row.id)?.state,
    }));
  }

  private async organisationsOf(actor: Actor): Promise<readonly string[]> {
    const { userId, organisationId } = actor;
    if (userId === null) {
      return [organisationId];
    }
    const memberships = await this.database.ask(WORKER_SCOPE, (executor) => membershipsOf(executor, userId));
    const others = memberships
      .filter(({ roles, ended, organisationId: id }) => !ended && roles.includes('dpo') && id !== organisationId)
      .map(({ organisationId: id }) => id);
    return [organisationId, ...others];
  }
}

/** What may be part of a reference, in its alphabet: O is 0 there, I and L are 1. */
function referencePart(typed: string): string | undefined {
  const word = typed.trim().toUpperCase();
  if (!/^[A-Z0-9-]{3,40}$/.test(word)) {
    return undefined;
  }
  return word.includes('-') ? word : word.replaceAll('O', '0').replaceAll(/[IL]/g, '1');
}
