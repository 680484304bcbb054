import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FieldProblem } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { AccountsService } from '../../identity/accounts/accounts.service.js';
import { Operators } from '../../identity/operators.service.js';
import { UsersService } from '../../identity/users.service.js';
import { OrganisationsService } from '../../organisations/organisations.service.js';
import { MailHealthService } from '../../reports/mail/mail-health.service.js';
import { errorsOf } from '../shell/components/form.js';
import { mailFacts } from './mail-facts.js';
import { InstructionPage, SettingsPage } from './settings.pages.js';
import type { InspectorAccountFormProps } from './inspector-account-form.js';
import { SettingsReader } from '../shell/settings-reader.js';
import { Visit } from '../shell/visit.js';
import { page } from '../shell/page.js';
import { type Answer, redirect } from '../../platform/http/answer.js';
import type { Form } from '../../platform/http/sent-form.js';
import { orShow, readForm, text } from '../shell/form-body.js';

/** Instruction and settings, each for those whose task needs them. */
@ApiExcludeController()
@Controller()
export class SettingsController {
  constructor(
    @Inject(SettingsReader) private readonly settings: SettingsReader,
    @Inject(OrganisationsService) private readonly organisations: OrganisationsService,
    @Inject(UsersService) private readonly users: UsersService,
    @Inject(AccountsService) private readonly accounts: AccountsService,
    @Inject(Operators) private readonly operators: Operators,
    @Inject(MailHealthService) private readonly mails: MailHealthService,
  ) {}

  @Get('anweisung')
  @Allow('staff', 'dpo', 'decider', 'auditor', 'admin')
  async instruction(@Visit() visit: Visit, @Query() asked: Readonly<Record<string, unknown>>): Promise<Answer> {
    const { context, session } = visit;
    const { instruction } = await this.settings.of(session.actor);
    const content = InstructionPage({
      context,
      instruction:
        instruction === null
          ? undefined
          : { ...instruction, text: context.language === 'en' ? instruction.textEn : instruction.textDe },
      confirmed: asked['bestaetigt'] === '1',
      changed: asked['geaendert'] === '1',
      csrfToken: session.csrfToken,
    });
    return page(visit, context.texts.instruction.title, content);
  }

  @Post('anweisung')
  @Allow('staff', 'dpo', 'decider', 'auditor', 'admin')
  async confirm(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { instruction } = readForm(body, { instruction: text() }).values;
    const read = await this.organisations.confirmInstruction(visit.actor, instruction);
    return redirect(read ? '/anweisung?bestaetigt=1' : '/anweisung?geaendert=1');
  }

  @Get('verwaltung')
  @Allow('admin')
  async showSettings(@Visit() visit: Visit): Promise<Answer> {
    return this.sendSettings(visit, { email: '', until: '', problems: [] });
  }

  /** Not redirected: an address does not belong into one. */
  @Post('verwaltung/pruefkonto')
  @Allow('admin')
  async addInspector(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { values, problems } = readForm(body, { email: text(), until: text() });
    const { email, until } = values;
    return orShow(
      problems,
      async () => {
        const { userId } = await this.users.addInspector(visit.actor, { email, until });
        await this.accounts.inviteAgain(visit.actor, userId);
        return this.sendSettings(visit, { email: '', until: '', problems: [], made: email });
      },
      (wrong) => this.sendSettings(visit, { email, until, problems: wrong }, 422),
    );
  }

  private async sendSettings(
    visit: Visit,
    {
      problems,
      ...inspection
    }: Omit<InspectorAccountFormProps, 'context' | 'errors' | 'csrfToken'> & {
      readonly problems: readonly FieldProblem[];
    },
    status = 200,
  ): Promise<Answer> {
    const { context, session } = visit;
    const { actor, csrfToken } = session;
    const { organisation, channels, designation } = await this.settings.of(actor);
    const german = context.language === 'de';
    const content = SettingsPage({
      context,
      facts: [
        { label: context.texts.settings.organisation, value: organisation.name },
        { label: context.texts.calculator.land, value: organisation.land },
        { label: context.texts.settings.email, value: organisation.email },
      ],
      mail: mailFacts(context, await this.mails.state().catch(() => undefined)),
      channels: channels.filter(({ active }) => active).map(({ labelDe, labelEn }) => (german ? labelDe : labelEn)),
      designation:
        designation === null
          ? []
          : [german ? designation.titleDe : designation.titleEn, designation.email, designation.telephone],
      users: await this.users.list(actor),
      operates: await this.operators.isOperator(actor),
      inspection: { ...inspection, csrfToken, errors: errorsOf(context.texts, problems) },
    });
    return page(visit, context.texts.settings.title, content, { status });
  }
}
