import { Inject, Injectable, type Type } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { refuse } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { Clock } from '../../platform/clock.js';
import { uuidv7 } from '../../platform/ids.js';
import { Repeats, type Carried } from '../../requests/repeats.service.js';
import { RequestsService } from '../../requests/requests.service.js';
import type { RightsRequestRow } from '../../requests/rights-requests.repository.js';
import type { ReadCommand, Services } from './command.js';
import { namedCommand } from './table.js';

export interface SentBody {
  readonly body: unknown;
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

/** Reads a command, has the service of its room carry it out, and shows what has become of the request. */
@Injectable()
export class CaseCommands {
  private readonly services: Services;

  constructor(
    @Inject(ModuleRef) modules: ModuleRef,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(Repeats) private readonly repeats: Repeats,
    @Inject(Clock) private readonly clock: Clock,
  ) {
    this.services = { of: <T>(service: Type<T>) => modules.get<T>(service, { strict: false }) };
  }

  /** @throws Refusal malformed-body, invalid-input, not-found, version-conflict, idempotency-key-reused, … */
  async carryOut(actor: Actor, id: string, { body, version, key }: SentBody): Promise<CarriedOut> {
    const named = namedCommand(body);
    const command = await named.read(body);
    const before = await this.requests.get(actor, id);
    const work = (as: Actor, freshId: string) => this.run(command, { actor: as, id, version, freshId }, before);
    const done: Carried<unknown> =
      key === null
        ? { result: await work(actor, this.freshId()), id: '', repeated: false }
        : await this.repeats.once(actor, key, { rightsRequestId: id, fields: command.fields }, work);
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

  private freshId(): string {
    return uuidv7(this.clock.now().getTime());
  }
}
