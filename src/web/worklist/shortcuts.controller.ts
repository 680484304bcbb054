import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Allow } from '../../identity/access.js';
import { ShortcutsPage } from './shortcuts.page.js';
import { Visit } from '../shell/visit.js';
import { page, YEAR_SECONDS } from '../shell/page.js';
import { type Answer, redirect } from '../../platform/http/answer.js';
import type { Form } from '../../platform/http/sent-form.js';
import { choice, readForm } from '../shell/form-body.js';
import { KEYS_COOKIE, keysOff } from '../shell/shortcuts-cookie.js';

/** Which keys the list of cases knows, and whether it listens to them. */
@ApiExcludeController()
@Controller('tastatur')
@Allow('dpo')
export class ShortcutsController {
  @Get()
  show(@Visit() visit: Visit): Answer {
    const { context, session } = visit;
    const content = ShortcutsPage({ context, on: !keysOff(visit), csrfToken: session.csrfToken });
    return page(visit, context.texts.casework.keys.title, content);
  }

  @Post()
  set(@Body() body: Form): Answer {
    const { keys } = readForm(body, { keys: choice(['on', 'off']) }).values;
    const cookie = { name: KEYS_COOKIE, value: keys ?? 'off', maxAgeSeconds: YEAR_SECONDS };
    return redirect('/tastatur', { cookies: [cookie] });
  }
}
