import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../domain/civil-date.js';
import { deadline } from '../domain/deadlines/deadline.js';
import { canonicalJson } from '../domain/log/canonical-json.js';
import { isRefusal, refuse } from '../domain/problem.js';
import type { Actor } from '../audit/actor.js';
import { AuditLog, type AuditTransaction, type Pipelined } from '../audit/audit-log.js';
import { findUsedKey, IDEMPOTENCY_KEY_TAKEN, storedKey } from '../audit/once.sql.js';
import { CONFIG, type Config } from '../platform/config/config.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { violatedConstraint } from '../platform/database/sql-state.js';
import { uuidv7 } from '../platform/ids.js';
import { Vault } from '../platform/vault/vault.js';
import { noteBreach } from '../requests/breach/breach.sql.js';
import { raiseBreach } from '../requests/breach/breach.service.js';
import { CONTENT_FIELD, type RequestContent } from '../requests/sealed/content.js';
import { RequestVault, type OpenRequest } from '../requests/sealed/request-vault.js';
import { FORWARD_JOB, messageIdOf } from '../requests/request/forwarding-job.js';
import { recordRequest, REFERENCE_TAKEN, type NewRightsRequest } from '../requests/request/record-request.sql.js';
import { committedReference } from '../requests/request/reference-commitment.js';
import { newReference } from '../requests/request/reference.js';
import { personWordValues } from '../requests/finding/word-values.js';
import { RightsRequestsRepository, type RightsRequestRow } from '../requests/request/rights-requests.repository.js';
import { contactsIn } from './contact.js';
import { readIntakeContext, type IntakeContext } from './intake-context.sql.js';
import type { IntakeCommand } from './intake-command.js';
import { cleanedCommand, knownMoments, lateReasonProblem, problemsOf, withMoments } from './intake-rules.js';

/** The context once it is known that the organisation can take requests at all. */
type InForce = {
  readonly [K in keyof IntakeContext]: K extends 'municipality' ? string | null : NonNullable<IntakeContext[K]>;
};

/** What is to be recorded, and what tells it from another sent under the same key. */
interface Intake {
  readonly id: string;
  readonly command: IntakeCommand;
  readonly fingerprint: Buffer | null;
  readonly besides: Besides;
}

