import { Body, Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow } from '../../identity/access.js';
import { KeysPage } from './shortcuts.page.js';
import { Pages, sessionOf } from '../shell/pages.service.js';

/** Which keys the list of cases knows, and whether it listens to them. */
@ApiExcludeController()
@Controller('tastatur')
@Allow('dpo')
export class KeysController {
  constructor(@Inject(Pages) private readonly pages: Pages) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const context = this.pages.context(request);
    const page = KeysPage({ context, on: !this.pages.keysOff(request), csrfToken: sessionOf(request).csrfToken });
    await this.pages.send(request, reply, context.texts.desk.keys.title, page);
  }

  @Post()
  async set(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Body() body: Record<string, unknown> | undefined,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    this.pages.switchKeys(reply, body?.['keys'] === 'on');
    await reply.redirect('/tastatur', 303);
  }
}
