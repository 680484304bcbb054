import { Controller, Get, Inject, Query, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse, type FieldProblem } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { SessionsService } from '../../identity/sessions.service.js';
import { IntakeService } from '../../intake/intake.service.js';
import { Clock } from '../../platform/clock.js';
import { readMultipart } from '../../platform/http/multipart.js';
import { randomToken } from '../../platform/ids.js';
import { errorsOf } from '../shell/components/form.js';
import { commandOf, emptyForm, formOf, quickMoments } from './handover-form.js';
import { HandoverPage, type HandoverForm } from './handover.page.js';
import { Pages, sessionOf } from '../shell/pages.service.js';
import { SettingsReader } from '../shell/settings-reader.js';
import { problemsOf } from '../shell/form-body.js';

@ApiExcludeController()
@Controller('weitergeben')
@Allow('staff', 'dpo')
export class HandoverController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(IntakeService) private readonly intake: IntakeService,
    @Inject(SessionsService) private readonly sessions: SessionsService,
    @Inject(SettingsReader) private readonly settings: SettingsReader,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  async form(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query('channel') asked: unknown,
  ): Promise<void> {
    const session = sessionOf(request);
    const { channels } = await this.settings.of(session.actor);
    const last = channels.find(({ id }) => id === session.lastChannelId)?.slug ?? '';
    const channel = channels.find(({ slug }) => slug === asked)?.slug ?? last;
    const form = emptyForm(channel, this.clock.now(), session.timeZone, randomToken(16));
    await this.show(request, reply, form, []);
  }

  @Post()
  async send(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const session = sessionOf(request);
    if (!request.isMultipart()) {
      refuse('unsupported-media-type', { allowed: ['multipart/form-data'] });
    }
    const multipart = await readMultipart(request);
    const form = formOf(multipart);
    try {
      this.pages.checkForm(request, multipart.fields.get('csrf')?.[0]);
      const { command, problems } = commandOf(form, multipart, session.timeZone);
      if (problems.length > 0) {
        return await this.show(request, reply, form, problems);
      }
      const { row } = await this.intake.receive(session.actor, command);
      await this.rememberChannel(request, command.channel);
      await reply.redirect(`/weitergaben/${row.id}?neu=1`, 303);
    } catch (error) {
      const fields = problemsOf(error);
      await this.show(request, reply, form, fields);
    }
  }

  private async rememberChannel(request: FastifyRequest, slug: string): Promise<void> {
    const session = sessionOf(request);
    const channel = (await this.settings.of(session.actor)).channels.find((candidate) => candidate.slug === slug);
    if (channel !== undefined && channel.id !== session.lastChannelId) {
      await this.sessions.rememberChannel(session.userId, channel.id);
    }
  }

  private async show(
    request: FastifyRequest,
    reply: FastifyReply,
    form: HandoverForm,
    problems: readonly FieldProblem[],
  ): Promise<void> {
    const session = sessionOf(request);
    const context = this.pages.context(request);
    const { channels, instruction, designation } = await this.settings.of(session.actor);
    const page = HandoverPage({
      context,
      form,
      channels: channels
        .filter(({ active }) => active)
        .map(({ slug, labelDe, labelEn }) => ({ value: slug, label: context.language === 'en' ? labelEn : labelDe })),
      errors: errorsOf(context.texts, problems),
      ...quickMoments(this.clock.now(), session.timeZone),
      handoverLimitMinutes: instruction?.handoverLimitMinutes ?? 0,
      dpoTelephone: designation?.telephone ?? '',
      csrfToken: session.csrfToken,
    });
    await this.pages.send(request, reply, context.texts.handover.title, page, problems.length === 0 ? 200 : 422);
  }
}
