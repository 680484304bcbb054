import { Inject, Injectable } from '@nestjs/common';
import { isRefusal } from '../../../domain/problem.js';
import type { Actor } from '../../../audit/actor.js';
import { JoinsService } from '../../../requests/joins/joins.service.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';

/** Who is behind a request, as far as it is known. */
export interface MergedPerson {
  readonly from: string;
  readonly contact: string;
}

/** `unknown`: one of them left no contact, so nothing can be compared. */
export type Sameness = 'same' | 'different' | 'unknown';

export interface MergedPeople {
  readonly from: MergedPerson;
  readonly into: MergedPerson;
  readonly sameness: Sameness;
}

const NOBODY: MergedPerson = { from: '', contact: '' };

/** Before two requests become one: whether it is one person at all. An answer that reaches the other is a breach. */
@Injectable()
export class MergedPeopleReader {
  constructor(
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(JoinsService) private readonly joins: JoinsService,
  ) {}

  /** Opens both; each opening is an entry. @throws Refusal not-allowed */
  async of(actor: Actor, from: RightsRequestRow, into: RightsRequestRow): Promise<MergedPeople> {
    const [one, other] = [await this.personOf(actor, from.id), await this.personOf(actor, into.id)];
    const related = await this.joins.haveSameContact(actor, from.id, into.id);
    const known = one.contact !== '' && other.contact !== '';
    return { from: one, into: other, sameness: related ? 'same' : known ? 'different' : 'unknown' };
  }

  private async personOf(actor: Actor, id: string): Promise<MergedPerson> {
    try {
      const { from, contact } = await this.requests.readContent(actor, id);
      return { from, contact };
    } catch (error) {
      if (isRefusal(error) && (error.code === 'not-found' || error.code === 'content-erased')) {
        return NOBODY;
      }
      throw error;
    }
  }
}
