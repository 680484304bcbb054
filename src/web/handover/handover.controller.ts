import { Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { civilDateIn } from '../../domain/civil-date.js';
import type { FieldProblem } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { type Session, SessionsService } from '../../identity/sessions.service.js';
import { IntakeService } from '../../intake/intake.service.js';
import { type StagedFile, StagedUploads } from '../../platform/staging/staged-uploads.js';
import { randomToken } from '../../platform/ids.js';
import { errorsOf } from '../shell/components/form.js';
import { atItsField, commandOf, emptyForm, formOf } from './handover-form.js';
import { type HandoverForm, HandoverPage } from './handover.page.js';
import { SettingsReader } from '../shell/settings-reader.js';
import { Visit } from '../shell/visit.js';
import { page } from '../shell/page.js';
import { type Answer, redirect } from '../../platform/http/answer.js';
import { Upload } from '../../platform/http/sent-form.js';
import { orShow } from '../shell/form-body.js';

@ApiExcludeController()
@Controller('weitergeben')
@Allow('staff', 'dpo')
export class HandoverController {
  constructor(
    @Inject(IntakeService) private readonly intake: IntakeService,
    @Inject(SessionsService) private readonly sessions: SessionsService,
    @Inject(SettingsReader) private readonly settings: SettingsReader,
    @Inject(StagedUploads) private readonly staged: StagedUploads,
  ) {}

  @Get()
  async form(@Visit() visit: Visit, @Query('channel') asked: unknown): Promise<Answer> {
    const { session } = visit;
    const { channels } = await this.settings.of(session.actor);
    const last = channels.find(({ id }) => id === session.lastChannelId)?.slug ?? '';
    const channel = channels.find(({ slug }) => slug === asked)?.slug ?? last;
    return this.show(visit, emptyForm(channel, randomToken(16)), [], []);
  }

  @Post()
  async send(@Visit() visit: Visit, @Upload() upload: Upload): Promise<Answer> {
    const { session } = visit;
    const sent = await this.staged.gather(session.actor, await upload.inspected());
    const form = formOf(sent.body);
    const { command, problems } = commandOf(form, sent, session.timeZone, visit.now);
    if (sent.takenOut) {
      return this.show(visit, form, [], sent.files);
    }
    return orShow(
      problems,
      async () => {
        const { row } = await this.intake.receive(session.actor, command);
        await this.staged.sent(session.actor, sent.files);
        await this.rememberChannel(session, command.channel);
        return redirect(`/weitergaben/${row.id}?neu=1`);
      },
      (wrong) => this.show(visit, form, wrong, sent.files),
    );
  }

  private async rememberChannel({ actor, userId, lastChannelId }: Session, slug: string): Promise<void> {
    const channel = (await this.settings.of(actor)).channels.find((candidate) => candidate.slug === slug);
    if (channel !== undefined && channel.id !== lastChannelId) {
      await this.sessions.rememberChannel(userId, channel.id);
    }
  }

  private async show(
    visit: Visit,
    form: HandoverForm,
    found: readonly FieldProblem[],
    files: readonly StagedFile[],
  ): Promise<Answer> {
    const { context, session } = visit;
    const { staged, problems: notKept } = await this.staged.keep(session.actor, files);
    const problems = [...found, ...notKept];
    const { channels, instruction, designation } = await this.settings.of(session.actor);
    const content = HandoverPage({
      context,
      form,
      channels: channels
        .filter(({ active }) => active)
        .map(({ slug, labelDe, labelEn }) => ({ value: slug, label: context.language === 'en' ? labelEn : labelDe })),
      errors: errorsOf(context.texts, problems.map(atItsField)),
      today: civilDateIn(visit.now, session.timeZone),
      handoverLimitMinutes: instruction?.handoverLimitMinutes ?? 0,
      dpoTelephone: designation?.telephone ?? '',
      staged,
      csrfToken: session.csrfToken,
    });
    return page(visit, context.texts.handover.title, content, { status: problems.length === 0 ? 200 : 422 });
  }
}
