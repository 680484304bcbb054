import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn, startOfDayIn } from '../../domain/civil-date.js';
import { partMatter, type Matter, type Parted } from '../../domain/deadlines/joining.js';
import { stateOfAll } from '../../domain/deadlines/situation.js';
import { refuse } from '../../domain/problem.js';
import type { Right } from '../../domain/rights/right.js';
import type { Actor } from '../../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../../audit/audit-log.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { Clock } from '../../platform/clock.js';
import { violatedConstraint } from '../../platform/database/sql-state.js';
import { uuidv7 } from '../../platform/ids.js';
import { CONTENT_FIELD, type RequestContent } from '../sealed/content.js';
import { messageIdOf } from '../request/forwarding-job.js';
import { changeClaims, matterOf } from './joins.service.js';
import { insertJoin } from './joins.sql.js';
import { mustAllow, mustBeDpo } from '../request/permission.js';
import { REFERENCE_TAKEN } from '../request/record-request.sql.js';
import { committedReference } from '../request/reference-commitment.js';
import { newReference } from '../request/reference.js';
import { deadlineFactsOf } from '../request/request-deadline.js';
import { RequestsService } from '../request/requests.service.js';
import type { RightsRequestRow } from '../request/rights-requests.repository.js';
import { insertPart, sealedIntake, splitSource, type SplitSource } from './split.sql.js';
import { RequestVault, type OpenRequest } from '../sealed/request-vault.js';

/** Part of the rights of a request goes on in one of its own: same receipt, own reference, own key, own deadline. */
@Injectable()
export class SplitService {
  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(RequestVault) private readonly vault: RequestVault,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * The new request. It was forwarded with the whole, so no second mail goes out, and its entry says whose forwarding
   * it rests on. @throws Refusal not-allowed, not-found, command-not-allowed, version-conflict, not-forwarded,
   * content-erased, invalid-input (rights)
   */
  async split(actor: Actor, id: string, rights: readonly Right[], expectedVersion?: number): Promise<RightsRequestRow> {
    const userId = mustBeDpo(actor);
    const origin = await this.requests.get(actor, id);
    for (;;) {
      const partId = actor.once?.id ?? uuidv7(this.clock.now().getTime());
      try {
        await this.auditLog.transact(actor, async (transaction) => {
          mustAllow('split', origin, transaction.now, expectedVersion);
          const parted = partMatter(matterOf(origin), rights) ?? refuse('invalid-input', notInTwo(origin, rights));
          const source = await mustBeForwarded(transaction, id);
          await this.leave(transaction, origin, parted, partId);
          await this.begin(transaction, { origin, source, partId, userId }, parted.leaving);
        });
        return await this.requests.get(actor, partId);
      } catch (error) {
        // One in thirty-four billion: draw another reference.
        if (violatedConstraint(error) !== REFERENCE_TAKEN) {
          throw error;
        }
      }
    }
  }

  private async leave(
    transaction: AuditTransaction,
    origin: RightsRequestRow,
    { leaving, staying }: Parted,
    partId: string,
  ): Promise<void> {
    const after = await changeClaims(transaction, origin, staying.events, staying.rights);
    const { safeOn, dueOn } = after.current.deadline;
    const facts = { into: partId, rights: [...leaving.rights], safeOn, dueOn };
    transaction.record('request.split', facts, { rightsRequestId: origin.id });
  }

  private async begin(
    transaction: AuditTransaction,
    {
      origin,
      source,
      partId,
      userId,
    }: { origin: RightsRequestRow; source: SplitSource; partId: string; userId: string },
    part: Matter,
  ): Promise<void> {
    const { actor, now } = transaction;
    const today = civilDateIn(now, origin.timeZone);
    const situation = stateOfAll({ ...deadlineFactsOf(origin), ...part }, today);
    const { safeOn, dueOn } = situation.current.deadline;
    const same = part.receivedOn === origin.receivedOn;
    const receivedAt = same ? origin.receivedAt : startOfDayIn(part.receivedOn, origin.timeZone);
    const { organisationId } = actor;
    const { request, key } = this.vault.create({ organisationId, rightsRequestId: partId });
    const forwardingId = uuidv7(this.clock.now().getTime());
    const reference = newReference(source.referencePrefix, Number(today.slice(0, 4)));
    await insertPart(transaction, {
      ...{ id: partId, originId: origin.id, organisationId: actor.organisationId, rights: part.rights, userId },
      reference,
      ...{ receivedAt, receivedOn: part.receivedOn, at: now, events: part.events, safeOn, dueOn },
      ...{ clock: situation.clock, nextOn: situation.next?.on ?? dueOn, forwardingId },
      key,
      messageId: messageIdOf(forwardingId, this.config.mailDomain),
    });
    const { content, commitment } = await this.copyContent(transaction, origin.id, request);
    await insertJoin(transaction, {
      ...{ id: uuidv7(this.clock.now().getTime()), organisationId: actor.organisationId, kind: 'split' },
      ...{ fromId: origin.id, intoId: partId, at: now, addedRights: part.rights, addedEvents: [] },
    });
    const facts = {
      ...{ receivedAt: receivedAt.toISOString(), recordedAt: now.toISOString(), channel: origin.channelId },
      ...{ channelKind: origin.channelKind, door: origin.door, rights: [...part.rights] },
      ...{ instruction: source.instructionId, instructionVersion: source.instructionVersion },
      ...{ designation: source.designationId, handoverLate: origin.handoverLate, safeOn, dueOn },
      ...{ attachments: content.attachments.length, splitFrom: origin.id },
      reference: committedReference(this.vault, actor.organisationId, { id: partId, reference }),
    };
    transaction.record('request.recorded', facts, { rightsRequestId: partId, commit: commitment });
    transaction.record('request.acknowledged', { user: userId }, { rightsRequestId: partId });
  }

  /** What came in, under the new key: each can be erased without the other. */
  private async copyContent(transaction: AuditTransaction, originId: string, part: OpenRequest) {
    const { organisationId } = transaction.actor;
    const origin = await this.vault.open(transaction, { organisationId, rightsRequestId: originId });
    let content: RequestContent | undefined;
    let commitment = '';
    for (const { field, ciphertext } of await sealedIntake(transaction, originId)) {
      if (field === CONTENT_FIELD) {
        content = origin.opened<RequestContent>(field, ciphertext);
        commitment = part.seal(transaction, field, content);
      } else {
        part.sealBytes(transaction, field, origin.decrypt(field, ciphertext));
      }
    }
    return { content: content ?? refuse('content-erased', {}), commitment };
  }
}

/** @throws Refusal not-forwarded: a part cannot rest on a forwarding that has not arrived */
async function mustBeForwarded(transaction: AuditTransaction, id: string): Promise<SplitSource> {
  const source = (await splitSource(transaction, id)) ?? refuse('not-found', {});
  return source.forwardingState === 'forwarded' ? source : refuse('not-forwarded', {});
}

function notInTwo({ rights }: RightsRequestRow, moved: readonly Right[]) {
  const unknown = moved.some((right) => !rights.includes(right));
  const code = moved.length === 0 ? 'required' : unknown ? 'unknown-value' : 'nothing-left';
  return { fields: [{ field: 'rights', code } as const] };
}
