import { Controller, Get, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Actor } from '../../audit/actor.js';
import { Allow } from '../../identity/access.js';
import type { Session } from '../../identity/sessions.service.js';
import type { Answer } from '../../platform/http/answer.js';
import { NextStepsService } from '../../requests/next-step/next-steps.service.js';
import { RequestsService } from '../../requests/request/requests.service.js';
import { page } from '../shell/page.js';
import { Visit } from '../shell/visit.js';
import { AllCasesPage, type CaseOfOrganisation } from './all-cases.page.js';

/** Of one organisation; who looks at all of them wants what is due, not everything. */
const EACH = 25;

/** One list for a DPO of several organisations. Each is asked as its own DPO, so none sees into another. */
@ApiExcludeController()
@Controller('alle-vorgaenge')
@Allow('dpo')
export class AllCasesController {
  constructor(
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(NextStepsService) private readonly nextSteps: NextStepsService,
  ) {}

  @Get()
  async list(@Visit() visit: Visit): Promise<Answer> {
    const { context, session, today } = visit;
    const cases: CaseOfOrganisation[] = [];
    const unlisted: string[] = [];
    // One after the other: dozens at once would take every connection from those who work on one case.
    for (const { id, name, actor } of dpoOf(session)) {
      const rows = await this.requests.worklist(actor, { state: 'open' }, undefined, EACH + 1);
      const steps = await this.nextSteps.of(actor, rows);
      cases.push(
        ...rows.slice(0, EACH).map((row) => ({ ...row, organisation: { id, name }, next: steps.get(row.id) })),
      );
      if (rows.length > EACH) {
        unlisted.push(name);
      }
    }
    cases.sort((a, b) => a.nextOn.localeCompare(b.nextOn) || a.reference.localeCompare(b.reference));
    const content = AllCasesPage({ context, cases, unlisted, today, csrfToken: session.csrfToken });
    return page(visit, context.texts.accounts.organisations.title, content);
  }
}

/** As whom the DPO acts in each organisation. */
function dpoOf({ organisations, userId }: Session): readonly { id: string; name: string; actor: Actor }[] {
  return organisations
    .filter(({ roles }) => roles.includes('dpo'))
    .map(({ id, name, roles }) => ({
      id,
      name,
      actor: { organisationId: id, userId, roles, label: `user:${userId}` },
    }));
}
