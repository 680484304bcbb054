import { Inject, Injectable } from '@nestjs/common';
import { LIFECYCLE, type State } from '../../../domain/lifecycle/lifecycle.js';
import type { AnswerStanding } from '../../../domain/lifecycle/next-step.js';
import { type FieldProblem, isRefusal } from '../../../domain/problem.js';
import type { Actor } from '../../../audit/actor.js';
import { LogService } from '../../../audit/log.service.js';
import { ClaimsService } from '../../../requests/claims/claims.service.js';
import { type Thread, ThreadService } from '../../../requests/correspondence/thread.service.js';
import { DutiesService } from '../../../requests/duties/duties.service.js';
import { uuidv7 } from '../../../platform/ids.js';
import { MacrosService } from '../../../requests/macros/macros.service.js';
import { JoinsService } from '../../../requests/joins/joins.service.js';
import { NextStepsService } from '../../../requests/next-step/next-steps.service.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';
import { errorsOf } from '../../shell/components/form.js';
import { page } from '../../shell/page.js';
import { Visit } from '../../shell/visit.js';
import type { Answer } from '../../../platform/http/answer.js';
import { CaseHeads } from '../case-heads.js';
import { CaseViews } from '../case-views.js';
import { CasePage, type CaseNotice } from './case.page.js';
import type { DismissFields } from './dismiss-form.js';

export interface CaseState {
  readonly dismissal?: DismissFields;
  readonly problems?: readonly FieldProblem[];
  readonly notice?: 'noted' | 'entered' | 'answered' | undefined;
}

/** A case with all that was said about it, as one page. */
@Injectable()
export class CasePageViews {
  constructor(
    @Inject(ClaimsService) private readonly claims: ClaimsService,
    @Inject(ThreadService) private readonly threads: ThreadService,
    @Inject(CaseViews) private readonly views: CaseViews,
    @Inject(CaseHeads) private readonly heads: CaseHeads,
    @Inject(NextStepsService) private readonly nextSteps: NextStepsService,
    @Inject(LogService) private readonly log: LogService,
    @Inject(JoinsService) private readonly joins: JoinsService,
    @Inject(DutiesService) private readonly duties: DutiesService,
    @Inject(MacrosService) private readonly macros: MacrosService,
  ) {}

  async page(visit: Visit, row: RightsRequestRow, shown: CaseState, status = 200): Promise<Answer> {
    const { context, actor } = visit;
    const { id, state } = row;
    const thread = await this.threadOf(actor, id);
    const timeline = await this.log.timeline(actor, id);
    const claims = await this.claims.list(actor, row);
    const decided = claims.filter(({ outcome }) => outcome !== null).length;
    const { missing, standing, ...course } = await this.nextSteps.stepsOf(actor, row, decided);
    const casePage = CasePage({
      context,
      head: await this.heads.of(visit, row, thread?.original.from, thread === undefined),
      ...(await this.views.receipt(context, actor, row)),
      state,
      version: row.version,
      claims,
      thread,
      // Before the answer it is no news that something is missing.
      course: { ...course, missing: state === 'answered' || state === 'retracted' ? missing : [] },
      acts: this.views.actsOf(row),
      alerts: await this.views.alerts.ofRequest(actor, row),
      related: await this.joins.related(actor, id),
      duties: await this.duties.ofRequest(actor, row),
      timeline: timeline.map(({ index, entry }) => ({
        index,
        at: new Date(entry.at),
        event: entry.event,
        actor: entry.actor,
      })),
      macros:
        LIFECYCLE[state].acknowledge === undefined && LIFECYCLE[state].send === undefined
          ? []
          : await this.macros.list(actor),
      run: uuidv7(visit.now.getTime()),
      mayWrite: LIFECYCLE[state].send !== undefined && thread !== undefined,
      mayDismiss: LIFECYCLE[state].dismiss !== undefined,
      remarked: row.withdrawnAt !== null,
      notice: shown.notice === 'answered' ? answerResult(state, standing.answer) : shown.notice,
      dismissal: shown.dismissal,
      errors: errorsOf(context.texts, shown.problems ?? []),
      csrfToken: visit.session.csrfToken,
    });
    return page(visit, context.texts.request.title(row.reference), casePage, { status });
  }

  /** Undefined once it is erased: facts and history stay to be seen. */
  private async threadOf(actor: Actor, id: string): Promise<Thread | undefined> {
    try {
      return await this.threads.read(actor, id, { quick: true });
    } catch (error) {
      if (isRefusal(error) && (error.code === 'not-found' || error.code === 'content-erased')) {
        return undefined;
      }
      throw error;
    }
  }
}

/** What has become of an answer that was sent just now: as the case knows it, not as it was hoped. */
function answerResult(state: State, answer: AnswerStanding): CaseNotice {
  if (state === 'closed' || state === 'answered') {
    return state;
  }
  return answer === 'made' ? 'made' : answer === 'sent' ? 'sent' : 'underway';
}
