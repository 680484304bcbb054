import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { addDays, startOfDayIn } from '../../domain/civil-date.js';
import type { FieldProblem } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { OwnData } from '../../identity/accounts/own-data.service.js';
import { OwnAccount } from '../../identity/accounts/own-account.service.js';
import { Passwords } from '../../identity/accounts/passwords.service.js';
import { SESSION_COOKIE } from '../../identity/cookies.js';
import { TOKEN_SCOPES } from '../../identity/tokens.service.js';
import { type Answer, download, redirect } from '../../platform/http/answer.js';
import type { Form } from '../../platform/http/sent-form.js';
import { errorsOf } from '../shell/components/form.js';
import { choice, line, optionalDate, orShow, readForm, text } from '../shell/form-body.js';
import { SettingsService } from '../../organisations/settings/settings.service.js';
import { SettingsReader } from '../shell/settings-reader.js';
import { page } from '../shell/page.js';
import { mustBeUuid } from '../shell/route-params.js';
import { Visit } from '../shell/visit.js';
import { OwnAccountPage, type OwnAccountProps } from './own-account.page.js';

/** Everybody's own account. */
@ApiExcludeController()
@Controller('konto')
@Allow('staff', 'dpo', 'decider', 'auditor', 'admin')
export class OwnAccountController {
  constructor(
    @Inject(OwnAccount) private readonly account: OwnAccount,
    @Inject(OwnData) private readonly data: OwnData,
    @Inject(Passwords) private readonly passwords: Passwords,
    @Inject(SettingsService) private readonly settings: SettingsService,
    @Inject(SettingsReader) private readonly reader: SettingsReader,
  ) {}

  @Get()
  async own(@Visit() visit: Visit): Promise<Answer> {
    return this.show(visit, {});
  }

  /** Art. 15 GDPR, of those who work here. */
  @Get('auskunft')
  async extract(@Visit() visit: Visit): Promise<Answer> {
    const content = Buffer.from(JSON.stringify(await this.data.of(visit.actor), null, 2));
    return download({ name: 'auskunft.json', type: 'application/json; charset=utf-8', content });
  }

  @Post('kennwort')
  async changePassword(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { current, password } = readForm(body, { current: text(), password: text() }).values;
    return orShow(
      [],
      async () => {
        await this.passwords.change(visit.actor, current, password);
        return redirect('/anmelden?fertig=1', { cookies: [{ name: SESSION_COOKIE, value: undefined }] });
      },
      (problems) => this.show(visit, { problems }, 422),
    );
  }

  @Post('sitzungen')
  async endOthers(@Visit() visit: Visit): Promise<Answer> {
    const ended = await this.account.endOthers(visit.actor, visit.session.sessionId);
    return this.show(visit, { ended });
  }

  /** Not redirected: the token is shown this once. */
  @Post('token')
  async issue(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const fields = { name: line(), scope: choice(TOKEN_SCOPES), expires: optionalDate };
    const { values, typed, problems } = readForm(body, fields);
    const { name, scope, expires } = values;
    return orShow(
      problems,
      async () => {
        const expiresAt = expires === undefined ? null : startOfDayIn(addDays(expires, 1), visit.context.timeZone);
        const issued = await this.account.issueToken(visit.actor, { name, expiresAt, ...(scope && { scope }) });
        return this.show(visit, { issued });
      },
      (wrong) => this.show(visit, { tokenForm: typed, problems: wrong }, 422),
    );
  }

  @Post('token/widerrufen')
  async revoke(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { token } = readForm(body, { token: text() }).values;
    await this.account.revokeToken(visit.actor, mustBeUuid(token));
    return redirect('/konto');
  }

  /** The person's own statement about a channel that is in their charge. */
  @Post('kanal')
  async looked(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { channel } = readForm(body, { channel: text() }).values;
    await this.settings.looked(visit.actor, mustBeUuid(channel));
    return redirect('/konto');
  }

  private async show(
    visit: Visit,
    {
      problems = [],
      tokenForm = { name: '', scope: 'all', expires: '' },
      ...shown
    }: Partial<Pick<OwnAccountProps, 'issued' | 'ended' | 'tokenForm'>> & {
      readonly problems?: readonly FieldProblem[];
    },
    status = 200,
  ): Promise<Answer> {
    const { context, session, actor } = visit;
    const content = OwnAccountPage({
      context,
      tokenForm,
      ...shown,
      email: session.email,
      currentSession: session.sessionId,
      channels: await this.channelsOf(visit),
      sessions: await this.account.sessions(actor),
      tokens: await this.account.tokensOf(actor),
      errors: errorsOf(context.texts, problems),
      csrfToken: session.csrfToken,
    });
    return page(visit, context.texts.accounts.own.title, content, { status });
  }

  private async channelsOf({ actor, context, session }: Visit): Promise<OwnAccountProps['channels']> {
    const { channels } = await this.reader.of(actor);
    return channels
      .filter(({ active, ownerId, deputyId }) => active && [ownerId, deputyId].includes(session.userId))
      .map(({ id, labelDe, labelEn, lookedAt }) => ({
        id,
        lookedAt,
        label: context.language === 'en' ? labelEn : labelDe,
      }));
  }
}
