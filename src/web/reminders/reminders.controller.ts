import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FieldProblem, refuse } from '../../domain/problem.js';
import { AbsencesService } from '../../deadlines/absences.service.js';
import { CalendarService } from '../../deadlines/calendar.service.js';
import { Allow } from '../../identity/access.js';
import { errorsOf } from '../shell/components/form.js';
import { RemindersPage } from './reminders.page.js';
import { SettingsReader } from '../shell/settings-reader.js';
import { Visit } from '../shell/visit.js';
import { page } from '../shell/page.js';
import { type Answer, inline, redirect } from '../../platform/http/answer.js';
import { mustBeUuid } from '../shell/route-params.js';
import type { Form } from '../../platform/http/sent-form.js';
import { orShow, readForm, text } from '../shell/form-body.js';

/** When the DPO is reminded, who stands in, and the calendar of deadlines. */
@ApiExcludeController()
@Controller()
@Allow('dpo')
export class RemindersController {
  constructor(
    @Inject(SettingsReader) private readonly settings: SettingsReader,
    @Inject(AbsencesService) private readonly absences: AbsencesService,
    @Inject(CalendarService) private readonly calendars: CalendarService,
  ) {}

  @Get('erinnerungen')
  async show(@Visit() visit: Visit): Promise<Answer> {
    return this.send(visit, {});
  }

  @Post('erinnerungen/abwesenheit')
  async enter(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { actor, timeZone } = visit.session;
    const { values, problems } = readForm(body, { from: text(), until: text() });
    const { from, until } = values;
    return orShow(
      problems,
      async () => {
        await this.absences.enter(actor, timeZone, from, until);
        return redirect('/erinnerungen');
      },
      (wrong) => this.send(visit, { from, until, problems: wrong }, 422),
    );
  }

  @Post('erinnerungen/abwesenheit/streichen')
  async cancel(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { id } = readForm(body, { id: text() }).values;
    await this.absences.cancel(visit.actor, mustBeUuid(id));
    return redirect('/erinnerungen');
  }

  /** Not redirected: the address is shown this once. */
  @Post('erinnerungen/kalender')
  async issue(@Visit() visit: Visit): Promise<Answer> {
    return this.send(visit, { feedAddress: await this.calendars.issue(visit.actor) });
  }

  @Post('erinnerungen/kalender/widerrufen')
  async revoke(@Visit() visit: Visit): Promise<Answer> {
    await this.calendars.revoke(visit.actor);
    return redirect('/erinnerungen');
  }

  /** For calendar programs, which cannot sign in: the word in the address is the key. */
  @Get('kalender/:file')
  @Allow('public')
  async subscribed(@Param('file') file: string): Promise<Answer> {
    const secret = /^([\w-]{20,100})\.ics$/.exec(file)?.[1] ?? refuse('not-found', {});
    const content = await this.calendars.subscribed(secret);
    const headers = { 'cache-control': 'private, no-store' };
    return inline({ type: 'text/calendar; charset=utf-8', content, headers });
  }

  private async send(
    visit: Visit,
    shown: { from?: string; until?: string; problems?: readonly FieldProblem[]; feedAddress?: string },
    status = 200,
  ): Promise<Answer> {
    const { context, session } = visit;
    const { actor, timeZone, csrfToken } = session;
    const { organisation, deputy } = await this.settings.of(actor);
    const feed = await this.calendars.feed(actor);
    const content = RemindersPage({
      context,
      csrfToken,
      hasDeputy: deputy !== null,
      reminderDays: organisation.reminderDays,
      reminderHour: organisation.reminderHour,
      absences: await this.absences.list(actor, timeZone),
      from: shown.from ?? '',
      until: shown.until ?? '',
      errors: errorsOf(context.texts, shown.problems ?? []),
      feedSince: feed?.createdAt,
      feedAddress: shown.feedAddress,
    });
    return page(visit, context.texts.reminders.title, content, { status });
  }
}
