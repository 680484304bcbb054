import { Inject, Injectable } from '@nestjs/common';
import { recipientsHash } from '../domain/forwarding/recipients-hash.js';
import { parseCheckpoint } from '../domain/log/checkpoint.js';
import { sameBytes } from '../domain/log/encoding.js';
import type { LogEntry } from '../domain/log/entry.js';
import { HASH_BYTES, leafHash } from '../domain/log/merkle.js';
import { RunTree } from '../domain/log/run-tree.js';
import { TILE_WIDTH, type TilePlace } from '../domain/log/tiles.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { LOGGER, type Log } from '../platform/logging/log.js';
import { systemActor, WORKER_SCOPE } from './actor.js';
import { AuditLog } from './audit-log.js';
import { entriesFrom, type StoredEntry } from './log.sql.js';
import { LogAlarms, type OpenAlarm } from './log-alarms.js';
import { lastRound, saveRound } from './alarms.sql.js';
import { HALT_KINDS, LogStanding, type Ask, type Halt } from './log-standing.js';
import { entryIn, rowDifferences } from './row-differences.js';
import { countRequests, designationRows, instructionIds, roleRows, unrecordedRequests } from './row-differences.sql.js';
import { HouseFold } from './house-differences.js';
import {
  checkpointsBetween,
  hasStrays,
  latestCheckpoint,
  logsWithTree,
  putAsideStrays,
  readTiles,
  untoldStrays,
  type StoredCheckpoint,
} from './tree.sql.js';

/** What no longer is as it was signed. */
export type Damage =
  /** An entry is not the one that was built into the tree, or is gone. */
  | { readonly kind: 'entry'; readonly index: number }
  /** The entries are whole, but not those that the signed root is over. */
  | { readonly kind: 'root'; readonly size: number }
  | Halt;

export interface MonitorState {
  readonly damage: Damage | null;
  /** End of the last whole round without damage; null before the first. */
  readonly verifiedAt: Date | null;
  /** Entries that round was over. */
  readonly size: number;
}

const ROW_KINDS = [
  'entry-malformed',
  'columns',
  'request-row',
  'request-content',
  'forwarding-row',
  'claim-row',
  'instruction-row',
  'designation-row',
  'role-row',
] as const;
const DAMAGE_KINDS = ['entry', 'root', ...HALT_KINDS] as const;

const NOTHING_YET: MonitorState = { damage: null, verifiedAt: null, size: 0 };
/** Per sweep and log: some milliseconds of hashing. */
const ENTRIES_A_SWEEP = 20 * TILE_WIDTH;

/** Alarms of rows a round: behind so many there is one cause. */
const ROWS_TOLD = 20;
const NO_HASH = new Uint8Array();
const TILE_HEIGHT = 8;

interface Round {
  readonly checkpoint: StoredCheckpoint;
  readonly tree: RunTree;
  readonly house: HouseFold;
  /** Rows and columns that contradict the entries. */
  readonly found: { readonly kind: (typeof ROW_KINDS)[number]; readonly place: string | number }[];
}

/**
 * Verifies the stored logs again and again, a slice at a time: each entry against the tile it was hashed into, and at
 * the end of a round the whole against its signed root. What a database administrator changes is found, and named.
 */
@Injectable()
export class Monitor {
  private readonly rounds = new Map<string, Round>();
  private readonly known = new Map<string, MonitorState>();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(LogStanding) private readonly standing: LogStanding,
    @Inject(LogAlarms) private readonly alarms: LogAlarms,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  /** As every process sees it: rounds end in the one that works, and the pages may be served by another. */
  async state(organisationId: string): Promise<MonitorState> {
    const [open, last] = await Promise.all([
      this.alarms.open(organisationId),
      this.database.ask(systemActor(organisationId), (executor) => lastRound(executor, organisationId)),
    ]);
    const found = open.find(({ kind, goneAt }) => goneAt === null && isDamageKind(kind));
    return {
      damage: found === undefined ? null : damageOf(found),
      verifiedAt: last?.verifiedAt ?? null,
      size: last?.size ?? 0,
    };
  }

  /** Organisations whose log is not as it was signed. */
  get damaged(): ReadonlyMap<string, Damage> {
    const found = [...this.known].flatMap(([id, { damage }]) => (damage === null ? [] : [[id, damage] as const]));
    return new Map(found);
  }

  /** The next slice of each log. */
  async sweep(): Promise<void> {
    for (const { id, slug } of await this.database.ask(WORKER_SCOPE, (executor) => logsWithTree(executor))) {
      await this.verifySlice(id, slug);
    }
  }

  /** All of one log, at once. */
  async verifyWhole(id: string, slug: string): Promise<MonitorState> {
    this.rounds.delete(id);
    do {
      await this.verifySlice(id, slug);
    } while (this.rounds.has(id));
    return this.state(id);
  }

