import { Inject, Injectable, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { isRefusal, refuse } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { LogService } from '../../audit/log.service.js';
import { Clock } from '../../platform/clock.js';
import type { Attachment } from '../../platform/documents/attachments.js';
import { uuidv7 } from '../../platform/ids.js';
import { fileKey } from '../../requests/correspondence/message-files.js';
import { IdempotencyKeys, type Carried } from '../../requests/request/idempotency-keys.service.js';
import { RequestsService } from '../../requests/request/requests.service.js';
import type { RightsRequestRow } from '../../requests/request/rights-requests.repository.js';
import type { ReadCommand, Services } from './command.js';
import type { SentCommand } from './sent-command.js';
import { namedCommand } from './table.js';

export interface SentBody extends SentCommand {
  /** The version that the decision rests on. */
  readonly version: number | undefined;
  /** Under which it may be sent again. */
  readonly key: string | null;
}

export interface CarriedOut {
  readonly row: RightsRequestRow;
  /** Id of what the command has brought into being, if it is of that kind. */
  readonly created: string | undefined;
  readonly repeated: boolean;
}

/** As many of the latest entries as a conflict shows. */
const LATEST = 5;

/** Reads a command, has the service of its room carry it out, and shows what has become of the request. */
@Injectable()
export class CaseCommands {
  private readonly services: Services;

  constructor(
    @Inject(ModuleRef) modules: ModuleRef,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(IdempotencyKeys) private readonly repeats: IdempotencyKeys,
    @Inject(LogService) private readonly log: LogService,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    this.services = { of: <T>(service: Type<T>) => modules.get<T>(service, { strict: false }) };
  }

  /** @throws Refusal malformed-body, invalid-input, not-found, version-conflict, idempotency-key-reused, … */
  async carryOut(actor: Actor, id: string, sent: SentBody): Promise<CarriedOut> {
    try {
      return await this.carriedOut(actor, id, sent);
    } catch (error) {
      if (isRefusal(error, 'version-conflict')) {
        const { current } = error.facts;
        refuse('version-conflict', { current, latest: await this.latest(actor, id) });
      }
      throw error;
    }
  }

  private async carriedOut(actor: Actor, id: string, { body, files, version, key }: SentBody): Promise<CarriedOut> {
    const named = namedCommand(body);
    if (files.length > 0 && !named.takesFiles) {
      refuse('invalid-input', { fields: [{ field: 'files', code: 'unknown-field' }] });
    }
    const command = await named.read(body);
    const before = await this.requests.get(actor, id);
    const work = (as: Actor, freshId: string) => this.run(command, { actor: as, id, version, freshId, files }, before);
    const done: Carried<unknown> =
      key === null
        ? { result: await work(actor, this.freshId()), id: '', repeated: false }
        : await this.repeats.once(actor, key, { rightsRequestId: id, fields: sameness(command, files) }, work);
    return {
      row: await this.requests.get(actor, id),
      created: named.makes ? ((done.result as string | undefined) ?? done.id) : undefined,
      repeated: done.repeated,
    };
  }

  private run(
    command: ReadCommand,
    call: Parameters<ReadCommand['carryOut']>[1],
    before: RightsRequestRow,
  ): Promise<unknown> {
    // Also for what leaves the request's version as it is: nothing is done on a state that was not the one seen.
    if (call.version !== undefined && call.version !== before.version) {
      refuse('version-conflict', { current: before.version });
    }
    return command.carryOut(this.services, call);
  }

  /** So that the second of two sees what the first has done. */
  private async latest(actor: Actor, id: string) {
    return (await this.log.timeline(actor, id))
      .map(({ entry: { at, event, actor: by } }) => ({ at, event, actor: by }))
      .filter(({ event }) => event !== 'content.read')
      .slice(-LATEST);
  }

  private freshId(): string {
    return uuidv7(this.clock.now().getTime());
  }
}

/** What tells a command from another under the same key: its fields, and the bytes of what goes with it. */
function sameness({ fields }: ReadCommand, files: readonly Attachment[]): object {
  return files.length === 0 ? fields : { ...fields, files: files.map((file) => [file.filename, fileKey(file)]) };
}
