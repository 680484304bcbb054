import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRefusal, type FieldProblem } from '../../../domain/problem.js';
import { Allow } from '../../../identity/access.js';
import { AttemptLimit } from '../../../identity/attempt-limit.js';
import { PackagePickupService, type PickupStanding } from '../../../requests/portability/package-pickup.service.js';
import { errorsOf } from '../../shell/components/form.js';
import { contactOf } from '../tasks/department-tasks.js';
import { PickupClosedPage, PickupPage } from './pickup.page.js';
import { Pages } from '../../shell/pages.service.js';
import { SettingsReader } from '../../shell/settings-reader.js';
import { problemsOf } from '../../shell/form-body.js';

const UNKNOWN_LIMIT = 30;

type Found = Awaited<ReturnType<PackagePickupService['byLink']>>;

/** Where the person collects their data. The link is the secret, so its forms need no token of a session. */
@ApiExcludeController()
@Controller('abholen/:token')
@Allow('public')
export class PickupController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PackagePickupService) private readonly pickup: PackagePickupService,
    @Inject(SettingsReader) private readonly settings: SettingsReader,
    @Inject(AttemptLimit) private readonly attempts: AttemptLimit,
  ) {}

  @Get()
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('token') token: string,
    @Query('gesendet') sent: unknown,
  ): Promise<void> {
    const found = await this.find(request, token);
    await (found?.standing === 'ready'
      ? this.page(request, reply, token, found, [], sent === '1')
      : this.closed(request, reply, found));
  }

  @Post('code')
  async sendCode(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('token') token: string,
  ): Promise<void> {
    const found = await this.find(request, token);
    await this.answered(request, reply, token, found, async ({ actor, row }) => {
      await this.pickup.sendCode(actor, row);
      await reply.redirect(`/abholen/${token}?gesendet=1`, 303);
    });
  }

  @Post()
  async collect(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('token') token: string,
    @Body() body: Record<string, unknown> | undefined,
  ): Promise<void> {
    const found = await this.find(request, token);
    const typed = typeof body?.['code'] === 'string' ? body['code'] : '';
    await this.answered(request, reply, token, found, async ({ actor, row }) => {
      const zip = await this.pickup.collect(actor, row.id, typed);
      const whole = writtenWhole(reply);
      await quiet(reply)
        .status(200)
        .header('content-type', 'application/zip')
        .header('content-disposition', 'attachment; filename="daten.zip"')
        .send(zip);
      await this.pickup.settle(actor, row, await whole);
    });
  }

  private async answered(
    request: FastifyRequest,
    reply: FastifyReply,
    token: string,
    found: Found | undefined,
    act: (found: Found) => Promise<void>,
  ): Promise<void> {
    if (found?.standing !== 'ready') {
      return this.closed(request, reply, found);
    }
    try {
      await act(found);
    } catch (error) {
      if (isRefusal(error) && error.code === 'content-erased') {
        // Somebody was quicker.
        return this.closed(request, reply, await this.find(request, token));
      }
      const fields = problemsOf(error);
      await this.page(request, reply, token, found, fields, false);
    }
  }

  /** Undefined: no link of ours, and counted. @throws Refusal too-many-attempts */
  private async find(request: FastifyRequest, token: string): Promise<Found | undefined> {
    await this.attempts.check('package-link', request.ip, UNKNOWN_LIMIT);
    try {
      return await this.pickup.byLink(token);
    } catch (error) {
      if (!isRefusal(error) || error.code !== 'not-found') {
        throw error;
      }
      await this.attempts.count('package-link', request.ip);
      return undefined;
    }
  }

  private async page(
    request: FastifyRequest,
    reply: FastifyReply,
    token: string,
    { actor, row }: Found,
    problems: readonly FieldProblem[],
    sent: boolean,
  ): Promise<void> {
    const context = { ...this.pages.context(request), timeZone: row.timeZone };
    const page = PickupPage({
      ...{ context, organisation: row.organisationName, endsAt: row.endsAt, address: `/abholen/${token}`, sent },
      asked: row.codes > 0,
      contact: contactOf(context, await this.settings.of(actor)),
      errors: errorsOf(context.texts, problems),
    });
    const { title } = context.texts.portability.person;
    await this.pages.send(request, quiet(reply), title, page, problems.length === 0 ? 200 : 422);
  }

  private async closed(request: FastifyRequest, reply: FastifyReply, found: Found | undefined): Promise<void> {
    const context = this.pages.context(request);
    const standing = (found?.standing ?? 'unknown') as Exclude<PickupStanding, 'ready'> | 'unknown';
    const contact = found === undefined ? undefined : contactOf(context, await this.settings.of(found.actor));
    const page = PickupClosedPage({ context, standing, contact });
    const { title } = context.texts.portability.person.closed[standing];
    await this.pages.send(request, quiet(reply), title, page, found === undefined ? 404 : 410);
  }
}

function quiet(reply: FastifyReply): FastifyReply {
  return reply.header('x-robots-tag', 'noindex, nofollow').header('cache-control', 'no-store');
}

/** Whether all of the response was written: known when it is, or when its connection has broken before. */
function writtenWhole({ raw }: FastifyReply): Promise<boolean> {
  // Once its connection is gone, a response calls itself finished: the socket itself knows what it still holds.
  const { socket } = raw;
  return new Promise((resolve) => {
    raw.once('finish', () => resolve(socket !== null && !socket.destroyed && socket.writableLength === 0));
    raw.once('close', () => resolve(false));
  });
}
