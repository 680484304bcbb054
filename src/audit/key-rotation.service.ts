import { Inject, Injectable } from '@nestjs/common';
import { keyIdOf, parseNote } from '../domain/log/signed-note.js';
import { publicKeyOf } from '../domain/log/ed25519.js';
import { encodeBase64, sameBytes } from '../domain/log/encoding.js';
import { sha256 } from '../domain/log/sha256.js';
import { refuse } from '../domain/problem.js';
import { KeyRing } from '../platform/vault/key-ring.js';
import type { Actor } from './actor.js';
import { AuditLog } from './audit-log.js';
import { Integrator } from './integrator.js';
import { LogKeys } from './log-keys.js';
import { LOG_OF_LOGS_ID, LOG_OF_LOGS_SLUG } from './log-of-logs-place.js';
import { WITNESS_KEY_PLACE, WitnessService } from './witness.service.js';
import { ReceiptProofs } from './receipt-proofs.js';

const HANDOVER_WAIT_MS = 30_000;

export interface Rotated {
  /** C2SP vkeys. */
  readonly replaced: string;
  readonly verifierKey: string;
  /** Size of the checkpoint that both have signed. */
  readonly handoverSize: number;
}

/** `both-sign`: the new key has been made; `done`: the old one has been destroyed. */
export interface RotatedInTwoSteps {
  readonly step: 'both-sign' | 'done';
  /** C2SP vkeys: what stands in others' policies, and what is to stand there. */
  readonly replaced: string;
  readonly verifierKey: string;
}

/** Puts a new signing key in the place of a log's old one, with a checkpoint over that very fact signed by both. */
@Injectable()
export class KeyRotation {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Integrator) private readonly integrator: Integrator,
    @Inject(LogKeys) private readonly keys: LogKeys,
    @Inject(KeyRing) private readonly ring: KeyRing,
    @Inject(ReceiptProofs) private readonly proofs: ReceiptProofs,
    @Inject(WitnessService) private readonly witness: WitnessService,
  ) {}

  /**
   * Of the log of logs and of this installation as a witness: neither has entries in which a key could be named, so those who
   * have the old one in their policies are told. The first call makes the new key, and both sign; the second one, when all
   * have changed their policies, destroys the old.
   */
  rotateInTwoSteps(of: 'log-of-logs' | 'witness'): RotatedInTwoSteps {
    const place = of === 'witness' ? WITNESS_KEY_PLACE : LOG_OF_LOGS_ID;
    const [oldest = 1, newer] = this.ring.signingNumbers(place);
    if (newer === undefined) {
      const replaced = this.signingKeysOf(of).at(-1) ?? '';
      this.ring.newSigningKey(place);
      return { step: 'both-sign', replaced, verifierKey: this.signingKeysOf(of).at(-1) ?? '' };
    }
    const [replaced = '', verifierKey = ''] = this.signingKeysOf(of).slice(-2);
    this.ring.retireSigningKey(place, oldest, publicKeyOf(this.ring.signingSeed(place, oldest)));
    return { step: 'done', replaced, verifierKey };
  }

  private signingKeysOf(of: 'log-of-logs' | 'witness'): readonly string[] {
    return of === 'witness' ? this.witness.verifierKeys : this.keys.verifierKeys(LOG_OF_LOGS_ID, LOG_OF_LOGS_SLUG);
  }

  /**
   * Stopped anywhere, both keys go on signing; the next call brings the rotation to its end.
   * @throws Refusal unavailable when no checkpoint signed by both comes
   */
  async rotate(actor: Actor, slug: string): Promise<Rotated> {
    const { organisationId } = actor;
    const [oldest = 0, newer] = this.ring.signingNumbers(organisationId);
    const next = newer ?? this.ring.newSigningKey(organisationId);
    const [before, after] = this.keys.signers(organisationId, slug);
    const replaced = this.keys.verifierKeys(organisationId, slug).at(-2) ?? '';
    if (before === undefined || after === undefined) {
      refuse('unavailable', { retryAfterSeconds: 5 });
    }
    const [oldId, newId] = [before, after].map(({ name, seed }) => keyIdOf(name, publicKeyOf(seed)));
    // What verifiers go by: under the next checkpoint the old key signs for exactly this key, and for nothing after it.
    const key = encodeBase64(sha256(publicKeyOf(after.seed)));
    const { firstIndex } = await this.auditLog.transact(actor, (transaction) => {
      transaction.record('key.rotated', { purpose: 'log', keyId: hex(newId), replaces: hex(oldId), epoch: next, key });
      return Promise.resolve();
    });
    await this.integrator.integrateAll();
    const handover = await this.proofs.checkpointOver(organisationId, firstIndex ?? 0, HANDOVER_WAIT_MS);
    const signatures = parseNote(handover?.note ?? '')?.signatures ?? [];
    const bySome = (id: Uint8Array | undefined) =>
      signatures.some(({ keyId }) => sameBytes(keyId, id ?? new Uint8Array()));
    if (handover === undefined || !bySome(oldId) || !bySome(newId)) {
      refuse('unavailable', { retryAfterSeconds: 5 });
    }
    this.ring.retireSigningKey(organisationId, oldest, publicKeyOf(before.seed));
    return { replaced, verifierKey: this.keys.verifierKey(organisationId, slug), handoverSize: handover.size };
  }
}

function hex(keyId: Uint8Array | undefined): string {
  return Buffer.from(keyId ?? new Uint8Array()).toString('hex');
}
