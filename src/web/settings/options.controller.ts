import { Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { refuse, type FieldProblem } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { AccountsService } from '../../identity/accounts/accounts.service.js';
import { OrganisationSettingsService } from '../../organisations/settings/organisation-settings.service.js';
import { type Answer, redirect } from '../../platform/http/answer.js';
import { Upload } from '../../platform/http/sent-form.js';
import { errorsOf } from '../shell/components/form.js';
import { box, list, orShow, readForm, text } from '../shell/form-body.js';
import { page } from '../shell/page.js';
import { Pages } from '../shell/pages.service.js';
import { Visit } from '../shell/visit.js';
import { ChangesPage, OptionsPage } from './options.page.js';
import {
  PART_NAMES,
  SETTING_PARTS,
  typedOf,
  wantedOf,
  type SettingField,
  type SettingPart,
  type TypedSettings,
} from './setting-parts.js';

/** The organisation's own settings, a page for each matter, and the list of what was changed. */
@ApiExcludeController()
@Controller('verwaltung')
@Allow('admin')
export class OptionsController {
  constructor(
    @Inject(OrganisationSettingsService) private readonly settings: OrganisationSettingsService,
    @Inject(AccountsService) private readonly accounts: AccountsService,
    @Inject(Pages) private readonly pages: Pages,
  ) {}

  @Get('einstellungen/:part')
  async show(
    @Visit() visit: Visit,
    @Param('part') asked: string,
    @Query('geaendert') changed: unknown,
  ): Promise<Answer> {
    const saved = typeof changed === 'string' && /^\d{1,2}$/.test(changed) ? Number(changed) : undefined;
    return this.send(visit, partOf(asked), saved === undefined ? {} : { saved });
  }

  @Post('einstellungen/:part')
  async save(@Visit() visit: Visit, @Param('part') asked: string, @Upload() upload: Upload): Promise<Answer> {
    const part = partOf(asked);
    const fields: readonly SettingField[] = SETTING_PARTS[part];
    const { body, files, problems } = await upload.read();
    const typed = Object.fromEntries(
      fields.map(({ name, kind }) => {
        const { values } = readForm(body, { [name]: kind === 'boxes' ? list : text() });
        return [name, values[name] as string | readonly string[]];
      }),
    );
    const picture = files.find(({ field, content }) => field === 'logo' && content.length > 0)?.content;
    const taken = readForm(body, { noLogo: box('1') }).values.noLogo ? Buffer.alloc(0) : undefined;
    return orShow(
      problems,
      async () => {
        const changed = await this.settings.change(visit.actor, wantedOf(fields, typed, picture ?? taken));
        this.pages.forgetFaces();
        return redirect(`/verwaltung/einstellungen/${part}?geaendert=${changed.length}`);
      },
      (wrong) => this.send(visit, part, { typed, problems: wrong }, 422),
    );
  }

  @Get('aenderungen')
  async changes(@Visit() visit: Visit): Promise<Answer> {
    const { context, actor } = visit;
    const people = new Map((await this.accounts.list(actor)).map(({ id, email }) => [id, email]));
    const content = ChangesPage({ context, people, changes: await this.settings.changes(actor) });
    return page(visit, context.texts.options.changes, content);
  }

  private async send(
    visit: Visit,
    part: SettingPart,
    shown: { readonly typed?: TypedSettings; readonly problems?: readonly FieldProblem[]; readonly saved?: number },
    status = 200,
  ): Promise<Answer> {
    const { context, session, actor } = visit;
    const now = await this.settings.of(actor);
    const content = OptionsPage({
      context,
      part,
      now,
      typed: shown.typed ?? typedOf(SETTING_PARTS[part], now),
      saved: shown.saved,
      errors: errorsOf(context.texts, shown.problems ?? []),
      csrfToken: session.csrfToken,
    });
    return page(visit, context.texts.options.parts[part], content, { status });
  }
}

/** @throws Refusal not-found */
function partOf(asked: string): SettingPart {
  return PART_NAMES.find((name) => name === asked) ?? refuse('not-found', {});
}
