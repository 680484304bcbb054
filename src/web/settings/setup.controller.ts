import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { ADDRESS_FORMS } from '../../domain/correspondence/kinds.js';
import { CHANNEL_KINDS } from '../../domain/channel-kind.js';
import type { FieldProblem } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { AccountsService } from '../../identity/accounts/accounts.service.js';
import { SettingsService } from '../../organisations/settings/settings.service.js';
import { type Answer, redirect } from '../../platform/http/answer.js';
import type { Form } from '../../platform/http/sent-form.js';
import { errorsOf } from '../shell/components/form.js';
import { box, choice, int, line, orShow, readForm, text } from '../shell/form-body.js';
import { page } from '../shell/page.js';
import { mustBeUuid } from '../shell/route-params.js';
import { SettingsReader } from '../shell/settings-reader.js';
import { Visit } from '../shell/visit.js';
import { ChannelsPage, NEW_CHANNEL, type ChannelForm } from './channels.page.js';
import { DesignationPage, type DesignationForm } from './designation.page.js';
import { IssuePage, type IssueForm } from './issue.page.js';

const CHANNEL = {
  id: line(36),
  kind: choice(CHANNEL_KINDS),
  labelDe: line(),
  labelEn: line(),
  active: box('1'),
  ownerId: line(36),
  deputyId: line(36),
  addressForm: choice(ADDRESS_FORMS),
};
const DESIGNATION = {
  titleDe: line(120),
  titleEn: line(120),
  email: line(254),
  telephone: line(40),
  postalAddress: text(500),
  deputy: box('1'),
  end: box('1'),
};
const ISSUE = {
  textDe: text(),
  textEn: text(),
  holdsFrom: line(40),
  handoverLimitMinutes: int,
  forwardingLimitSeconds: int,
  takeoverLimitHours: line(10),
};

/** What administrators set up by page: channels, who is designated, the instruction. */
@ApiExcludeController()
@Controller('verwaltung')
@Allow('admin')
export class SetupController {
  constructor(
    @Inject(SettingsService) private readonly service: SettingsService,
    @Inject(SettingsReader) private readonly settings: SettingsReader,
    @Inject(AccountsService) private readonly accounts: AccountsService,
  ) {}

  @Get('kanaele')
  async channels(
    @Visit() visit: Visit,
    @Query('gespeichert') saved: unknown,
    @Query('kanal') edited: unknown,
  ): Promise<Answer> {
    return this.showChannels(visit, { saved: saved === '1', edited });
  }

  @Post('kanaele')
  async saveChannel(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { values, typed, problems } = readForm(body, CHANNEL);
    const { id, kind = 'other', labelDe, labelEn, active, ownerId, deputyId, addressForm = null } = values;
    const known = (await this.accounts.list(visit.actor)).map((account) => account.id);
    const keeper = (given: string): string | null => known.find((one) => one === given) ?? null;
    return orShow(
      problems,
      async () => {
        await this.service.saveChannel(visit.actor, {
          kind,
          labelDe,
          labelEn,
          active,
          addressForm,
          ownerId: keeper(ownerId),
          deputyId: keeper(deputyId),
          id: id === '' ? null : mustBeUuid(id),
        });
        return redirect('/verwaltung/kanaele?gespeichert=1');
      },
      (wrong) => this.showChannels(visit, { form: typed, problems: wrong }, 422),
    );
  }

  @Get('benennung')
  async designation(
    @Visit() visit: Visit,
    @Query('gespeichert') saved: unknown,
    @Query('vertretung') deputy: unknown,
  ): Promise<Answer> {
    return this.showDesignation(visit, { saved: saved === '1', isDeputy: deputy === '1' });
  }

  @Post('benennung')
  async designate(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { values, typed, problems } = readForm(body, DESIGNATION);
    const { deputy, end, ...designation } = values;
    return orShow(
      end ? [] : problems,
      async () => {
        await this.service.designate(visit.actor, end ? null : designation, deputy);
        return redirect(`/verwaltung/benennung?gespeichert=1${deputy ? '&vertretung=1' : ''}`);
      },
      (wrong) => this.showDesignation(visit, { form: typed, problems: wrong }, 422),
    );
  }

