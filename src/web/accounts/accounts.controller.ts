import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { refuse, type FieldProblem } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { AccountsService } from '../../identity/accounts/accounts.service.js';
import { USER_ROLES, type UserRole } from '../../identity/user-role.js';
import { type Answer, redirect } from '../../platform/http/answer.js';
import type { Form } from '../../platform/http/sent-form.js';
import { errorsOf } from '../shell/components/form.js';
import { choice, line, list, orShow, readForm, text } from '../shell/form-body.js';
import { page } from '../shell/page.js';
import { mustBeUuid, Uuid } from '../shell/route-params.js';
import { Visit } from '../shell/visit.js';
import { AccountPage, ACTS, LeavePage } from './account.page.js';
import { AccountsPage, type AccountsProps } from './accounts.page.js';

const DONE = ['role', 'token', ...ACTS] as const;

/** The accounts of the organisation, run by its administrators. */
@ApiExcludeController()
@Controller('verwaltung/nutzende')
@Allow('admin')
export class AccountsController {
  constructor(@Inject(AccountsService) private readonly accounts: AccountsService) {}

  @Get()
  async list(@Visit() visit: Visit, @Query('ausgeschieden') left: unknown): Promise<Answer> {
    return this.show(visit, { form: { email: '', roles: ['staff'] }, left: left === '1' });
  }

  /** Not redirected: an address does not belong into one. */
  @Post()
  async invite(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { values, typed, problems } = readForm(body, { email: line(254), roles: list });
    return orShow(
      problems,
      async () => {
        await this.accounts.invite(visit.actor, values.email, values.roles as readonly UserRole[]);
        return this.show(visit, { form: { email: '', roles: ['staff'] }, invited: values.email });
      },
      (wrong) => this.show(visit, { form: typed, problems: wrong }, 422),
    );
  }

  @Get(':id')
  async one(@Visit() visit: Visit, @Uuid('id') id: string, @Query('getan') done: unknown): Promise<Answer> {
    const { context, session, now } = visit;
    const account = await this.accounts.get(visit.actor, id);
    const known = DONE.find((one) => one === done);
    const content = AccountPage({ context, account, done: known, csrfToken: session.csrfToken, now });
    return page(visit, account.email, content);
  }

  @Post(':id/rolle')
  async role(@Visit() visit: Visit, @Uuid('id') id: string, @Body() body: Form): Promise<Answer> {
    const { give, take } = readForm(body, { give: choice(USER_ROLES), take: choice(USER_ROLES) }).values;
    if (give !== undefined) {
      await this.accounts.giveRole(visit.actor, id, give);
    }
    if (take !== undefined) {
      await this.accounts.takeRole(visit.actor, id, take);
    }
    return redirect(`/verwaltung/nutzende/${id}?getan=role`);
  }

  @Post(':id/zugang')
  async access(@Visit() visit: Visit, @Uuid('id') id: string, @Body() body: Form): Promise<Answer> {
    const { act } = readForm(body, { act: choice(ACTS) }).values;
    switch (act) {
      case 'suspend':
        await this.accounts.suspend(visit.actor, id);
        break;
      case 'resume':
        await this.accounts.resume(visit.actor, id);
        break;
      case 'invite':
        await this.accounts.inviteAgain(visit.actor, id);
        break;
      case 'sessions':
        await this.accounts.endSessions(visit.actor, id);
        break;
      case undefined:
        refuse('malformed-body', {});
    }
    return redirect(`/verwaltung/nutzende/${id}?getan=${act}`);
  }

  @Post(':id/token')
  async revoke(@Visit() visit: Visit, @Uuid('id') id: string, @Body() body: Form): Promise<Answer> {
    const { token } = readForm(body, { token: text() }).values;
    await this.accounts.revokeToken(visit.actor, id, mustBeUuid(token));
    return redirect(`/verwaltung/nutzende/${id}?getan=token`);
  }

  @Get(':id/ausscheiden')
  async askLeave(@Visit() visit: Visit, @Uuid('id') id: string): Promise<Answer> {
    const { context, session } = visit;
    const account = await this.accounts.get(visit.actor, id);
    const content = LeavePage({ context, account, csrfToken: session.csrfToken });
    return page(visit, context.texts.accounts.leave.title(account.email), content);
  }

  @Post(':id/ausscheiden')
  async leave(@Visit() visit: Visit, @Uuid('id') id: string): Promise<Answer> {
    await this.accounts.leave(visit.actor, id);
    return redirect('/verwaltung/nutzende?ausgeschieden=1');
  }

  private async show(
    visit: Visit,
    {
      problems = [],
      form,
      left = false,
      invited,
    }: Partial<Pick<AccountsProps, 'left' | 'invited'>> &
      Pick<AccountsProps, 'form'> & { readonly problems?: readonly FieldProblem[] },
    status = 200,
  ): Promise<Answer> {
    const { context, session, now } = visit;
    const content = AccountsPage({
      context,
      form,
      left,
      now,
      errors: errorsOf(context.texts, problems),
      csrfToken: session.csrfToken,
      ...(invited === undefined ? {} : { invited }),
      accounts: await this.accounts.list(visit.actor),
    });
    return page(visit, context.texts.accounts.title, content, { status });
  }
}
