import { Inject, Injectable } from '@nestjs/common';
import { parseCheckpoint } from '../domain/log/checkpoint.js';
import { encodeBase64 } from '../domain/log/encoding.js';
import { parseOrigin } from '../domain/log/origin.js';
import { refuse } from '../domain/problem.js';
import { Database } from '../platform/database/database.js';
import { systemActor, type Actor } from './actor.js';
import { AuditLog } from './audit-log.js';
import { Integrator } from './integrator.js';
import { LogKeys } from './log-keys.js';
import { LOG_OF_LOGS_ID, LOG_OF_LOGS_SLUG } from './log-of-logs-place.js';
import { LogStanding, type Halt, type LogPlace } from './log-standing.js';
import { OutsideCheckpoints } from './outside-checkpoints.js';
import { ReceiptProofs } from './receipt-proofs.js';
import { rebuildTree } from './tree.sql.js';

const CHECKPOINT_WAIT_MS = 30_000;
const NOTHING = encodeBase64(new Uint8Array(32));

/** Of a log that has gone back, the administrator says which it was. */
export const GONE_BACK_REASONS = ['backup-restored', 'replica-promoted'] as const;
export type GoneBackReason = (typeof GONE_BACK_REASONS)[number];

export interface OpenedEpoch {
  readonly epoch: number;
  readonly reason: GoneBackReason | 'log-key-lost' | 'log-host-renamed' | 'log-changed';
  readonly origin: string;
  /** C2SP vkey, to be told to everybody who has the old one. */
  readonly verifierKey: string;
  /** What witnesses need in their policy from now on: the keys of this log and of the log of logs. */
  readonly toWitnesses: readonly string[];
  /** Of the last checkpoint known under the old name. */
  readonly previousSize: number;
}

/**
 * Lets a halted log go on under a new name. What is left of it stays in the tree; the entry
 * `log.epoch-opened` names the last checkpoint given out before, so that whoever holds it sees what became of it.
 */
@Injectable()
export class LogEpochs {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Integrator) private readonly integrator: Integrator,
    @Inject(LogStanding) private readonly standing: LogStanding,
    @Inject(OutsideCheckpoints) private readonly outside: OutsideCheckpoints,
    @Inject(LogKeys) private readonly keys: LogKeys,
    @Inject(ReceiptProofs) private readonly proofs: ReceiptProofs,
    @Inject(Database) private readonly database: Database,
  ) {}

  /**
   * Undefined when the log is in order: there is nothing to open. Stopped in the middle, it is simply called again; the
   * log then says twice that the epoch was opened.
   * @throws Refusal unavailable when no checkpoint of the new epoch comes
   */
  async open(actor: Actor, slug: string, goneBack: GoneBackReason): Promise<OpenedEpoch | undefined> {
    const place = { id: actor.organisationId, slug };
    const halt = await this.haltAfterMending(place);
    if (halt === undefined) {
      return undefined;
    }
    const reason = reasonOf(halt, goneBack);
    const known = parseCheckpoint(this.outside.read(slug) ?? '');
    const epoch = Math.max(...[known?.origin ?? '', this.keys.origin(place.id, slug)].map(epochIn)) + 1;
    const previousSize = known?.size ?? halt.size;
    const previousRoot = known === undefined ? NOTHING : encodeBase64(known.root);
    const { firstIndex } = await this.auditLog.transact(actor, (transaction) =>
      Promise.resolve(transaction.record('log.epoch-opened', { epoch, reason, previousSize, previousRoot })),
    );
    this.keys.openEpoch(place.id, epoch);
    this.outside.putAway(slug, epoch - 1);
    await this.renewLogOfLogs();
    await this.integrator.integrateAll();
    const first = await this.proofs.checkpointOver(place.id, firstIndex ?? 0, CHECKPOINT_WAIT_MS);
    if (first === undefined) {
      refuse('unavailable', { retryAfterSeconds: 5 });
    }
    const [origin, verifierKey] = [this.keys.origin(place.id, slug), this.keys.verifierKey(place.id, slug)];
    const logOfLogs = this.keys.verifierKey(LOG_OF_LOGS_ID, LOG_OF_LOGS_SLUG);
    return { epoch, reason, origin, verifierKey, previousSize, toWitnesses: [verifierKey, logOfLogs] };
  }

  /** Tiles follow from the entries: where only they were damaged, computing them anew leads to the signed root again. */
  private async haltAfterMending(place: LogPlace): Promise<Halt | undefined> {
    const halt = await this.standing.halt(place);
    if (halt?.kind !== 'tree-changed') {
      return halt;
    }
    await this.database.writeTechnical(systemActor(place.id), (executor) => rebuildTree(executor, place.id));
    return this.standing.halt(place);
  }

  /** It goes back with the same backup, and has no facts of its own to be told. */
  private async renewLogOfLogs(): Promise<void> {
    const place = { id: LOG_OF_LOGS_ID, slug: LOG_OF_LOGS_SLUG };
    if ((await this.standing.halt(place)) !== undefined) {
      const known = parseCheckpoint(this.outside.read(place.slug) ?? '');
      const epoch = Math.max(...[known?.origin ?? '', this.keys.origin(place.id, place.slug)].map(epochIn)) + 1;
      this.keys.openEpoch(place.id, epoch);
      this.outside.putAway(place.slug, epoch - 1);
    }
  }
}

function epochIn(origin: string): number {
  return parseOrigin(origin).epoch;
}

function reasonOf({ kind }: Halt, goneBack: GoneBackReason): OpenedEpoch['reason'] {
  switch (kind) {
    case 'gone-back':
    case 'witness-contradicts':
      return goneBack;
    case 'key-lost':
      return 'log-key-lost';
    case 'renamed':
      return 'log-host-renamed';
    case 'tree-changed':
    case 'entry-gone':
      return 'log-changed';
  }
}
