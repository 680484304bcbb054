import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../domain/civil-date.js';
import { deadline } from '../domain/deadlines/deadline.js';
import { canonicalJson } from '../domain/log/canonical-json.js';
import { isRefusal, refuse } from '../domain/problem.js';
import type { Actor } from '../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../audit/audit-log.js';
import { findUsedKey, IDEMPOTENCY_KEY_TAKEN, storedKey } from '../audit/once.sql.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { violatedConstraint } from '../platform/database/sql-state.js';
import { uuidv7 } from '../platform/ids.js';
import { Vault, type DataKey } from '../platform/vault/vault.js';
import { sealContent, type AttachmentRecord } from '../requests/sealed/content.js';
import { FORWARD_JOB, messageIdOf } from '../requests/request/forwarding-job.js';
import { recordRequest, REFERENCE_TAKEN, type NewRightsRequest } from '../requests/request/record-request.sql.js';
import { newReference } from '../requests/request/reference.js';
import { RightsRequestsRepository, type RightsRequestRow } from '../requests/request/rights-requests.repository.js';
import { contactsIn } from './contact.js';
import { readIntakeContext, type IntakeContext } from './intake-context.sql.js';
import type { IntakeCommand } from './intake-command.js';
import { cleanedCommand, lateReasonProblem, problemsOf } from './intake-rules.js';

/** The context once it is known that the organisation can take requests at all. */
type InForce = {
  readonly [K in keyof IntakeContext]: K extends 'municipality' ? string | null : NonNullable<IntakeContext[K]>;
};

export interface Received {
  readonly row: RightsRequestRow;
  /** True: this is the answer to the same command sent before. */
  readonly repeated: boolean;
}

