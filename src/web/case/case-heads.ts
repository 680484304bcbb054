import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn, type CivilDate } from '../../domain/civil-date.js';
import type { NextStep } from '../../domain/lifecycle/next-step.js';
import { decidedBy } from '../../domain/rights/deciding.js';
import type { Right } from '../../domain/rights/right.js';
import { otherClocksOf } from '../../requests/request/other-clocks.js';
import { NextStepsService } from '../../requests/next-step/next-steps.service.js';
import type { RightsRequestState } from '../../requests/request/rights-request.entity.js';
import type { RightsRequestRow } from '../../requests/request/rights-requests.repository.js';
import type { DueView } from './due-date.js';
import { keysOff } from '../shell/shortcuts-cookie.js';
import { Visit } from '../shell/visit.js';

/** What stands above every page of a case: which one it is, how long there is, and what is to be done now. */
export interface CaseHeadView {
  readonly id: string;
  readonly reference: string;
  readonly version: number;
  readonly state: RightsRequestState;
  readonly channel: string;
  readonly rights: readonly Right[];
  readonly due: DueView;
  /** The safe end of the 72 hours of an open hint of a breach. */
  readonly breachUntil: Date | null;
  readonly today: CivilDate;
  readonly next: NextStep;
  /** What is still open can be decided with the answer; else a function of the controller decides. */
  readonly decidesHere: boolean;
  /** The page listens to single keys. */
  readonly keys: boolean;
  readonly csrfToken: string;
  /** Undefined where the page opens no content, so that looking at a deadline reads nothing about a person. */
  readonly person?: string | undefined;
  /** Nothing can be written about it any more. */
  readonly erased: boolean;
}

@Injectable()
export class CaseHeads {
  constructor(@Inject(NextStepsService) private readonly nextSteps: NextStepsService) {}

  async of(visit: Visit, row: RightsRequestRow, person?: string, erased = false): Promise<CaseHeadView> {
    const { context, now, session } = visit;
    const { id, reference, version, state, rights, dueOn, nextOn, clock } = row;
    const today = civilDateIn(now, row.timeZone);
    return {
      id,
      reference,
      version,
      state,
      rights,
      person: erased ? context.texts.request.erasedPerson : person,
      erased,
      channel: context.language === 'en' ? row.channelLabelEn : row.channelLabelDe,
      due: { dueOn, nextOn, clock },
      today,
      keys: !keysOff(visit),
      decidesHere: state === 'acknowledged' && decidedBy(row.deciding, today) !== 'function',
      breachUntil: row.breachOutcome === null ? (otherClocksOf(row, [], now).breach?.strictAt ?? null) : null,
      next: await this.nextSteps.ofOne(session.actor, row),
      csrfToken: session.csrfToken,
    };
  }
}
