import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { isRefusal, refuse } from '../../domain/problem.js';
import type { Actor, Once } from '../../audit/actor.js';
import { findUsedKey, IDEMPOTENCY_KEY_TAKEN, storedKey } from '../../audit/once.sql.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { violatedConstraint } from '../../platform/database/sql-state.js';
import { uuidv7From } from '../../platform/ids.js';
import { Vault } from '../../platform/vault/vault.js';

/** What is sent: on which request, and its fields. */
export interface SentCommand {
  readonly rightsRequestId: string;
  readonly fields: object;
}

export interface Carried<T> {
  /** Undefined: it was carried out before, and nothing was done now. */
  readonly result: T | undefined;
  /** Id of what it has brought into being, if anything; the same each time. */
  readonly id: string;
  readonly repeated: boolean;
}

/** The same command under the same key is carried out once, whatever happens between (P9). */
@Injectable()
export class IdempotencyKeys {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** `work` acts as the actor that it is given. @throws Refusal idempotency-key-reused: the key was another command's */
  async once<T>(
    actor: Actor,
    key: string,
    command: SentCommand,
    work: (actor: Actor, id: string) => Promise<T>,
  ): Promise<Carried<T>> {
    const fingerprint = this.fingerprint(actor, command);
    const known = await this.known(actor, key, command, fingerprint);
    if (known !== undefined) {
      return known;
    }
    const at = this.clock.now();
    const { rightsRequestId } = command;
    const { stored } = storedKey(this.vault, actor.organisationId, key);
    const once: Once = { key: stored, fingerprint, rightsRequestId, at, id: this.idOf(actor, key, at) };
    try {
      return { result: await work({ ...actor, once }, once.id), id: once.id, repeated: false };
    } catch (error) {
      // A concurrent duplicate won: return its result.
      const mayRepeat = isRefusal(error) || violatedConstraint(error) === IDEMPOTENCY_KEY_TAKEN;
      const other = mayRepeat ? await this.known(actor, key, command, fingerprint) : undefined;
      if (other === undefined) {
        throw error;
      }
      return other;
    }
  }

  private async known(
    actor: Actor,
    key: string,
    { rightsRequestId }: SentCommand,
    fingerprint: Buffer,
  ): Promise<Carried<never> | undefined> {
    const asked = storedKey(this.vault, actor.organisationId, key);
    const used = await this.database.ask(actor, (executor) => findUsedKey(executor, actor, asked));
    if (used === undefined) {
      return undefined;
    }
    if (used.rightsRequestId !== rightsRequestId || !used.fingerprint.equals(fingerprint)) {
      return refuse('idempotency-key-reused', {});
    }
    return { result: undefined, id: this.idOf(actor, key, used.createdAt), repeated: true };
  }

  private idOf(actor: Actor, key: string, at: Date): string {
    return uuidv7From(at.getTime(), this.vault.blindIndex(actor.organisationId, `made-under:${actor.label}:${key}`));
  }

  private fingerprint(actor: Actor, { rightsRequestId, fields }: SentCommand): Buffer {
    const sorted = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
    const hash = createHash('sha256')
      .update(JSON.stringify([rightsRequestId, sorted]))
      .digest('hex');
    return this.vault.blindIndex(actor.organisationId, `command:${hash}`);
  }
}
