import { Controller, Get, Inject, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { LogAlarms } from '../../audit/log-alarms.js';
import { Allow } from '../../identity/access.js';
import { type Answer, redirect } from '../../platform/http/answer.js';
import { page } from '../shell/page.js';
import { Uuid } from '../shell/route-params.js';
import { Visit } from '../shell/visit.js';
import { AlarmsPage } from './alarms.page.js';

/** What is wrong with the log, for those who have to know and those who have to act. */
@ApiExcludeController()
@Controller('alarme')
@Allow('dpo', 'auditor', 'admin')
export class AlarmsController {
  constructor(@Inject(LogAlarms) private readonly alarms: LogAlarms) {}

  @Get()
  async list(@Visit() visit: Visit): Promise<Answer> {
    const { context, session } = visit;
    const mayResolve = session.roles.includes('dpo') || session.roles.includes('admin');
    const alarms = await this.alarms.open(visit.actor.organisationId);
    const content = AlarmsPage({ context, alarms, csrfToken: mayResolve ? session.csrfToken : undefined });
    return page(visit, context.texts.audit.alarms.title, content);
  }

  @Post(':id/erledigen')
  @Allow('dpo', 'admin')
  async resolve(@Visit() visit: Visit, @Uuid('id') id: string): Promise<Answer> {
    await this.alarms.resolve(visit.actor, id);
    return redirect('/alarme');
  }
}
