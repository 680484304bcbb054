import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../../../domain/civil-date.js';
import { openDuties } from '../../../domain/duties/duties.js';
import type { Actor } from '../../../audit/actor.js';
import { ClaimsService } from '../../../requests/claims/claims.service.js';
import { Clock } from '../../../platform/clock.js';
import { DutiesService } from '../../../requests/duties/duties.service.js';
import { IdentityCheckReader } from '../../../requests/identity-check/identity-check-reading.service.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';
import { TaskReader } from '../../../requests/tasks/task-reading.service.js';
import { errorsOf } from '../../shell/components/form.js';
import { day } from '../../shell/format.js';
import type { PageContext } from '../../shell/page-context.js';
import type { ClosingProps } from './closing-form.js';

const WORDS_SHOWN = 120;

/** What keeps a matter from being closed, and what still runs in it. */
@Injectable()
export class ClosingViews {
  constructor(
    @Inject(ClaimsService) private readonly claims: ClaimsService,
    @Inject(DutiesService) private readonly duties: DutiesService,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(TaskReader) private readonly tasks: TaskReader,
    @Inject(IdentityCheckReader) private readonly checks: IdentityCheckReader,
  ) {}

  async of(context: PageContext, actor: Actor, row: RightsRequestRow, unconfirmed: boolean): Promise<ClosingProps> {
    const missing = await this.claims.missing(actor, row);
    const { openTask, openCheck } = context.texts.claims;
    const tasks = missing.includes('tasks') ? await this.tasks.ofRequest(actor, row.id) : [];
    const checks = missing.includes('checks') ? await this.checks.ofRequest(actor, row.id) : [];
    const duties = missing.includes('duties') ? await this.duties.ofRequest(actor, row) : [];
    return {
      missing,
      duties: openDuties(duties),
      id: row.id,
      today: civilDateIn(this.clock.now(), row.timeZone),
      running: [
        ...tasks
          .filter((task) => task.row.state === 'open')
          .map(({ row: { id, untilOn }, words }) => ({
            id,
            words: openTask(shortened(words?.what ?? ''), day(context, untilOn)),
          })),
        ...checks
          .filter((check) => check.row.state === 'open')
          .map(({ row: { id, startedAt } }) => ({
            id,
            words: openCheck(day(context, civilDateIn(startedAt, row.timeZone))),
          })),
      ],
      errors: errorsOf(context.texts, unconfirmed ? [{ field: 'end', code: 'required' }] : []),
    };
  }
}

function shortened(words: string): string {
  return words.length > WORDS_SHOWN ? `${words.slice(0, WORDS_SHOWN)} …` : words;
}
