import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../../domain/problem.js';
import { RESTRICTION_GROUNDS } from '../../domain/rights/outcome.js';
import { announceFaults, beginFaults, liftFaults } from '../../domain/rights/restriction-course.js';
import type { Actor } from '../../audit/actor.js';
import { CaseWork, refuseFaults, Typed, type CaseChange } from '../request/case-work.js';
import { provedIn } from '../proof/case-proof.js';
import { mustBeDpo } from '../request/permission.js';
import {
  activeRestrictions,
  insertRestriction,
  markAnnounced,
  markLifted,
  restrictionsOf,
  type ActiveRestriction,
  type RestrictionRow,
} from './restrictions.sql.js';

type Input = Readonly<Record<string, unknown>>;

/** Restriction of processing (Art. 18): begun, announced, lifted; and the register of all that last. */
@Injectable()
export class RestrictionsService {
  constructor(@Inject(CaseWork) private readonly cases: CaseWork) {}

  list(actor: Actor, id: string): Promise<readonly RestrictionRow[]> {
    return this.cases.ask(actor, (executor) => restrictionsOf(executor, id));
  }

  register(actor: Actor): Promise<readonly ActiveRestriction[]> {
    mustBeDpo(actor);
    return this.cases.ask(actor, (executor) => activeRestrictions(executor, actor.organisationId));
  }

  /** Its id. @throws Refusal invalid-input, command-not-allowed, version-conflict, … */
  async begin(actor: Actor, id: string, input: Input, version?: number): Promise<string> {
    const typed = new Typed(input);
    const ground = typed.oneOf('ground', RESTRICTION_GROUNDS);
    const beganOn = typed.day('on');
    const reviewOn = typed.dayOrNone('reviewOn');
    const sealed = { what: typed.text('what'), end: typed.text('end') };
    typed.check();
    return this.cases.change(actor, id, 'restrict', version, async (change) => {
      refuseFaults(beginFaults(beganOn, reviewOn, change.today));
      const restriction = change.newId();
      const { organisationId } = actor;
      await insertRestriction(change.transaction, {
        ...{ id: restriction, organisationId, rightsRequestId: id, ground, beganOn, reviewOn },
      });
      const commit = change.seal(`restriction-${restriction}`, sealed);
      change.transaction.record('restriction.began', { restriction, ground }, { rightsRequestId: id, commit });
      return restriction;
    });
  }

  async announce(actor: Actor, id: string, input: Input, version?: number): Promise<void> {
    const typed = new Typed(input);
    const liftingOn = typed.day('liftingOn');
    typed.check();
    await this.cases.change(actor, id, 'announce-lifting', version, async (change) => {
      const row = await found(change, input['item']);
      const { land, municipality } = change.row;
      const place = municipality === null ? { land } : { land, municipality };
      const { on, facts, words } = await provedIn(change, 'announce-lifting', input);
      refuseFaults(announceFaults(row, on, liftingOn, place, change.today));
      await markAnnounced(change.transaction, row.id, on, liftingOn);
      const commit =
        words === undefined ? {} : { commit: change.seal(`restriction-told-${row.id}-${change.row.version}`, words) };
      change.transaction.record(
        'restriction.lifting-announced',
        { restriction: row.id, liftingOn, on, ...facts },
        { rightsRequestId: id, ...commit },
      );
    });
  }

  async lift(actor: Actor, id: string, input: Input, version?: number): Promise<void> {
    const typed = new Typed(input);
    const on = typed.day('on');
    typed.check();
    await this.cases.change(actor, id, 'lift-restriction', version, async (change) => {
      const row = await found(change, input['item']);
      refuseFaults(liftFaults(row, on, change.today));
      await markLifted(change.transaction, row.id, on);
      change.transaction.record('restriction.lifted', { restriction: row.id, on }, { rightsRequestId: id });
    });
  }
}

async function found({ transaction, row }: CaseChange, item: unknown): Promise<RestrictionRow> {
  const all = await restrictionsOf(transaction, row.id);
  return all.find(({ id }) => id === item) ?? refuse('not-found', {});
}
