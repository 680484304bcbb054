import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse, type FieldProblem } from '../../domain/problem.js';
import { AbsencesService } from '../../deadlines/absences.service.js';
import { CalendarService } from '../../deadlines/calendar.service.js';
import { Allow } from '../../identity/access.js';
import { errorsOf } from '../shell/components/form.js';
import { RemindersPage } from './reminders.page.js';
import { Pages, sessionOf } from '../shell/pages.service.js';
import { mustBeUuid } from '../case/case-views.js';
import { SettingsReader } from '../shell/settings-reader.js';
import { type Form, problemsOf, textIn } from '../shell/form-body.js';

/** When the DPO is reminded, who stands in, and the calendar of deadlines. */
@ApiExcludeController()
@Controller()
@Allow('dpo')
export class RemindersController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(SettingsReader) private readonly settings: SettingsReader,
    @Inject(AbsencesService) private readonly absences: AbsencesService,
    @Inject(CalendarService) private readonly calendars: CalendarService,
  ) {}

  @Get('erinnerungen')
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.send(request, reply, {});
  }

  @Post('erinnerungen/abwesenheit')
  async enter(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: Form): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const { actor, timeZone } = sessionOf(request);
    const [from, until] = [textIn(body, 'from'), textIn(body, 'until')];
    try {
      await this.absences.enter(actor, timeZone, from, until);
    } catch (error) {
      const fields = problemsOf(error);
      return this.send(request, reply, { from, until, problems: fields }, 422);
    }
    await reply.redirect('/erinnerungen', 303);
  }

  @Post('erinnerungen/abwesenheit/streichen')
  async cancel(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: Form): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    await this.absences.cancel(sessionOf(request).actor, mustBeUuid(textIn(body, 'id')));
    await reply.redirect('/erinnerungen', 303);
  }

  /** Not redirected: the address is shown this once. */
  @Post('erinnerungen/kalender')
  async issue(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: Form): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    await this.send(request, reply, { feedAddress: await this.calendars.issue(sessionOf(request).actor) });
  }

  @Post('erinnerungen/kalender/widerrufen')
  async revoke(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() body: Form): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    await this.calendars.revoke(sessionOf(request).actor);
    await reply.redirect('/erinnerungen', 303);
  }

  /** For calendar programs, which cannot sign in: the word in the address is the key. */
  @Get('kalender/:file')
  @Allow('public')
  async subscribed(@Res() reply: FastifyReply, @Param('file') file: string): Promise<void> {
    const secret = /^([\w-]{20,100})\.ics$/.exec(file)?.[1] ?? refuse('not-found', {});
    await reply
      .header('content-type', 'text/calendar; charset=utf-8')
      .header('cache-control', 'private, no-store')
      .send(await this.calendars.subscribed(secret));
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    shown: { from?: string; until?: string; problems?: readonly FieldProblem[]; feedAddress?: string },
    status = 200,
  ): Promise<void> {
    const { actor, timeZone, csrfToken } = sessionOf(request);
    const context = this.pages.context(request);
    const { organisation, deputy } = await this.settings.of(actor);
    const feed = await this.calendars.feed(actor);
    const page = RemindersPage({
      ...{ context, csrfToken, hasDeputy: deputy !== null },
      reminderDays: organisation.reminderDays,
      reminderHour: organisation.reminderHour,
      absences: await this.absences.list(actor, timeZone),
      from: shown.from ?? '',
      until: shown.until ?? '',
      errors: errorsOf(context.texts, shown.problems ?? []),
      feedSince: feed?.createdAt,
      feedAddress: shown.feedAddress,
    });
    await this.pages.send(request, reply, context.texts.reminders.title, page, status);
  }
}