  private async verifySlice(id: string, slug: string): Promise<void> {
    const round = this.rounds.get(id) ?? (await this.begin(id, slug));
    if (round === undefined) {
      return;
    }
    this.rounds.set(id, round);
    const damage = await this.hashOn(id, round);
    const { size, root } = round.checkpoint;
    if (damage !== undefined) {
      await this.end(id, slug, damage);
    } else if (round.tree.count === size) {
      const isSigned = round.tree.isIn(size, root, [], []);
      if (isSigned) {
        await this.compareHouse(id, round);
      }
      await this.end(id, slug, isSigned ? null : { kind: 'root', size });
    }
  }

  /** A round is over the newest checkpoint; before it, the log must still be the one known outside. */
  private async begin(id: string, slug: string): Promise<Round | undefined> {
    const halt = await this.standing.halt({ id, slug });
    if (halt !== undefined) {
      await this.end(id, slug, halt);
      return undefined;
    }
    await this.tellStrays(id);
    for (const place of this.standing.changedCopies({ id, slug })) {
      await this.alarms.raise(id, 'copy-changed', place);
    }
    const latest = await this.database.ask(systemActor(id), (executor) => latestCheckpoint(executor, id));
    return latest === undefined
      ? undefined
      : { checkpoint: latest, tree: new RunTree(0), house: new HouseFold(), found: [] };
  }

  /** Rows that somebody put behind the log's end: out of the way at once, and told. */
  private async tellStrays(id: string): Promise<void> {
    const ask: Ask = (question) => this.database.ask(systemActor(id), question);
    if (await ask((executor) => hasStrays(executor, id))) {
      await this.database.writeTechnical(systemActor(id), (executor) => putAsideStrays(executor, id));
    }
    for (const { kind, index } of await ask((executor) => untoldStrays(executor, id))) {
      await this.alarms.raise(id, kind, index);
    }
  }

  /**
   * Hashes the next entries into the round's tree: each compared with what the tiles hold of it, each node with the tiles
   * above, each root with the checkpoint that was signed over it; then what stands beside the entries, and the rows that
   * they explain.
   */
  private async hashOn(id: string, round: Round): Promise<Damage | undefined> {
    const { checkpoint, tree } = round;
    const first = tree.count;
    const limit = Math.min(ENTRIES_A_SWEEP, checkpoint.size - first);
    const [entries, tiles, kept] = await this.database.ask(systemActor(id), (executor) =>
      Promise.all([
        entriesFrom(executor, id, first, limit),
        readTiles(executor, id, tilesOver(first, first + limit)),
        checkpointsBetween(executor, id, first, first + limit),
      ]),
    );
    const { origin } = parseCheckpoint(checkpoint.note) ?? { origin: '' };
    const signed = new Map(kept.filter(({ note }) => note.startsWith(`${origin}\n`)).map((one) => [one.size, one]));
    const hashes = new Map(tiles.map((tile) => [`${tile.level}/${tile.index}`, tile.hashes]));
    /** Level of the tree where a tile holds another hash than what was computed. */
    let strange: number | undefined;
    const compare = (level: number, index: number, hash: Uint8Array) => {
      if (level % TILE_HEIGHT === 0) {
        const within = (index % TILE_WIDTH) * HASH_BYTES;
        const tile = hashes.get(`${level / TILE_HEIGHT}/${Math.floor(index / TILE_WIDTH)}`) ?? NO_HASH;
        strange ??= sameBytes(tile.subarray(within, within + HASH_BYTES), hash) ? undefined : level;
      }
    };
    for (let at = 0; at < limit; at += 1) {
      const index = first + at;
      const entry = entries[at];
      if (entry?.index !== index) {
        return { kind: 'entry', index };
      }
      tree.add(leafHash(entry.bytes), compare);
      if (strange !== undefined) {
        // Its leaf is in the tiles as it is, but they do not fit one another: which of the entries it was is not known.
        return strange === 0 ? { kind: 'entry', index } : { kind: 'root', size: index + 1 };
      }
      const then = signed.get(index + 1);
      const root = then === undefined ? undefined : tree.root();
      if (then !== undefined && !(root !== undefined && sameBytes(then.root, root) && rootIn(then.note, root))) {
        return { kind: 'root', size: index + 1 };
      }
    }
    await this.compareRows(id, round, entries);
    return undefined;
  }

  /** Nothing here is hashed, so nothing here stops the signing; each difference is named. */
  private async compareRows(id: string, round: Round, entries: readonly StoredEntry[]): Promise<void> {
    const known = entries.map((stored) => ({ stored, entry: entryIn(stored.bytes) }));
    const malformed = known.filter(({ entry }) => entry === undefined);
    const columns = known.filter(({ stored, entry }) => entry !== undefined && !agree(stored, entry));
    const ask: Ask = (question) => this.database.ask(systemActor(id), question);
    const parsed = known.flatMap(({ entry }) => entry ?? []);
    parsed.forEach((entry) => round.house.add(entry));
    const slice = { entries: parsed, end: round.tree.count, synthetic: round.house.synthetic };
    // Looked at twice: what somebody was writing just then is no difference.
    const first = await rowDifferences(ask, id, slice);
    const second = first.length === 0 ? [] : await rowDifferences(ask, id, slice);
    const rows = first.filter((one) => second.some(({ kind, place }) => kind === one.kind && place === one.place));
    await this.found(id, round, [
      ...malformed.map(({ stored }) => ({ kind: 'entry-malformed' as const, place: stored.index })),
      ...columns.map(({ stored }) => ({ kind: 'columns' as const, place: stored.index })),
      ...rows,
    ]);
  }

