import { Inject, Injectable } from '@nestjs/common';
import { systemActor, WORKER_SCOPE } from '../audit/actor.js';
import { Database } from '../platform/database/database.js';
import { LOGGER, type Log } from '../platform/logging/log.js';
import { Erasing } from './erasing.js';
import { existingRequests, knownErasures, retentionPlaces } from './erasures.sql.js';
import { OutsideList } from './outside-list.js';

/**
 * Before anybody can read: what the list outside calls erased and the database does not know of, because it comes from an
 * older backup, is erased again. With every start; it costs a look at the list.
 */
@Injectable()
export class AgainErased {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OutsideList) private readonly list: OutsideList,
    @Inject(Erasing) private readonly erasing: Erasing,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  private done = 0;

  /** How many erasures were done again since the start. */
  get total(): number {
    return this.done;
  }

  /** How many erasures were done again. */
  async eraseAgain(): Promise<number> {
    let again = 0;
    for (const { organisationId } of await this.database.ask(WORKER_SCOPE, (executor) => retentionPlaces(executor))) {
      again += await this.ofOrganisation(organisationId);
    }
    this.done += again;
    return again;
  }

  private async ofOrganisation(organisationId: string): Promise<number> {
    const listed = this.list.read(organisationId);
    if (listed.length === 0) {
      return 0;
    }
    const actor = systemActor(organisationId);
    const [known, existing] = await this.database.ask(actor, (executor) =>
      Promise.all([
        knownErasures(
          executor,
          listed.map(({ erasure }) => erasure),
        ),
        existingRequests(
          executor,
          listed.map(({ rightsRequestId }) => rightsRequestId),
        ),
      ]),
    );
    let again = 0;
    for (const one of listed) {
      if (!known.has(one.erasure) && existing.has(one.rightsRequestId)) {
        again += (await this.erasing.erase(actor, one.rightsRequestId, one)) === undefined ? 0 : 1;
      }
    }
    if (again > 0) {
      this.log.warn({ organisation: organisationId, again }, 'erased again what a restored database had brought back');
    }
    return again;
  }
}
