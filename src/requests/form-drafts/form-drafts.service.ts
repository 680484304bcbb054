import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import type { Executor } from '../../platform/database/statement.js';
import {
  deleteDraft,
  deleteThisDraft,
  findDraft,
  putDraft,
  replaceDraft,
  type DraftPlace,
  type DraftRow,
} from './form-drafts.sql.js';
import { mustBeDpo } from '../request/permission.js';
import { RequestsService } from '../request/requests.service.js';
import { RequestVault } from '../sealed/request-vault.js';

export interface Draft {
  readonly savedAt: Date;
  /** By the name of the field, as it was typed. */
  readonly fields: Readonly<Record<string, string>>;
}

const KIND = /^[a-z][a-z-]{0,39}$/;
const FIELD = /^[A-Za-z][\w-]{0,39}$/;
const FIELDS_LIMIT = 20;
const TEXT_LIMIT = 100_000;

/**
 * What somebody has typed into a form of a request and not sent yet. No fact of the case: it moves no date and leaves
 * no entry. But it is as personal as what will be sent, so it lies under the request's key and goes with it (P6).
 */
@Injectable()
export class DraftsService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(RequestVault) private readonly vault: RequestVault,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** Instead of the draft before; one without text ends it. @throws Refusal not-found, content-erased, invalid-input */
  async save(actor: Actor, id: string, kind: string, fields: Draft['fields']): Promise<void> {
    const place = placeOf(actor, id, kind);
    await this.requests.get(actor, id);
    mustBeFields(fields);
    await this.database.writeTechnical(actor, async (transaction) => {
      if (isEmpty(fields)) {
        return deleteDraft(transaction, place);
      }
      await putDraft(transaction, place, await this.sealed(transaction, actor, place, fields));
    });
  }

  /**
   * As `save`, but only over a draft that `stands` says it was made from; held to in the write itself, so of two windows
   * that save in the same instant one is told. False: nothing was written. @throws as `save`
   */
  async saveOver(
    actor: Actor,
    id: string,
    kind: string,
    fields: Draft['fields'],
    stands: (before: Draft['fields'] | undefined) => boolean,
  ): Promise<boolean> {
    const place = placeOf(actor, id, kind);
    await this.requests.get(actor, id);
    mustBeFields(fields);
    return this.database.writeTechnical(actor, async (transaction) => {
      const before = await findDraft(transaction, place);
      if (!stands(before === undefined ? undefined : this.open(actor, place, before).fields)) {
        return false;
      }
      if (isEmpty(fields)) {
        return before === undefined || deleteThisDraft(transaction, place, before);
      }
      return replaceDraft(transaction, place, before, await this.sealed(transaction, actor, place, fields));
    });
  }

  /** Undefined: there is none, or no longer. */
  async find(actor: Actor, id: string, kind: string): Promise<Draft | undefined> {
    const place = placeOf(actor, id, kind);
    const row = await this.database.ask(actor, (executor) => findDraft(executor, place));
    return row === undefined ? undefined : this.open(actor, place, row);
  }

  /** It was sent, or is not wanted any more. Twice is once. */
  async discard(actor: Actor, id: string, kind: string): Promise<void> {
    const place = placeOf(actor, id, kind);
    await this.database.writeTechnical(actor, (transaction) => deleteDraft(transaction, place));
  }

  private open(actor: Actor, place: DraftPlace, row: DraftRow): Draft {
    const { organisationId } = actor;
    const request = this.vault.with({ organisationId, rightsRequestId: place.rightsRequestId }, row);
    const text = request.decrypt(fieldOf(place), row.ciphertext).toString('utf8');
    return { savedAt: row.savedAt, fields: JSON.parse(text) as Draft['fields'] };
  }

  private async sealed(executor: Executor, actor: Actor, place: DraftPlace, fields: Draft['fields']) {
    const { organisationId } = actor;
    const request = await this.vault.open(executor, { organisationId, rightsRequestId: place.rightsRequestId });
    const ciphertext = request.encrypt(fieldOf(place), Buffer.from(JSON.stringify(fields), 'utf8'));
    return { organisationId, at: this.clock.now(), ciphertext };
  }
}

/** @throws Refusal not-allowed, not-found */
function placeOf(actor: Actor, rightsRequestId: string, kind: string): DraftPlace {
  const userId = mustBeDpo(actor);
  return KIND.test(kind) ? { rightsRequestId, userId, kind } : refuse('not-found', {});
}

function isEmpty(fields: Draft['fields']): boolean {
  return Object.values(fields).every((value) => value.trim() === '');
}

function fieldOf({ userId, kind }: DraftPlace): string {
  return `draft-${userId}-${kind}`;
}

/** @throws Refusal invalid-input */
function mustBeFields(fields: Draft['fields']): void {
  const names = Object.keys(fields);
  const length = Object.values(fields).reduce((sum, value) => sum + value.length, 0);
  if (names.length > FIELDS_LIMIT || !names.every((name) => FIELD.test(name))) {
    refuse('invalid-input', { fields: [{ field: 'draft', code: 'unknown-field' }] });
  }
  if (length > TEXT_LIMIT) {
    refuse('invalid-input', { fields: [{ field: 'draft', code: 'too-long', limit: TEXT_LIMIT }] });
  }
}
