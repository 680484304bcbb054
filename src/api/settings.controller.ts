import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { refuse } from '../domain/problem.js';
import type { Actor } from '../audit/actor.js';
import { Allow, CurrentActor } from '../identity/access.js';
import { OwnAccount } from '../identity/accounts/own-account.service.js';
import { OrganisationSettingsService, SETTING_NAMES } from '../organisations/settings/organisation-settings.service.js';
import { NewOrganisations } from '../setup/new-organisations.service.js';
import { pageOf } from './list-page.js';

const SETTINGS_SCHEMA = {
  type: 'object',
  description: `Any of ${SETTING_NAMES.join(', ')}; what is left out stays`,
  properties: Object.fromEntries(SETTING_NAMES.map((name) => [name, {}])),
  additionalProperties: false,
};

const PROFILE_SCHEMA = {
  type: 'object',
  description: 'A profile, as `forthwith organisation import` reads it from a file',
  required: ['slug', 'name', 'shortName', 'postalAddress', 'email', 'land', 'timeZone', 'referencePrefix', 'authority'],
};

/** The settings of the caller's organisation, and what was changed. */
@ApiTags('settings')
@ApiBearerAuth()
@Controller('api/v1/settings')
@Allow('admin')
export class SettingsApiController {
  constructor(@Inject(OrganisationSettingsService) private readonly settings: OrganisationSettingsService) {}

  @Get()
  @ApiOperation({ summary: 'The settings as they stand' })
  async read(@CurrentActor() actor: Actor) {
    return this.settings.of(actor);
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Change settings: all of what is sent, or nothing. Each change is an entry in the log' })
  @ApiBody({ schema: SETTINGS_SCHEMA })
  async change(@CurrentActor() actor: Actor, @Body() body: unknown) {
    const wanted = objectOf(body);
    const unknown = Object.keys(wanted).filter((name) => !(SETTING_NAMES as readonly string[]).includes(name));
    if (unknown.length > 0) {
      refuse('invalid-input', {
        fields: unknown.map((field) => ({ field: field.slice(0, 60), code: 'unknown-field' })),
      });
    }
    const changed = await this.settings.change(actor, wanted);
    return { changed, settings: await this.settings.of(actor) };
  }

  @Get('changes')
  @ApiOperation({ summary: 'What was changed by whom, with what stood there before and after, newest first' })
  @ApiQuery({ name: 'cursor', required: false })
  async changes(@CurrentActor() actor: Actor, @Query('cursor') cursor: unknown) {
    const rows = (await this.settings.changes(actor)).map(({ id, at, userId, setting, before, after }) => ({
      id,
      at: at.toISOString(),
      user: userId,
      setting,
      before: JSON.parse(before) as unknown,
      after: JSON.parse(after) as unknown,
    }));
    return pageOf(rows, cursor);
  }
}

/** Further organisations, for operators of the installation. */
@ApiTags('settings')
@ApiBearerAuth()
@Controller('api/v1/organisations')
@Allow('admin')
export class OrganisationsApiController {
  constructor(
    @Inject(NewOrganisations) private readonly created: NewOrganisations,
    @Inject(OwnAccount) private readonly account: OwnAccount,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Set up a further organisation; you become its first administrator. Operators only' })
  @ApiBody({ schema: PROFILE_SCHEMA })
  async create(@CurrentActor() actor: Actor, @Body() body: unknown) {
    const { organisationId, slug } = await this.created.fromProfile(
      { actor, email: await this.account.emailOf(actor) },
      objectOf(body),
    );
    return { id: organisationId, slug };
  }
}

/** @throws Refusal malformed-body */
function objectOf(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null && !Array.isArray(body)
    ? (body as Record<string, unknown>)
    : refuse('malformed-body', {});
}