/** Takes requests in: after `receive` has returned, request, forwarding job and log entry are committed together (P1). */
@Injectable()
export class IntakeService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(RightsRequestsRepository) private readonly requests: RightsRequestsRepository,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws Refusal invalid-input, idempotency-key-reused, no-designation */
  async receive(actor: Actor, sent: IntakeCommand): Promise<Received> {
    const command = cleanedCommand(sent);
    const id = this.newId();
    const fingerprint = command.idempotencyKey === null ? null : this.fingerprint(actor, command);
    for (;;) {
      try {
        const { result } = await this.auditLog.transactOn(
          actor,
          (executor) => readIntakeContext(executor, actor.organisationId, command.channel),
          // Not awaited, so the SELECT is pipelined with the COMMIT.
          (transaction, context) =>
            Promise.resolve({ row: this.record(transaction, context, id, command, fingerprint) }),
        );
        return { row: (await result.row) ?? refuse('not-found', {}), repeated: false };
      } catch (error) {
        const constraint = violatedConstraint(error);
        // What was in time when it was sent first may be late now: the first answer stands.
        const mayRepeat = constraint === IDEMPOTENCY_KEY_TAKEN || isRefusal(error, 'invalid-input');
        if (mayRepeat && fingerprint !== null) {
          const known = await this.repeat(actor, command, fingerprint);
          if (known !== undefined) {
            return known;
          }
        }
        // One in thirty-four billion: draw another reference.
        if (constraint !== REFERENCE_TAKEN) {
          throw error;
        }
      }
    }
  }

  private record(
    transaction: AuditTransaction,
    known: IntakeContext | undefined,
    id: string,
    command: IntakeCommand,
    fingerprint: Buffer | null,
  ): Promise<RightsRequestRow | undefined> {
    const { actor, now } = transaction;
    const context = inForce(known);
    const late = this.check(command, context, now);
    const request = this.compose(transaction, id, command, context, late, fingerprint);
    const { row, dataKey } = request;
    transaction.send(recordRequest(transaction, row));
    const attachments = this.sealFiles(transaction, dataKey, id, command);
    const { ciphertext, commitment } = sealContent(
      this.vault,
      dataKey,
      { organisation: actor.organisationId, request: id },
      {
        message: command.message,
        from: command.from.trim(),
        contact: command.contact.trim(),
        lateReason: late ? command.lateReason.trim() : '',
        attachments,
      },
    );
    transaction.seal({ rightsRequestId: id, organisationId: actor.organisationId, field: 'content', ciphertext });
    transaction.enqueue({ kind: FORWARD_JOB, subjectId: row.forwarding.id });
    transaction.record(
      'request.recorded',
      {
        receivedAt: row.receivedAt.toISOString(),
        recordedAt: row.recordedAt.toISOString(),
        channel: row.channelId,
        channelKind: context.channelKind,
        door: row.door,
        rights: [...row.rights],
        instruction: row.instructionId,
        instructionVersion: context.instructionVersion,
        designation: row.forwarding.designationId,
        handoverLate: late,
        safeOn: row.safeOn,
        dueOn: row.dueOn,
        attachments: attachments.length,
      },
      { rightsRequestId: id, commit: commitment },
    );
    const recorded = this.requests.find(transaction, id);
    transaction.send(recorded);
    return recorded;
  }

  /** Whether the hand-over is late. @throws Refusal invalid-input with every problem at once */
  private check(command: IntakeCommand, context: InForce & { channelId: string | null }, now: Date): boolean {
    const problems = problemsOf(command, now);
    if (context.channelId === null && command.channel !== '') {
      problems.push({ field: 'channel', code: 'unknown-value' });
    }
    const { late, problem } = lateReasonProblem(command, now, context.handoverLimitMinutes);
    if (problem !== undefined && !problems.some(({ field }) => field === 'receivedAt')) {
      problems.push(problem);
    }
    if (problems.length > 0) {
      refuse('invalid-input', { fields: problems });
    }
    return late;
  }

  private compose(
    { actor, now }: AuditTransaction,
    id: string,
    command: IntakeCommand,
    context: InForce,
    late: boolean,
    fingerprint: Buffer | null,
  ): { row: NewRightsRequest; dataKey: DataKey } {
    // A colleague's clock may be a little ahead of ours; nothing is received after it was recorded.
    const receivedAt = command.receivedAt === null || command.receivedAt > now ? now : command.receivedAt;
    const receivedOn = civilDateIn(receivedAt.toISOString(), context.timeZone);
    const { land, municipality } = context;
    const due = deadline({ receivedOn, land, ...(municipality === null ? {} : { municipality }), events: [] });
    const dataKey = this.vault.newDataKey();
    const forwardingId = this.newId();
    const row: NewRightsRequest = {
      id,
      organisationId: actor.organisationId,
      reference: newReference(
        context.referencePrefix,
        Number(civilDateIn(now.toISOString(), context.timeZone).slice(0, 4)),
      ),
      channelId: context.channelId,
      door: command.door,
      instructionId: context.instructionId,
      rights: command.rights,
      receivedAt,
      receivedOn,
      recordedAt: now,
      handedOverBy: actor.userId,
      handoverLate: late,
      safeOn: due.safeOn,
      dueOn: due.dueOn,
      key: this.vault.wrap(dataKey, actor.organisationId, id),
      blindIndexes: contactsIn(command.contact, context.channelKind).map((contact) =>
        this.vault.blindIndex(actor.organisationId, contact),
      ),
      forwarding: {
        id: forwardingId,
        designationId: context.designationId,
        messageId: messageIdOf(forwardingId, context.designationEmail),
        lateAt: new Date(now.getTime() + context.forwardingLimitSeconds * 1_000),
      },
      idempotency:
        command.idempotencyKey === null || fingerprint === null
          ? null
          : {
              actor: actor.label,
              key: storedKey(this.vault, actor.organisationId, command.idempotencyKey).stored,
              fingerprint,
            },
    };
    return { row, dataKey };
  }

  private sealFiles(
    transaction: AuditTransaction,
    dataKey: DataKey,
    id: string,
    command: IntakeCommand,
  ): AttachmentRecord[] {
    const { organisationId } = transaction.actor;
    return command.files.map((file, at) => {
      const field = `attachment-${at + 1}`;
      const place = { organisation: organisationId, request: id, field };
      const ciphertext = this.vault.seal(dataKey, place, file.content);
      transaction.seal({ rightsRequestId: id, organisationId, field, ciphertext });
      return {
        field,
        filename: file.filename,
        contentType: file.contentType,
        size: file.content.length,
        sha256: createHash('sha256').update(file.content).digest('base64'),
      };
    });
  }

  /** The same key with the same command is the same request; with another command it is refused (P9). */
  private async repeat(actor: Actor, command: IntakeCommand, fingerprint: Buffer): Promise<Received | undefined> {
    const key = storedKey(this.vault, actor.organisationId, command.idempotencyKey ?? '');
    const known = await this.database.ask(actor, (executor) => findUsedKey(executor, actor, key));
    if (known === undefined) {
      return undefined;
    }
    if (!known.fingerprint.equals(fingerprint)) {
      return refuse('idempotency-key-reused', {});
    }
    const row = await this.database.ask(actor, (executor) => this.requests.find(executor, known.rightsRequestId));
    return { row: row ?? refuse('not-found', {}), repeated: true };
  }

  private fingerprint(actor: Actor, command: IntakeCommand): Buffer {
    const files = command.files.map((file) => createHash('sha256').update(file.content).digest('base64'));
    const { idempotencyKey: _key, files: _files, receivedAt, ...rest } = command;
    const moment = receivedAt === null || Number.isNaN(receivedAt.getTime()) ? null : receivedAt.toISOString();
    const text = JSON.stringify({ ...rest, receivedAt: moment, files });
    return this.vault.blindIndex(
      actor.organisationId,
      canonicalJson({ command: createHash('sha256').update(text).digest('hex') }),
    );
  }

  private newId(): string {
    return uuidv7(this.clock.now().getTime());
  }
}

/** @throws Refusal no-designation: without a DPO, an instruction or an organisation nothing can be forwarded */
function inForce(context: IntakeContext | undefined): InForce {
  const { designationId, designationEmail, instructionId, instructionVersion } = context ?? {};
  if (context == null || !designationId || !designationEmail || !instructionId || !instructionVersion) {
    return refuse('no-designation', {});
  }
  return context as InForce;
}