/** What is written in the same commit as the request; of it nothing is logged apart. */
export type Besides = (transaction: AuditTransaction, rightsRequestId: string) => Promise<void>;

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
    @Inject(RequestVault) private readonly requestVault: RequestVault,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws Refusal invalid-input, idempotency-key-reused, no-designation */
  receive(actor: Actor, sent: IntakeCommand, besides: Besides = () => Promise.resolve()): Promise<Received> {
    const command = cleanedCommand(sent);
    const fingerprint = command.idempotencyKey === null ? null : this.fingerprint(actor, command);
    const intake = { id: this.newId(), command, fingerprint, besides };
    return this.answeringRepeats(actor, intake, () => this.withFreshReference(() => this.recordOnce(actor, intake)));
  }

  /** Sent again under its key: the first answer stands, also where what was in time then would be late now. */
  private async answeringRepeats(actor: Actor, intake: Intake, attempt: () => Promise<Received>): Promise<Received> {
    const { command, fingerprint } = intake;
    try {
      return await attempt();
    } catch (error) {
      const mayRepeat = violatedConstraint(error) === IDEMPOTENCY_KEY_TAKEN || isRefusal(error, 'invalid-input');
      const known = mayRepeat && fingerprint !== null ? await this.repeat(actor, command, fingerprint) : undefined;
      if (known === undefined) {
        throw error;
      }
      return known;
    }
  }

  /** A reference that is taken (one in thirty-four billion) is drawn again. */
  private async withFreshReference(attempt: () => Promise<Received>): Promise<Received> {
    try {
      return await attempt();
    } catch (error) {
      if (violatedConstraint(error) !== REFERENCE_TAKEN) {
        throw error;
      }
      return this.withFreshReference(attempt);
    }
  }

  private async recordOnce(actor: Actor, intake: Intake): Promise<Received> {
    const { result } = await this.auditLog.transactOn(
      actor,
      (executor) => readIntakeContext(executor, actor.organisationId, intake.command.channel),
      async (transaction, context) => {
        const read = this.record(transaction, context, intake);
        // Behind the entry that the request begins with.
        await intake.besides(transaction, intake.id);
        if (intake.command.breachHint === true) {
          await raiseHint(transaction, inForce(context), intake);
        }
        return read;
      },
    );
    return { row: (await result.answer) ?? refuse('not-found', {}), repeated: false };
  }

  /** Returns the row as it is read back, pipelined with the commit. */
  private record(
    transaction: AuditTransaction,
    known: IntakeContext | undefined,
    { id, command: sent, fingerprint }: Intake,
  ): Pipelined<RightsRequestRow | undefined> {
    const { now } = transaction;
    const context = inForce(known);
    const command = withMoments(sent, context.timeZone);
    const late = this.check(command, context, now);
    const { row, request } = this.compose(transaction, id, command, context, late, fingerprint);
    transaction.pipeline(recordRequest(transaction, row));
    const attachments = request.sealFiles(transaction, 'attachment', command.files);
    const content: RequestContent = {
      message: command.message,
      from: command.from.trim(),
      contact: command.contact.trim(),
      lateReason: late ? command.lateReason.trim() : '',
      attachments,
    };
    const commit = request.seal(transaction, CONTENT_FIELD, content);
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
        reference: committedReference(this.vault, row.organisationId, row),
        ...momentFacts(row),
      },
      { rightsRequestId: id, commit },
    );
    return transaction.pipeline(this.requests.find(transaction, id));
  }

  /** Whether the hand-over is late. @throws Refusal invalid-input with every problem at once */
  private check(command: IntakeCommand, context: InForce & { channelId: string | null }, now: Date): boolean {
    const problems = problemsOf(command, now);
    if (context.channelId === null && command.channel !== '') {
      problems.push({ field: 'channel', code: 'unknown-value' });
    }
    const { late, problem } = lateReasonProblem(command, now, context.handoverLimitMinutes);
    if (problem !== undefined && !problems.some(({ field }) => field === 'receivedAt' || field === 'seenAt')) {
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
  ): { readonly row: NewRightsRequest; readonly request: OpenRequest } {
    const known = knownMoments(command, now);
    const { receivedAt } = known;
    const receivedOn = civilDateIn(receivedAt.toISOString(), context.timeZone);
    const { land, municipality } = context;
    const due = deadline({ receivedOn, land, ...(municipality === null ? {} : { municipality }), events: [] });
    const { organisationId } = actor;
    const { request, key } = this.requestVault.create({ organisationId, rightsRequestId: id });
    const forwardingId = this.newId();
    const row: NewRightsRequest = {
      id,
      organisationId,
      reference: newReference(
        context.referencePrefix,
        Number(civilDateIn(now.toISOString(), context.timeZone).slice(0, 4)),
      ),
      channelId: context.channelId,
      door: command.door,
      instructionId: context.instructionId,
      rights: command.rights,
      receivedOn,
      recordedAt: now,
      ...known,
      handedOverBy: actor.userId,
      handoverLate: late,
      safeOn: due.safeOn,
      dueOn: due.dueOn,
      key,
      blindIndexes: contactsIn(command.contact, context.channelKind).map((contact) =>
        this.vault.blindIndex(organisationId, contact),
      ),
      personWords: personWordValues(this.vault, organisationId, command),
      forwarding: {
        id: forwardingId,
        designationId: context.designationId,
        messageId: messageIdOf(forwardingId, this.config.mailDomain),
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
    return { row, request };
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

/** Known since somebody saw it, where that is said; else since it arrived. */
async function raiseHint(transaction: AuditTransaction, { timeZone }: InForce, { id, command }: Intake): Promise<void> {
  const { receivedAt, seenAt } = knownMoments(withMoments(command, timeZone), transaction.now);
  const since = seenAt ?? receivedAt;
  await noteBreach(transaction, id, since);
  raiseBreach(transaction, id, since);
}

function momentFacts({ arrival, seenAt, seen }: NewRightsRequest) {
  return {
    ...(arrival === null ? {} : { arrival }),
    ...(seenAt === null || seen === null ? {} : { seenAt: seenAt.toISOString(), seen }),
  };
}

/** @throws Refusal no-designation: without a DPO, an instruction or an organisation nothing can be forwarded */
function inForce(context: IntakeContext | undefined): InForce {
  const { designationId, designationEmail, instructionId, instructionVersion } = context ?? {};
  if (context == null || !designationId || !designationEmail || !instructionId || !instructionVersion) {
    return refuse('no-designation', {});
  }
  return context as InForce;
}
