import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow } from '../identity/access.js';
import { UsersService } from '../identity/users.service.js';
import { OrganisationsService } from '../organisations/organisations.service.js';
import { InstructionPage, SettingsPage } from './pages/simple.pages.js';
import { Pages, sessionOf } from './pages.service.js';
import { SettingsReader } from './settings-reader.js';

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
    const { actor } = sessionOf(request);
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
    });
    await this.pages.send(request, reply, context.texts.settings.title, page);
  }
}
