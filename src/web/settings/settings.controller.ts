import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FieldProblem } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { randomPassword } from '../../identity/password.js';
import { UsersService } from '../../identity/users.service.js';
import { OrganisationsService } from '../../organisations/organisations.service.js';
import { errorsOf } from '../shell/components/form.js';
import { InstructionPage, SettingsPage } from './settings.pages.js';
import type { InspectionFormProps } from './inspector-account-form.js';
import { Pages, sessionOf } from '../shell/pages.service.js';
import { problemsOf, textIn } from '../shell/form-body.js';
import { SettingsReader } from '../shell/settings-reader.js';

/** Instruction and settings, each for those whose task needs them. */
@ApiExcludeController()
@Controller()
export class DeskController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(SettingsReader) private readonly settings: SettingsReader,
    @Inject(OrganisationsService) private readonly organisations: OrganisationsService,
    @Inject(UsersService) private readonly users: UsersService,
  ) {}

  @Get('anweisung')
  @Allow('staff', 'dpo', 'auditor', 'admin')
  async instruction(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query('bestaetigt') confirmed: unknown,
  ): Promise<void> {
    const { actor, csrfToken } = sessionOf(request);
    const context = this.pages.context(request);
    const { instruction } = await this.settings.of(actor);
    const shown =
      instruction === null
        ? undefined
        : { ...instruction, text: context.language === 'en' ? instruction.textEn : instruction.textDe };
    const page = InstructionPage({ context, instruction: shown, confirmed: confirmed === '1', csrfToken });
    await this.pages.send(request, reply, context.texts.instruction.title, page);
  }

  @Post('anweisung')
  @Allow('staff', 'dpo', 'auditor', 'admin')
  async confirm(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Body() body: Record<string, unknown> | undefined,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    await this.organisations.confirmInstruction(sessionOf(request).actor, String(body?.['instruction']));
    await reply.redirect('/anweisung?bestaetigt=1', 303);
  }

  @Get('verwaltung')
  @Allow('admin')
  async showSettings(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.sendSettings(request, reply, { email: '', until: '', problems: [] });
  }

  /** Not redirected: the password is shown this once. */
  @Post('verwaltung/pruefkonto')
  @Allow('admin')
  async addInspector(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Body() body: Record<string, unknown> | undefined,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const [email, until] = [textIn(body, 'email'), textIn(body, 'until')];
    const password = randomPassword();
    try {
      await this.users.addInspector(sessionOf(request).actor, { email, until, password });
    } catch (error) {
      return this.sendSettings(request, reply, { email, until, problems: problemsOf(error) }, 422);
    }
    await this.sendSettings(request, reply, { email: '', until: '', problems: [], made: { email, password } });
  }

  private async sendSettings(
    request: FastifyRequest,
    reply: FastifyReply,
    {
      problems,
      ...inspection
    }: Omit<InspectionFormProps, 'context' | 'errors' | 'csrfToken'> & {
      readonly problems: readonly FieldProblem[];
    },
    status = 200,
  ): Promise<void> {
    const { actor, csrfToken } = sessionOf(request);
    const context = this.pages.context(request);
    const { organisation, channels, designation } = await this.settings.of(actor);
    const german = context.language === 'de';
    const page = SettingsPage({
      context,
      facts: [
        { label: context.texts.settings.organisation, value: organisation.name },
        { label: context.texts.calculator.land, value: organisation.land },
        { label: context.texts.settings.email, value: organisation.email },
      ],
      channels: channels.filter(({ active }) => active).map(({ labelDe, labelEn }) => (german ? labelDe : labelEn)),
      designation:
        designation === null
          ? []
          : [german ? designation.titleDe : designation.titleEn, designation.email, designation.telephone],
      users: await this.users.list(actor),
      inspection: { ...inspection, csrfToken, errors: errorsOf(context.texts, problems) },
    });
    await this.pages.send(request, reply, context.texts.settings.title, page, status);
  }
}
