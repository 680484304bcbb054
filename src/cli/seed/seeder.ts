import { sha256 } from '../../domain/log/sha256.js';
import { canonicalJson } from '../../domain/log/canonical-json.js';
import { entryBytes, type EntryActor, type LogEntry } from '../../domain/log/entry.js';
import type { EventFacts, EventName } from '../../domain/log/events.js';
import { systemActor } from '../../audit/actor.js';
import { createLog } from '../../audit/log.sql.js';
import {
  insertDesignation,
  insertInstruction,
  saveChannel,
  saveOrganisation,
} from '../../organisations/organisations.sql.js';
import { recipientsHash } from '../../domain/forwarding/recipients-hash.js';
import type { OrganisationProfile } from '../../organisations/profile.js';
import type { Database } from '../../platform/database/database.js';
import type { Executor } from '../../platform/database/statement.js';
import { Chance } from './chance.js';
import { actAsOwner, appendSeeded, insertSeeded, moveHead, type SeededEntry } from './seed.sql.js';
import { SyntheticLives, type SyntheticEvent, type SyntheticPlace, type SyntheticRequest } from './synthetic-life.js';

export interface SeedOrder {
  readonly profile: OrganisationProfile;
  readonly requests: number;
  /** Moments; nothing is told from the end on. */
  readonly from: number;
  readonly until: number;
}

const REQUESTS_AT_A_TIME = 2_000;
/** Between the founding of the organisation and its first request. */
const PREPARATION_MS = 60_000;

interface Pending extends SyntheticEvent {
  readonly request: string;
}

/**
 * Fills a new organisation with synthetic requests of the past: whole entries in a log that the verifier accepts, rows
 * as after an erasure. Not by `AuditLog.transact`, which gives entries the present time; nobody else writes to this log.
 */
export class Seeder {
  private readonly chance: Chance;
  private readonly pending = new Heap();
  private readonly organisationId: string;
  private entries: SeededEntry[] = [];
  private size = 0;
  private lastAt = 0;

  constructor(
    private readonly database: Database,
    private readonly order: SeedOrder,
  ) {
    // By its name, so that two organisations of one store have nothing in common.
    this.chance = new Chance(Buffer.from(sha256(Buffer.from(order.profile.slug, 'utf8'))).readInt32BE(0));
    this.organisationId = this.chance.uuid(order.from);
  }

  /** In one transaction: a server that runs beside sees the organisation when it is whole, and writes to it only then. */
  async run(onProgress: (done: number, total: number) => void): Promise<{ organisationId: string; entries: number }> {
    await this.database.writeTechnical(systemActor(this.organisationId), async (transaction) => {
      await actAsOwner(transaction);
      await this.fill(transaction, onProgress);
    });
    return { organisationId: this.organisationId, entries: this.size };
  }

  private async fill(transaction: Executor, onProgress: (done: number, total: number) => void): Promise<void> {
    const { requests, from, until } = this.order;
    const place = await this.found(transaction);
    const dpo: EntryActor = `user:${place.dpo}`;
    const lives = new SyntheticLives(place, this.chance, until);
    const begin = from + PREPARATION_MS;
    const step = (until - begin) / requests;
    for (let done = 0; done < requests; done += REQUESTS_AT_A_TIME) {
      const batch: (SyntheticRequest & { reference: string })[] = [];
      for (let at = done; at < Math.min(done + REQUESTS_AT_A_TIME, requests); at += 1) {
        const recordedAt = Math.floor(begin + (at + this.chance.next()) * step);
        const reference = `${this.order.profile.referencePrefix}-${new Date(recordedAt).getUTCFullYear()}-S${String(at).padStart(6, '0')}`;
        const life = { ...lives.at(recordedAt), reference };
        batch.push(life);
        life.events.forEach((event) => this.pending.push({ ...event, request: life.id }));
        this.settle(recordedAt - 1, dpo);
      }
      await this.write(transaction, place, batch);
      onProgress(Math.min(done + REQUESTS_AT_A_TIME, requests), requests);
    }
    this.settle(until, dpo);
    await this.write(transaction, place, []);
  }

