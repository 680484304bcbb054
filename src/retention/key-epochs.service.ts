import { Inject, Injectable } from '@nestjs/common';
import { systemActor, WORKER_SCOPE } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { Clock } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { LOGGER, type Log } from '../platform/logging/log.js';
import { KeyRing } from '../platform/vault/key-ring.js';
import { Vault } from '../platform/vault/vault.js';
import { VaultError } from '../platform/vault/vault-error.js';
import { retentionPlaces } from './erasures.sql.js';
import {
  epochsInUse,
  insertKeyEpoch,
  keyEpochs,
  markKeyEpochDestroyed,
  oldKeys,
  renewKeys,
  type OldKey,
} from './key-epochs.sql.js';
import { WRAPPED_KEYS, type WrappedKeys } from './wrapped-keys.js';

const DAY_MS = 86_400_000;
const BATCH = 500;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
/**
 * So long after a new key was begun another instance may still be about to commit what it wrapped under the old one. A
 * connection that sits idle in a transaction is ended after 30 s, and a statement waits 10 s at most for a lock.
 */
export const SETTLING_MS = 600_000;

export interface Renewal {
  /** Keys that were wrapped anew, and those that could not be opened. */
  readonly rewrapped: number;
  readonly unreadable: number;
  /** Epochs whose key is gone for ever now. */
  readonly destroyed: readonly number[];
}

/**
 * Renews the key of each organisation: a new one every so many days, what survives wrapped anew, the old one destroyed. What
 * was erased before stays wrapped under a key that is gone: no backup of the database, no WAL segment and no dead row opens
 * it any more. Each step may be repeated; stopped anywhere, the next round goes on.
 */
@Injectable()
export class KeyEpochs {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(KeyRing) private readonly ring: KeyRing,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  async sweep(): Promise<void> {
    for (const { organisationId } of await this.database.ask(WORKER_SCOPE, (executor) => retentionPlaces(executor))) {
      await this.renew(organisationId);
    }
  }

  /** Begins a key when it is time, and lets go of the old ones when nothing needs them. */
  async renew(organisationId: string): Promise<Renewal> {
    const onDisk = this.ring.epochs(organisationId);
    const newest = onDisk.at(-1);
    if (newest === undefined) {
      // Nothing was ever sealed.
      return { rewrapped: 0, unreadable: 0, destroyed: [] };
    }
    const known = await this.database.ask(systemActor(organisationId), (executor) =>
      keyEpochs(executor, organisationId),
    );
    const begunAt = known.find(({ epoch }) => epoch === newest)?.begunAt;
    if (begunAt === undefined) {
      // A crash may lie between the file and its row; then its time begins now, which is later and does no harm.
      await (known.length === 0 ? this.meet(organisationId, newest) : this.note(organisationId, newest));
      return { rewrapped: 0, unreadable: 0, destroyed: await this.tellGone(organisationId) };
    }
    const age = this.clock.now().getTime() - begunAt.getTime();
    if (age >= this.config.keyEpochDays * DAY_MS) {
      await this.begin(organisationId);
      return { rewrapped: 0, unreadable: 0, destroyed: await this.tellGone(organisationId) };
    }
    const older = onDisk.filter((epoch) => epoch < newest);
    if (older.length === 0 || age < SETTLING_MS) {
      return { rewrapped: 0, unreadable: 0, destroyed: await this.tellGone(organisationId) };
    }
    const done = await this.rewrap(organisationId, newest);
    const used = await this.database.ask(systemActor(organisationId), (executor) =>
      epochsInUse(executor, organisationId),
    );
    older.filter((epoch) => !used.has(epoch)).forEach((epoch) => this.ring.destroyEpoch(organisationId, epoch));
    return { ...done, destroyed: await this.tellGone(organisationId) };
  }

  /** A new key, now; what is sealed from here on is wrapped under it. Returns its epoch. */
  async begin(organisationId: string): Promise<number> {
    // The file first: an entry about a key that is not there would be worse than a key without one.
    const { epoch } = this.ring.newEpoch(organisationId);
    await this.note(organisationId, epoch);
    return epoch;
  }

  private async note(organisationId: string, epoch: number): Promise<void> {
    await this.auditLog.transact(systemActor(organisationId), async (transaction) => {
      if (await insertKeyEpoch(transaction, organisationId, epoch, this.clock.now())) {
        transaction.record('key-epoch.begun', { epoch });
      }
    });
  }

  /** The key that was there before anybody counted: no change, so no entry. */
  private async meet(organisationId: string, epoch: number): Promise<void> {
    await this.database.writeTechnical(systemActor(organisationId), (executor) =>
      insertKeyEpoch(executor, organisationId, epoch, this.clock.now()),
    );
  }

  /** Keys that are gone and of which that is not told yet. */
  private async tellGone(organisationId: string): Promise<readonly number[]> {
    const actor = systemActor(organisationId);
    const onDisk = new Set(this.ring.epochs(organisationId));
    const known = await this.database.ask(actor, (executor) => keyEpochs(executor, organisationId));
    const gone = known.filter(
      ({ epoch, destroyedAt }) => destroyedAt === null && this.isDestroyed(organisationId, epoch, onDisk),
    );
    for (const { epoch } of gone) {
      await this.auditLog.transact(actor, async (transaction) => {
        if (await markKeyEpochDestroyed(transaction, organisationId, epoch, transaction.now)) {
          transaction.record('key-epoch.destroyed', { epoch });
        }
      });
    }
    return gone.map(({ epoch }) => epoch);
  }

  /** Destroyed, and not merely mislaid: that is never said of a file that somebody has moved away. */
  private isDestroyed(organisationId: string, epoch: number, onDisk: ReadonlySet<number>): boolean {
    return !onDisk.has(epoch) && this.ring.destroyedEpochs(organisationId).includes(epoch);
  }

  private async rewrap(organisationId: string, newest: number): Promise<Omit<Renewal, 'destroyed'>> {
    let [rewrapped, unreadable] = [0, 0];
    for (const place of WRAPPED_KEYS) {
      for (let after = FIRST_ID; ;) {
        const batch = await this.rewrapBatch(organisationId, place, newest, after);
        rewrapped += batch.rewrapped;
        unreadable += batch.unreadable;
        if (batch.last === undefined) {
          break;
        }
        after = batch.last;
      }
    }
    if (unreadable > 0) {
      this.log.error(
        { organisation: organisationId, unreadable },
        'keys could not be wrapped anew; the old key is kept',
      );
    }
    return { rewrapped, unreadable };
  }

  private rewrapBatch(organisationId: string, { table, name }: WrappedKeys, newest: number, after: string) {
    return this.database.writeTechnical(systemActor(organisationId), async (transaction) => {
      const old = await oldKeys(transaction, table, { organisationId, newest, after, limit: BATCH });
      const fresh = old.flatMap((key) => this.anew(organisationId, name(key.id), key));
      if (fresh.length > 0) {
        await renewKeys(transaction, table, fresh);
      }
      return { rewrapped: fresh.length, unreadable: old.length - fresh.length, last: old.at(-1)?.id };
    });
  }

  private anew(organisationId: string, name: string, { id, ...key }: OldKey): readonly OldKey[] {
    try {
      return [{ id, ...this.vault.rewrap(key, organisationId, name) }];
    } catch (error) {
      if (error instanceof VaultError) {
        return [];
      }
      throw error;
    }
  }
}
