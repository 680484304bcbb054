import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { violatedConstraint } from '../../platform/database/sql-state.js';
import { uuidv7 } from '../../platform/ids.js';
import { mustBeDpo } from '../request/permission.js';
import {
  deleteView,
  insertView,
  startWith,
  VIEW_NAME_TAKEN,
  viewsOf,
  type WorklistView,
} from './worklist-views.sql.js';

export const VIEW_NAME_LIMIT = 60;
const VIEWS_LIMIT = 20;

/** Filters of the worklist that somebody keeps under a name: a convenience of one user, no fact of a case. */
@Injectable()
export class WorklistViewsService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** One's own, by name. */
  async list(actor: Actor): Promise<readonly WorklistView[]> {
    return this.database.ask(actor, (executor) => viewsOf(executor, actor.organisationId, mustBeDpo(actor)));
  }

  /** @param query filter and order as in the address of the list. @throws Refusal not-allowed, invalid-input (name) */
  async keep(actor: Actor, name: string, query: string): Promise<void> {
    const userId = mustBeDpo(actor);
    const known = await this.list(actor);
    mustBeName(name.trim(), known.length);
    const view = { id: uuidv7(this.clock.now().getTime()), name: name.trim(), query };
    try {
      await this.database.writeTechnical(actor, (transaction) =>
        insertView(transaction, actor.organisationId, userId, view),
      );
    } catch (error) {
      if (violatedConstraint(error) === VIEW_NAME_TAKEN) {
        refuse('invalid-input', { fields: [{ field: 'name', code: 'only-once' }] });
      }
      throw error;
    }
  }

  /** Twice is once. */
  async drop(actor: Actor, id: string): Promise<void> {
    const userId = mustBeDpo(actor);
    await this.database.writeTechnical(actor, (transaction) =>
      deleteView(transaction, actor.organisationId, userId, id),
    );
  }

  /** With this one the list opens; with none of them where `id` is null. */
  async start(actor: Actor, id: string | null): Promise<void> {
    const userId = mustBeDpo(actor);
    await this.database.writeTechnical(actor, (transaction) =>
      startWith(transaction, actor.organisationId, userId, id),
    );
  }
}

/** @throws Refusal invalid-input (name) */
function mustBeName(name: string, known: number): void {
  if (name === '') {
    refuse('invalid-input', { fields: [{ field: 'name', code: 'required' }] });
  }
  if (name.length > VIEW_NAME_LIMIT) {
    refuse('invalid-input', { fields: [{ field: 'name', code: 'too-long', limit: VIEW_NAME_LIMIT }] });
  }
  if (known >= VIEWS_LIMIT) {
    refuse('invalid-input', { fields: [{ field: 'name', code: 'too-many', limit: VIEWS_LIMIT }] });
  }
}
