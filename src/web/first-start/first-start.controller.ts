import { Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isRefusal, type FieldProblem } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { AttemptLimit } from '../../identity/attempt-limit.js';
import { SESSION_COOKIE } from '../../identity/cookies.js';
import { BeforeSignIn, SecretLink } from '../../identity/form-token.guard.js';
import { Connections, type Tested } from '../../setup/connections.service.js';
import {
  FirstSetup,
  SETUP_STEPS,
  setupFormToken,
  type SetupDraft,
  type SetupStep,
} from '../../setup/first-setup.service.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import { download, redirect, type Answer } from '../../platform/http/answer.js';
import { Upload, type Form } from '../../platform/http/sent-form.js';
import { MAILBOX } from '../../platform/mail/mail-settings.js';
import { USUAL_CHANNELS } from '../../organisations/new-profile.js';
import { OrganisationsService } from '../../organisations/organisations.service.js';
import { errorsOf } from '../shell/components/form.js';
import { box, line, list, problemsOf, readForm, text } from '../shell/form-body.js';
import { page } from '../shell/page.js';
import { Pages } from '../shell/pages.service.js';
import { Visit } from '../shell/visit.js';
import { SetupOverPage, StepPage, WelcomePage, type StepForm } from './first-start.page.js';

const SETUP_COOKIE = 'forthwith_setup';

const ORGANISATION = {
  slug: line(),
  name: line(),
  shortName: line(),
  postalAddress: text(),
  email: line(),
  land: line(),
  referencePrefix: line(),
};
const DPO = { dpoEmail: line(), dpoTelephone: line() };
const MAIL = {
  way: line(),
  host: line(),
  port: line(),
  security: line(),
  user: line(),
  password: text(),
  from: line(),
  testTo: line(),
};
const USERS = {
  email: line(),
  password: text(),
  dpo: line(),
  staff: text(10_000),
  endDemonstration: box('1'),
};

/** What a step did: on to the next, or shown again. */
type Outcome =
  | { readonly done: true }
  | {
      readonly done: false;
      readonly form: StepForm;
      readonly problems?: readonly FieldProblem[];
      readonly failure?: Extract<Tested, { ok: false }>;
    };

/** The first start in a browser, without an account: the link is the key, then a cookie of this browser. */
@ApiExcludeController()
@Controller('einrichten')
@Allow('public')
export class FirstStartController {
  constructor(
    @Inject(FirstSetup) private readonly setup: FirstSetup,
    @Inject(Connections) private readonly connections: Connections,
    @Inject(AttemptLimit) private readonly attempts: AttemptLimit,
    @Inject(OrganisationsService) private readonly organisations: OrganisationsService,
    @Inject(Pages) private readonly pages: Pages,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(MAILBOX) private readonly mailbox: unknown,
  ) {}

  @Get()
  async show(@Visit() visit: Visit, @Query('schritt') asked: unknown): Promise<Answer> {
    const draft = await this.draftOf(visit);
    if (draft === undefined) {
      return over(visit);
    }
    const due = SETUP_STEPS.find((step) => !isDone(draft, step)) ?? 'users';
    const step = SETUP_STEPS.find((one) => one === asked) ?? due;
    // Nobody skips a step by its address.
    const shown = SETUP_STEPS.indexOf(step) > SETUP_STEPS.indexOf(due) ? due : step;
    return this.send(visit, draft, shown, { form: formOf(draft, shown) });
  }

  @Post()
  @BeforeSignIn()
  async enter(@Visit() visit: Visit, @Upload() upload: Upload): Promise<Answer> {
    const { body, files } = await upload.read();
    const draft = await this.draftOf(visit);
    if (draft === undefined) {
      return over(visit);
    }
    const step = SETUP_STEPS.find((one) => one === readForm(body, { step: line() }).values.step);
    if (step === undefined || !isOwn(visit, body)) {
      return redirect('/einrichten');
    }
    if (step === 'users') {
      return this.finish(visit, draft, body);
    }
    const outcome = await this.take(visit, step, body, files[0]?.content);
    return outcome.done ? redirect('/einrichten') : this.send(visit, draft, step, outcome, 422);
  }

