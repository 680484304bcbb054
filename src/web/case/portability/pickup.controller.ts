import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type FieldProblem, isRefusal } from '../../../domain/problem.js';
import { Allow } from '../../../identity/access.js';
import { AttemptLimit } from '../../../identity/attempt-limit.js';
import { PackagePickupService, type PickupStanding } from '../../../requests/portability/package-pickup.service.js';
import { errorsOf } from '../../shell/components/form.js';
import { contactOf } from '../../shell/dpo-contact.js';
import { PickupClosedPage, PickupPage } from './pickup.page.js';
import { SettingsReader } from '../../shell/settings-reader.js';
import { Visit } from '../../shell/visit.js';
import { HIDDEN, page } from '../../shell/page.js';
import { type Answer, download, redirect } from '../../../platform/http/answer.js';
import type { Form } from '../../../platform/http/sent-form.js';
import { problemsOf, readForm, text } from '../../shell/form-body.js';
import { SecretLink } from '../../../identity/form-token.guard.js';

type PickupLink = Awaited<ReturnType<PackagePickupService['byLink']>>;

/** Where the person collects their data. The link is the secret, so its forms need no token of a session. */
@ApiExcludeController()
@Controller('abholen/:token')
@Allow('public')
@SecretLink()
export class PickupController {
  constructor(
    @Inject(PackagePickupService) private readonly pickup: PackagePickupService,
    @Inject(SettingsReader) private readonly settings: SettingsReader,
    @Inject(AttemptLimit) private readonly attempts: AttemptLimit,
  ) {}

  @Get()
  async show(@Visit() visit: Visit, @Param('token') token: string, @Query('gesendet') sent: unknown): Promise<Answer> {
    const found = await this.find(visit, token);
    return found?.standing === 'ready' ? this.page(visit, token, found, [], sent === '1') : this.closed(visit, found);
  }

  @Post('code')
  async sendCode(@Visit() visit: Visit, @Param('token') token: string): Promise<Answer> {
    return this.answered(visit, token, async ({ actor, row }) => {
      await this.pickup.sendCode(actor, row);
      return redirect(`/abholen/${token}?gesendet=1`);
    });
  }

  @Post()
  async collect(@Visit() visit: Visit, @Param('token') token: string, @Body() body: Form): Promise<Answer> {
    const { values } = readForm(body, { code: text() });
    return this.answered(visit, token, async ({ actor, row }) => {
      const content = await this.pickup.collect(actor, row.id, values.code);
      const sent = (whole: boolean): Promise<void> => this.pickup.settle(actor, row, whole);
      return download({ name: 'daten.zip', type: 'application/zip', content, headers: HIDDEN, sent });
    });
  }

  private async answered(visit: Visit, token: string, act: (found: PickupLink) => Promise<Answer>): Promise<Answer> {
    const found = await this.find(visit, token);
    if (found?.standing !== 'ready') {
      return this.closed(visit, found);
    }
    try {
      return await act(found);
    } catch (error) {
      if (isRefusal(error) && error.code === 'content-erased') {
        // A concurrent download won.
        return this.closed(visit, await this.find(visit, token));
      }
      return this.page(visit, token, found, problemsOf(error), false);
    }
  }

  /** Undefined: no link of ours, which is answered the later the more were tried. One of ours is never held up. */
  private async find({ remoteAddress }: Visit, token: string): Promise<PickupLink | undefined> {
    try {
      return await this.pickup.byLink(token);
    } catch (error) {
      if (!isRefusal(error) || error.code !== 'not-found') {
        throw error;
      }
      await this.attempts.slowDown('package-link', remoteAddress);
      return undefined;
    }
  }

  private async page(
    visit: Visit,
    token: string,
    { actor, row }: PickupLink,
    problems: readonly FieldProblem[],
    sent: boolean,
  ): Promise<Answer> {
    const context = { ...visit.context, timeZone: row.timeZone };
    const content = PickupPage({
      context,
      organisation: row.organisationName,
      endsAt: row.endsAt,
      address: `/abholen/${token}`,
      sent,
      asked: row.codes > 0,
      contact: contactOf(context, await this.settings.of(actor)),
      errors: errorsOf(context.texts, problems),
    });
    const { title } = context.texts.portability.person;
    return page({ context }, title, content, { status: problems.length === 0 ? 200 : 422, hidden: true });
  }

  private async closed(visit: Visit, found: PickupLink | undefined): Promise<Answer> {
    const { context } = visit;
    const standing = (found?.standing ?? 'unknown') as Exclude<PickupStanding, 'ready'> | 'unknown';
    const contact = found === undefined ? undefined : contactOf(context, await this.settings.of(found.actor));
    const content = PickupClosedPage({ context, standing, contact });
    const { title } = context.texts.portability.person.closed[standing];
    return page(visit, title, content, { status: found === undefined ? 404 : 410, hidden: true });
  }
}