  /** At the end of a round, with what was entered since it began: one snapshot of entries and rows. */
  private async compareHouse(id: string, round: Round): Promise<void> {
    const { house } = round;
    const [entries, designations, roles, instructions, requests] = await this.database.ask(
      systemActor(id),
      (executor) =>
        Promise.all([
          entriesFrom(executor, id, round.tree.count, ENTRIES_A_SWEEP),
          designationRows(executor, id),
          roleRows(executor, id),
          instructionIds(executor, id),
          countRequests(executor, id),
        ]),
    );
    if (entries.length === ENTRIES_A_SWEEP) {
      // More than a slice has come meanwhile: the next round compares.
      return;
    }
    entries.flatMap(({ bytes }) => entryIn(bytes) ?? []).forEach((entry) => house.add(entry));
    const unrecorded =
      requests === house.requests
        ? []
        : await this.database.ask(systemActor(id), (executor) => unrecordedRequests(executor, id));
    await this.found(id, round, [
      ...house.differences({ designations, roles, instructions }, recipientsHash),
      ...unrecorded.map((place) => ({ kind: 'request-row' as const, place })),
    ]);
    await this.alarms.bringBack(id, house.openAlarms);
  }

  private async found(id: string, { found }: Round, all: Round['found']): Promise<void> {
    for (const { kind, place } of all.slice(0, ROWS_TOLD - found.length)) {
      found.push({ kind, place });
      await this.alarms.raise(id, kind, place);
    }
  }

  private async end(id: string, slug: string, damage: Damage | null): Promise<void> {
    const before = this.known.get(id) ?? NOTHING_YET;
    const round = this.rounds.get(id);
    const size = round?.checkpoint.size ?? before.size;
    this.rounds.delete(id);
    if (damage === null) {
      for (const kind of ROW_KINDS) {
        const still = round?.found.filter((one) => one.kind === kind).map(({ place }) => place);
        await this.alarms.gone(id, [kind], still ?? []);
      }
      const verifiedAt = this.clock.now();
      this.known.set(id, { damage: null, verifiedAt, size });
      await this.database.writeVolatile(systemActor(id), (executor) => saveRound(executor, id, verifiedAt, size));
      await this.alarms.gone(id, DAMAGE_KINDS);
      return;
    }
    this.known.set(id, { ...before, damage });
    if (JSON.stringify(before.damage) !== JSON.stringify(damage)) {
      this.log.fatal({ log: slug, ...damage }, 'the log is not as it was signed');
      // A log with a row too many cannot even be written to; the alarm stands without.
      await this.record(id, damage).catch((error: unknown) => {
        this.log.error({ log: slug, err: error }, 'the damage could not be recorded');
      });
    }
    if (damage.kind === 'witness-contradicts') {
      // Raised, with the witness's name, where it was asked.
      return;
    }
    await this.alarms.raise(id, damage.kind, damage.kind === 'entry' ? damage.index : damage.size);
  }

  /** The finding is a fact of its own; that a log is not signed any more is told by the epoch opened afterwards. */
  private async record(id: string, damage: Damage): Promise<void> {
    if (damage.kind === 'entry' || damage.kind === 'root') {
      const index = damage.kind === 'entry' ? damage.index : damage.size;
      await this.auditLog.transact(systemActor(id), (transaction) =>
        Promise.resolve(transaction.record('log.damage-found', { kind: damage.kind, index })),
      );
    }
  }
}

function isDamageKind(kind: string): kind is Damage['kind'] {
  return (DAMAGE_KINDS as readonly string[]).includes(kind);
}

function damageOf({ kind, place }: OpenAlarm): Damage {
  const number = /^\d+$/.test(place) ? Number(place) : 0;
  return kind === 'entry' ? { kind, index: number } : { kind: kind as 'root', size: number };
}

/** The tiles of every level that hold nodes over the leaves from `first` up to `end`. */
function tilesOver(first: number, end: number): readonly TilePlace[] {
  const places: TilePlace[] = [];
  for (let level = 0, [from, to] = [first, end]; to > 0; level += 1) {
    const last = Math.ceil(to / TILE_WIDTH);
    for (let index = Math.floor(from / TILE_WIDTH); index < last; index += 1) {
      places.push({ level, index });
    }
    [from, to] = [Math.floor(from / TILE_WIDTH), Math.floor(to / TILE_WIDTH)];
  }
  return places;
}

function rootIn(note: string, root: Uint8Array): boolean {
  return sameBytes(parseCheckpoint(note)?.root ?? NO_HASH, root);
}

/** What was copied out of the bytes for filtering, and is not hashed. */
function agree({ event, at, rightsRequestId }: StoredEntry, entry: Partial<LogEntry>): boolean {
  const { subject = {} } = entry;
  const request = 'request' in subject ? subject.request : null;
  return entry.event === event && entry.at === at.toISOString() && request === rightsRequestId;
}