  @Get('anweisung')
  async instruction(@Visit() visit: Visit, @Query('gespeichert') saved: unknown): Promise<Answer> {
    return this.showIssue(visit, { saved: saved === '1' });
  }

  @Post('anweisung')
  async issue(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { values, typed, problems } = readForm(body, ISSUE);
    const { handoverLimitMinutes = 0, forwardingLimitSeconds = 0, takeoverLimitHours: hours, ...words } = values;
    const takeoverLimitHours = hours === '' ? undefined : Number(hours);
    return orShow(
      problems,
      async () => {
        await this.service.issueInstruction(visit.actor, {
          ...words,
          handoverLimitMinutes,
          forwardingLimitSeconds,
          takeoverLimitHours,
        });
        return redirect('/verwaltung/anweisung?gespeichert=1');
      },
      (wrong) => this.showIssue(visit, { form: typed, problems: wrong }, 422),
    );
  }

  private async showChannels(
    visit: Visit,
    { form, problems = [], saved = false, edited }: Shown<ChannelForm> & { readonly edited?: unknown },
    status = 200,
  ): Promise<Answer> {
    const { context, session, actor } = visit;
    const { channels } = await this.settings.of(actor);
    const keepers = await this.service.keepers(actor);
    const chosen = channels.find(({ id }) => id === edited);
    const keeper = chosen === undefined ? undefined : keepers.get(chosen.id);
    const asIs = chosen && {
      ...chosen,
      addressForm: chosen.addressForm ?? '',
      ownerId: keeper?.ownerId ?? '',
      deputyId: keeper?.deputyId ?? '',
    };
    const content = ChannelsPage({
      context,
      channels,
      keepers,
      saved,
      csrfToken: session.csrfToken,
      form: form ?? asIs ?? (edited === 'neu' ? NEW_CHANNEL : undefined),
      people: (await this.accounts.list(actor)).map(({ id, email }) => ({ value: id, label: email })),
      errors: errorsOf(context.texts, problems),
    });
    return page(visit, context.texts.settings.channels, content, { status });
  }

  private async showDesignation(
    visit: Visit,
    { form, problems = [], saved = false, isDeputy = false }: Shown<DesignationForm> & { readonly isDeputy?: boolean },
    status = 200,
  ): Promise<Answer> {
    const { context, session } = visit;
    const { designation, deputy } = await this.settings.of(visit.actor);
    const errors = errorsOf(context.texts, problems);
    const standing = (form?.deputy ?? isDeputy) ? deputy : designation;
    const content = DesignationPage({
      context,
      standing,
      saved,
      errors,
      csrfToken: session.csrfToken,
      form: form ?? { ...NOBODY, ...standing, deputy: isDeputy },
    });
    return page(visit, context.texts.settings.designation, content, { status });
  }

  private async showIssue(
    visit: Visit,
    { form, problems = [], saved = false }: Shown<IssueForm>,
    status = 200,
  ): Promise<Answer> {
    const { context, session, actor, today } = visit;
    const { instruction } = await this.settings.of(actor);
    const content = IssuePage({
      context,
      instruction,
      saved,
      csrfToken: session.csrfToken,
      confirmations: await this.service.confirmations(actor),
      form: form ?? {
        textDe: instruction?.textDe ?? '',
        textEn: instruction?.textEn ?? '',
        holdsFrom: today,
        handoverLimitMinutes: String(instruction?.handoverLimitMinutes ?? 60),
        forwardingLimitSeconds: String(instruction?.forwardingLimitSeconds ?? 60),
        takeoverLimitHours: instruction?.takeoverLimitHours == null ? '' : String(instruction.takeoverLimitHours),
      },
      errors: errorsOf(context.texts, problems),
    });
    return page(visit, context.texts.instruction.title, content, { status });
  }
}

const NOBODY = { titleDe: '', titleEn: '', email: '', telephone: '', postalAddress: '' };

interface Shown<F> {
  readonly form?: F;
  readonly problems?: readonly FieldProblem[];
  readonly saved?: boolean;
}
