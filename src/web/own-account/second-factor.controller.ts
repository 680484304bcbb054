import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FieldProblem } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { Passwords } from '../../identity/accounts/passwords.service.js';
import { SecondFactor } from '../../identity/second-factor/second-factor.service.js';
import { base32, totpAddress } from '../../identity/second-factor/totp.js';
import { qrRows } from '../../requests/correspondence/person-receipt.js';
import { type Answer, redirect } from '../../platform/http/answer.js';
import type { Form } from '../../platform/http/sent-form.js';
import { errorsOf } from '../shell/components/form.js';
import { line, orShow, readForm, text } from '../shell/form-body.js';
import { page } from '../shell/page.js';
import { Visit } from '../shell/visit.js';
import { SecondFactorPage } from './second-factor.page.js';

/** Everybody's own second factor. */
@ApiExcludeController()
@Controller('konto/zweiter-faktor')
@Allow('staff', 'dpo', 'decider', 'auditor', 'admin')
export class SecondFactorController {
  constructor(
    @Inject(SecondFactor) private readonly factor: SecondFactor,
    @Inject(Passwords) private readonly passwords: Passwords,
  ) {}

  @Get()
  async own(@Visit() visit: Visit): Promise<Answer> {
    return this.show(visit, {});
  }

  /** Not redirected: the recovery codes are shown this once. */
  @Post()
  async add(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { code } = readForm(body, { code: line(40) }).values;
    return orShow(
      [],
      async () => this.show(visit, { codes: await this.factor.confirm(visit.actor, visit.session.sessionId, code) }),
      (problems) => this.show(visit, { problems }, 422),
    );
  }

  @Post('entfernen')
  async remove(@Visit() visit: Visit, @Body() body: Form): Promise<Answer> {
    const { current } = readForm(body, { current: text() }).values;
    return orShow(
      [],
      async () => {
        await this.passwords.mustKnow(visit.session.userId, current);
        await this.factor.remove(visit.actor, visit.session.userId);
        return redirect('/konto');
      },
      (problems) => this.show(visit, { problems }, 422),
    );
  }

  private async show(
    visit: Visit,
    { problems = [], codes = [] }: { readonly problems?: readonly FieldProblem[]; readonly codes?: readonly string[] },
    status = 200,
  ): Promise<Answer> {
    const { context, session } = visit;
    const { userId, sessionId } = session;
    const secret = (await this.factor.isAsked(userId)) ? undefined : this.factor.offered(userId, sessionId);
    const content = SecondFactorPage({
      context,
      due: session.factorDue && secret !== undefined,
      secret: secret && {
        words: base32(secret),
        rows: qrRows(totpAddress(context.texts.product, session.email, secret)),
      },
      codes,
      errors: errorsOf(context.texts, problems),
      csrfToken: session.csrfToken,
    });
    return page(visit, context.texts.accounts.factor.title, content, { status });
  }
}
