import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRefusal } from '../domain/problem.js';
import { LogKeys } from '../audit/log-keys.js';
import { LogService } from '../audit/log.service.js';
import { Allow } from '../identity/access.js';
import { UsersService } from '../identity/users.service.js';
import { OrganisationsService } from '../organisations/organisations.service.js';
import { InstructionPage, LogPage, SettingsPage } from './pages/simple.pages.js';
import { Pages, sessionOf } from './pages.service.js';
import { SettingsReader } from './settings-reader.js';

const ENTRIES = 50;

/** Instruction, log and settings, each for those whose task needs them. */
@ApiExcludeController()
@Controller()
export class DeskController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(SettingsReader) private readonly settings: SettingsReader,
    @Inject(OrganisationsService) private readonly organisations: OrganisationsService,
    @Inject(UsersService) private readonly users: UsersService,
    @Inject(LogService) private readonly log: LogService,
    @Inject(LogKeys) private readonly keys: LogKeys,
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

  @Get('protokoll')
  @Allow('dpo', 'auditor')
  async showLog(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query('vor') before: unknown,
  ): Promise<void> {
    const { actor, organisationSlug } = sessionOf(request);
    const context = this.pages.context(request);
    const below = typeof before === 'string' && /^\d{1,15}$/.test(before) ? Number(before) : Number.MAX_SAFE_INTEGER;
    const entries = await this.log.newest(actor, below, ENTRIES);
    const checkpoint = await this.log.checkpoint(actor.organisationId).catch((error: unknown) => {
      if (isRefusal(error)) {
        return undefined;
      }
      throw error;
    });
    const oldest = entries.at(-1)?.index;
    const page = LogPage({
      context,
      size: checkpoint?.size,
      checkpoint: checkpoint?.note,
      verifierKey: this.keys.verifierKey(actor.organisationId, organisationSlug),
      entries: entries.map(({ index, entry }) => ({
        index,
        at: new Date(entry.at),
        event: entry.event,
        actor: entry.actor,
      })),
      olderQuery: entries.length < ENTRIES || oldest === undefined || oldest === 0 ? null : `vor=${oldest}`,
    });
    await this.pages.send(request, reply, context.texts.log.title, page);
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