  /** Organisation, channels, designation and instruction, with their entries. */
  private async found(transaction: Executor): Promise<SyntheticPlace> {
    const { profile, from } = this.order;
    const { organisationId } = this;
    const now = new Date(from);
    const channels = profile.channels.map((channel) => ({ ...channel, id: this.chance.uuid(from) }));
    const [instruction, designation] = [this.chance.uuid(from), this.chance.uuid(from)];
    const recipients = recipientsHash([profile.designation.email]);
    await saveOrganisation(transaction, organisationId, profile, now);
    await createLog(transaction, organisationId);
    const { slug, land } = profile;
    // For ever: whoever verifies any of it is told that it never happened.
    this.tell('organisation.created', { slug, profile: hashOf(profile), land, synthetic: true });
    for (const [position, channel] of channels.entries()) {
      await saveChannel(transaction, { ...channel, organisationId, position, active: true });
      this.tell('channel.added', { channel: channel.id, kind: channel.kind, active: true });
    }
    const validFrom = now;
    await insertDesignation(
      transaction,
      { id: designation, organisationId, deputy: false, validFrom },
      profile.designation,
    );
    this.tell('designation.set', { designation, validFrom: now.toISOString(), recipients, deputy: false });
    const { textDe, textEn, ...limits } = profile.instruction;
    await insertInstruction(transaction, instruction, organisationId, profile.instruction);
    this.tell('instruction.issued', { instruction, ...limits, text: hashOf({ de: textDe, en: textEn }) });
    await this.flush(transaction);
    return {
      ...{ timeZone: profile.timeZone, land: profile.land, channels, dpo: this.chance.uuid(from) },
      instruction: { ...profile.instruction, id: instruction },
      designation: { id: designation, recipients },
    };
  }

  private tell<E extends EventName>(event: E, facts: EventFacts[E]): void {
    this.append({ at: this.order.from, event, facts, byDpo: false }, undefined, 'cli');
  }

  /** Everything up to a moment, in the order of time. */
  private settle(until: number, dpo: EntryActor): void {
    for (let next = this.pending.first; next !== undefined && next.at <= until; next = this.pending.first) {
      this.pending.shift();
      this.append(next, next.request, next.byDpo ? dpo : 'system');
    }
  }

  private append({ at, event, facts }: SyntheticEvent, request: string | undefined, actor: EntryActor): void {
    this.lastAt = Math.max(this.lastAt, at);
    const entry: LogEntry = {
      ...{ v: 1, id: this.chance.uuid(at), at: new Date(this.lastAt).toISOString(), event, actor },
      subject: request === undefined ? { organisation: this.organisationId } : { request },
      facts: facts as never,
    };
    const line = Buffer.from(entryBytes(entry)).toString('utf8');
    this.entries.push({ line, event, request: request ?? null, at: new Date(this.lastAt) });
  }

  private async write(
    transaction: Executor,
    place: SyntheticPlace,
    batch: readonly (SyntheticRequest & { readonly reference: string })[],
  ): Promise<void> {
    await insertSeeded(transaction, this.organisationId, place, batch, new Date(this.order.until));
    await this.flush(transaction);
  }

  private async flush(transaction: Executor): Promise<void> {
    const { entries, size } = this;
    await appendSeeded(transaction, this.organisationId, size, entries);
    await moveHead(transaction, this.organisationId, size + entries.length, new Date(this.lastAt));
    this.size += entries.length;
    this.entries = [];
  }
}

/** What is still to come, the earliest first; of one moment, what was told first. */
class Heap {
  private readonly items: { readonly pending: Pending; readonly turn: number }[] = [];
  private turns = 0;

  get first(): Pending | undefined {
    return this.items[0]?.pending;
  }

  push(pending: Pending): void {
    let at = this.items.length;
    this.items.push({ pending, turn: (this.turns += 1) });
    for (let above = (at - 1) >> 1; at > 0 && this.isBefore(at, above); above = (at - 1) >> 1) {
      this.swap(at, above);
      at = above;
    }
  }

  shift(): void {
    const last = this.items.pop();
    if (last === undefined || this.items.length === 0) {
      return;
    }
    this.items[0] = last;
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = left < this.items.length && this.isBefore(left, at) ? left : at;
      least = right < this.items.length && this.isBefore(right, least) ? right : least;
      if (least === at) {
        return;
      }
      this.swap(at, least);
      at = least;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const [one, other] = [this.items[a], this.items[b]];
    return one !== undefined && other !== undefined && (one.pending.at - other.pending.at || one.turn - other.turn) < 0;
  }

  private swap(a: number, b: number): void {
    const [one, other] = [this.items[a], this.items[b]];
    if (one !== undefined && other !== undefined) {
      this.items[a] = other;
      this.items[b] = one;
    }
  }
}

function hashOf(value: unknown): string {
  return Buffer.from(sha256(Buffer.from(canonicalJson(value)))).toString('base64');
}