  /** A download and not a page: the key stands in no history. */
  @Post('schluessel')
  @BeforeSignIn()
  async masterKey(@Visit() visit: Visit, @Upload() upload: Upload): Promise<Answer> {
    const { body } = await upload.read();
    if ((await this.draftOf(visit)) === undefined) {
      return over(visit);
    }
    if (!isOwn(visit, body)) {
      return redirect('/einrichten');
    }
    const { content } = await this.setup.masterKeyFile(browserOf(visit));
    return download({ name: 'forthwith-master.key', type: 'application/octet-stream', content });
  }

  @Get(':token')
  @SecretLink()
  async open(@Visit() visit: Visit, @Param('token') word: string): Promise<Answer> {
    if (await this.setup.knows(word)) {
      return page(visit, visit.context.texts.firstStart.title, WelcomePage({ context: visit.context, word }), {
        hidden: true,
      });
    }
    await this.attempts.slowDown('first-setup', visit.remoteAddress);
    return over(visit);
  }

  @Post(':token')
  @SecretLink()
  async claim(@Visit() visit: Visit, @Param('token') word: string): Promise<Answer> {
    try {
      const browser = await this.setup.claim(word);
      return redirect('/einrichten', { cookies: [{ name: SETUP_COOKIE, value: browser, maxAgeSeconds: 7 * 86_400 }] });
    } catch (error) {
      if (!isRefusal(error, 'link-over')) {
        throw error;
      }
      await this.attempts.slowDown('first-setup', visit.remoteAddress);
      return over(visit);
    }
  }

  private async take(visit: Visit, step: SetupStep, body: Form, copy: Buffer | undefined): Promise<Outcome> {
    const browser = browserOf(visit);
    const keep = async (part: SetupDraft, form: StepForm): Promise<Outcome> => {
      try {
        await this.setup.keep(browser, part);
        return { done: true };
      } catch (error) {
        return { done: false, form, problems: problemsOf(error) };
      }
    };
    switch (step) {
      case 'organisation': {
        const { values, typed } = readForm(body, ORGANISATION);
        return keep({ organisation: values }, typed);
      }
      case 'dpo': {
        const { values, typed } = readForm(body, DPO);
        return keep({ dpo: values }, typed);
      }
      case 'channels': {
        const { channels } = readForm(body, { channels: list }).values;
        return keep({ channels }, { channels: channels.join('\n') });
      }
      case 'mail':
        return this.takeMail(body, keep);
      default: {
        const { stated } = readForm(body, { stated: box('1') }).values;
        if (copy !== undefined && copy.length > 0) {
          return this.setup.isMasterKey(copy)
            ? keep({ key: 'compared' }, {})
            : { done: false, form: {}, problems: [{ field: 'copy', code: 'not-the-key' }] };
        }
        return stated
          ? keep({ key: 'stated' }, {})
          : { done: false, form: {}, problems: [{ field: 'copy', code: 'required' }] };
      }
    }
  }

  /** Tried first: what failed is not kept. */
  private async takeMail(body: Form, keep: (part: SetupDraft, form: StepForm) => Promise<Outcome>): Promise<Outcome> {
    const { values, typed } = readForm(body, MAIL);
    const { way, port, security, testTo, ...server } = values;
    const form = { ...typed, password: '' };
    const standing = this.config.smtp !== undefined || (way === 'built-in' && this.mailbox !== undefined);
    const wanted = {
      ...server,
      port: /^\d{1,5}$/.test(port) ? Number(port) : 0,
      security: (['tls', 'starttls', 'none'] as const).find((one) => one === security) ?? 'starttls',
    };
    try {
      const tested = standing
        ? await this.connections.tryStanding(testTo)
        : await this.connections.tryOutgoing({ ...wanted, testTo });
      return tested.ok ? await keep({ mail: standing ? null : wanted }, form) : { done: false, form, failure: tested };
    } catch (error) {
      return { done: false, form, problems: problemsOf(error) };
    }
  }

