import { Inject, Injectable } from '@nestjs/common';
import type {} from '@fastify/cookie';
import type { FastifyRequest } from 'fastify';
import { LogAlarms } from '../../audit/log-alarms.js';
import { callerOf } from '../../identity/access.js';
import type { Session } from '../../identity/sessions.service.js';
import { SettingsService } from '../../organisations/settings/settings.service.js';
import { MAILBOX } from '../../platform/mail/mail-settings.js';
import { LANGUAGE_COOKIE } from './page.js';
import type { PageContext } from './page-context.js';
import { textsIn, type Language } from '../texts/texts.js';

/** What every page knows about the request it answers. Handlers get it with `@Visit()`. */
@Injectable()
export class Pages {
  constructor(
    @Inject(MAILBOX) private readonly mailbox: unknown,
    @Inject(LogAlarms) private readonly alarms: LogAlarms,
    @Inject(SettingsService) private readonly settings: SettingsService,
  ) {}

  /** How many alarms about the log are open, for those who must know. */
  async alarmsFor(request: FastifyRequest): Promise<number> {
    const session = callerOf(request)?.session;
    const mustKnow = session?.roles.some((role) => role === 'dpo' || role === 'admin' || role === 'auditor') === true;
    return session !== undefined && mustKnow ? (await this.alarms.open(session.actor.organisationId)).length : 0;
  }

  /** Version of the instruction that whoever is signed in has yet to confirm. */
  async unreadFor(request: FastifyRequest): Promise<number | undefined> {
    const session = callerOf(request)?.session;
    return session === undefined ? undefined : this.settings.unread(session.actor);
  }

  context(request: FastifyRequest): PageContext {
    const session = callerOf(request)?.session;
    const language = languageOf(request, session);
    return {
      texts: textsIn(language),
      language,
      timeZone: session?.timeZone ?? 'Europe/Berlin',
      path: request.url,
      organisation:
        session === undefined
          ? undefined
          : { id: session.organisationId, name: session.organisationName, slug: session.organisationSlug },
      organisations: session?.organisations ?? [],
      user:
        session === undefined
          ? undefined
          : { email: session.email, roles: session.roles, csrfToken: session.csrfToken },
      demo: this.mailbox !== undefined,
    };
  }
}

/** Asked for in the address, chosen before, the browser's own; German otherwise. */
function languageOf(request: FastifyRequest, session: Session | undefined): Language {
  const asked = (request.query as { lang?: unknown }).lang;
  const chosen = asked ?? request.cookies[LANGUAGE_COOKIE];
  if (chosen === 'de' || chosen === 'en') {
    return chosen;
  }
  const accepted = (request.headers['accept-language'] ?? '').toLowerCase().match(/\b(de|en)\b/)?.[1];
  return accepted === 'en' ? 'en' : (session?.locale ?? 'de');
}
