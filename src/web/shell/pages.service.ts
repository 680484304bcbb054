import { Inject, Injectable } from '@nestjs/common';
import type {} from '@fastify/cookie';
import type { FastifyRequest } from 'fastify';
import { LogAlarms } from '../../audit/log-alarms.js';
import { callerOf } from '../../identity/access.js';
import type { Session } from '../../identity/sessions.service.js';
import type { Organisation } from '../../organisations/organisation.entity.js';
import { OrganisationsService } from '../../organisations/organisations.service.js';
import { SettingsService } from '../../organisations/settings/settings.service.js';
import { MAILBOX } from '../../platform/mail/mail-settings.js';
import { LANGUAGE_COOKIE } from './page.js';
import type { PageContext, PageOrganisation } from './page-context.js';
import type { Language } from '../../words/language.js';
import { textsIn } from '../texts/texts.js';

const FACES_MS = 30_000;

/** What every page knows about the request it answers. Handlers get it with `@Visit()`. */
@Injectable()
export class Pages {
  constructor(
    @Inject(MAILBOX) private readonly mailbox: unknown,
    @Inject(LogAlarms) private readonly alarms: LogAlarms,
    @Inject(SettingsService) private readonly settings: SettingsService,
    @Inject(OrganisationsService) private readonly organisations: OrganisationsService,
  ) {}

  /** Organisations as strangers may know them, and when they were looked up. */
  private faces: { readonly at: number; readonly known: readonly PageOrganisation[] } = { at: -Infinity, known: [] };

  /** Names and legal pages change seldom: they are looked up again after a while, not for every page. */
  async lookUpFaces(now: Date): Promise<void> {
    if (now.getTime() - this.faces.at >= FACES_MS) {
      const known = await this.organisations.list();
      this.faces = { at: now.getTime(), known: known.map((one) => faceOf(one)) };
    }
  }

  /** Whoever changed one sees it on the next page. */
  forgetFaces(): void {
    this.faces = { ...this.faces, at: -Infinity };
  }

  /** The look of one, for its style sheet and picture. */
  async faceOf(slug: string, now: Date): Promise<PageOrganisation | undefined> {
    await this.lookUpFaces(now);
    return this.faces.known.find((one) => one.slug === slug);
  }

  /** The same visit on a page that belongs to this organisation: whoever follows a link sees whose page it is. */
  at<Visit extends { readonly context: PageContext }>(visit: Visit, organisationId: string): Visit {
    const organisation = this.faces.known.find(({ id }) => id === organisationId) ?? visit.context.organisation;
    return Object.create(visit, { context: { value: { ...visit.context, organisation } } }) as Visit;
  }

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
      organisation: this.organisationOf(session, request.query),
      organisations: session?.organisations ?? [],
      user:
        session === undefined
          ? undefined
          : { email: session.email, roles: session.roles, csrfToken: session.csrfToken },
      demo: this.mailbox !== undefined,
    };
  }

  /** The session's; else the one the address names; else the only one there is. */
  private organisationOf(session: Session | undefined, query: unknown): PageOrganisation | undefined {
    const { known } = this.faces;
    if (session !== undefined) {
      const { organisationId: id, organisationName: name, organisationSlug: slug } = session;
      return { ...known.find((one) => one.id === id), id, name, slug };
    }
    const { organisation: named } = (query ?? {}) as { organisation?: unknown };
    return known.find(({ slug }) => slug === named) ?? (known.length === 1 ? known[0] : undefined);
  }
}

function faceOf(organisation: Organisation): PageOrganisation {
  const { id, name, slug, imprintUrl, privacyUrl, accessibilityUrl, accent, logo } = organisation;
  return { id, name, slug, imprintUrl, privacyUrl, accessibilityUrl, accent, logo };
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