  private async finish(visit: Visit, draft: SetupDraft, body: Form): Promise<Answer> {
    const { values, typed } = readForm(body, USERS);
    const { email, password, dpo, staff, endDemonstration } = values;
    const lines = staff.split('\n').flatMap((one) => one.trim() || []);
    const others = [
      ...(dpo === '' ? [] : [{ email: dpo, role: 'dpo' as const }]),
      ...lines.map((one) => ({ email: one, role: 'staff' as const })),
    ];
    try {
      const users = { email, password, others, endDemonstration };
      const session = await this.setup.finish(browserOf(visit), users);
      this.pages.forgetFaces();
      return redirect('/verwaltung', {
        cookies: [
          { name: SESSION_COOKIE, value: session },
          { name: SETUP_COOKIE, value: undefined },
        ],
      });
    } catch (error) {
      const { endDemonstration: _, ...words } = typed;
      return this.send(visit, draft, 'users', { form: { ...words, password: '' }, problems: problemsOf(error) }, 422);
    }
  }

  /** Undefined for anybody but the browser that followed the link. */
  private async draftOf(visit: Visit): Promise<SetupDraft | undefined> {
    try {
      return await this.setup.draft(browserOf(visit));
    } catch (error) {
      if (isRefusal(error, 'link-over')) {
        return undefined;
      }
      throw error;
    }
  }

  private async send(
    visit: Visit,
    draft: SetupDraft,
    step: SetupStep,
    shown: Omit<Extract<Outcome, { done: false }>, 'done'>,
    status = 200,
  ): Promise<Answer> {
    const context = { ...visit.context, user: undefined, organisation: undefined };
    const browser = browserOf(visit) ?? '';
    const content = StepPage({
      context,
      step,
      draft,
      form: shown.form,
      failure: shown.failure,
      errors: errorsOf(context.texts, shown.problems ?? []),
      csrfToken: setupFormToken(browser),
      hasMailbox: this.mailbox !== undefined,
      mailIsFixed: this.config.smtp !== undefined,
      hasDemonstration: (await this.organisations.list()).length > 0,
      keyFile: step === 'key' ? (await this.setup.masterKeyFile(browser)).path : '',
    });
    return page({ context }, context.texts.firstStart.steps[step], content, { status, hidden: true });
  }
}

function browserOf({ cookies }: Visit): string | undefined {
  return cookies[SETUP_COOKIE];
}

/** Another site cannot make the token; a form without it is not kept anywhere, as it may hold a password. */
function isOwn(visit: Visit, body: Form): boolean {
  const { csrf } = readForm(body, { csrf: text() }).values;
  return csrf === setupFormToken(browserOf(visit) ?? '');
}

function over({ context: { ...known } }: Visit): Answer {
  const context = { ...known, user: undefined };
  return page({ context }, context.texts.firstStart.over, SetupOverPage({ context }), { status: 410, hidden: true });
}

function isDone(draft: SetupDraft, step: SetupStep): boolean {
  return step !== 'users' && draft[step] !== undefined;
}

/** What was entered before, to be looked at again; never a password. */
function formOf(draft: SetupDraft, step: SetupStep): StepForm {
  switch (step) {
    case 'organisation':
      return { ...draft.organisation };
    case 'dpo':
      return { ...draft.dpo };
    case 'channels':
      return { channels: (draft.channels ?? USUAL_CHANNELS).join('\n') };
    case 'mail': {
      const {
        port = '587',
        password: _,
        ...rest
      } = draft.mail ?? { host: '', user: '', from: '', security: 'starttls', password: '' };
      return { ...rest, port: String(port), ...(draft.mail === null ? { way: 'built-in' } : {}) };
    }
    default:
      return {};
  }
}
