import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { isRefusal, refuse } from '../../../domain/problem.js';
import { Allow } from '../../../identity/access.js';
import {
  CorrespondenceService,
  type MessageDraft,
  problemsOfDraft,
} from '../../../requests/correspondence/correspondence.service.js';
import { ThreadService } from '../../../requests/correspondence/thread.service.js';
import { type CorrespondenceState, CorrespondenceViews } from './correspondence-views.js';
import { withDraftFiles } from './draft-files.js';
import { draftOf, problemsIn } from './message-draft-form.js';
import { Visit } from '../../shell/visit.js';
import { page } from '../../shell/page.js';
import { type Answer, download, redirect } from '../../../platform/http/answer.js';
import { mustBeUuid, Uuid } from '../../shell/route-params.js';
import { StagedUploads } from '../../../platform/staging/staged-uploads.js';
import { type Form, Upload } from '../../../platform/http/sent-form.js';
import { box, choice, list, orShow, readForm, text } from '../../shell/form-body.js';

/** Everything to and from the person, in one thread, and writing to them. */
@ApiExcludeController()
@Controller('vorgaenge/:id/schriftverkehr')
@Allow('dpo')
export class CorrespondenceController {
  constructor(
    @Inject(CorrespondenceService) private readonly correspondence: CorrespondenceService,
    @Inject(ThreadService) private readonly thread: ThreadService,
    @Inject(CorrespondenceViews) private readonly views: CorrespondenceViews,
    @Inject(StagedUploads) private readonly staged: StagedUploads,
  ) {}

  @Get()
  async show(@Visit() visit: Visit, @Uuid('id') id: string, @Query() query: Form): Promise<Answer> {
    return this.send(visit, id, this.views.asked(query ?? {}));
  }

  @Post()
  async write(@Visit() visit: Visit, @Uuid('id') id: string, @Upload() upload: Upload): Promise<Answer> {
    const { actor } = visit;
    const sent = await this.staged.gather(actor, await upload.inspected());
    const { action, withFiles } = readForm(sent.body, { action: choice(ACTIONS), withFiles: box('yes') }).values;
    const { version, seen, draft: typed } = draftOf(sent.body);
    const { draft, problems } = await withDraftFiles(this.thread, actor, id, typed, sent);
    if (problems.length > 0 && action !== 'discard') {
      if (draft.files.length > 0) {
        // A file field cannot be filled again by the page: what was chosen stays with the draft.
        await this.thread.keepDraft(actor, id, draft);
      }
      return this.send(visit, id, { form: draft, seen, problems }, 422);
    }
    switch (action) {
      case 'discard':
        await this.thread.dropDraft(actor, id);
        return redirect(`/vorgaenge/${id}/schriftverkehr`);
      case 'save':
        await this.thread.keepDraft(actor, id, draft);
        return redirect(`/vorgaenge/${id}/schriftverkehr?entwurf=1&getan=savedDraft`);
      case 'letter': {
        const content = await this.correspondence.previewLetter(actor, id, draft);
        return download({ name: 'entwurf.pdf', type: 'application/pdf', content });
      }
      case 'send':
        return this.sendMessage(visit, id, draft, { version, seen });
      default:
        return this.check(visit, id, draft, { seen, withFiles });
    }
  }

  @Post('gelesen')
  async confirmRead(@Visit() visit: Visit, @Uuid('id') id: string, @Body() body: Form): Promise<Answer> {
    const { values } = readForm(body, { message: list });
    await this.thread.confirmRead(visit.actor, id, values.message.map(mustBeUuid));
    return redirect(`/vorgaenge/${id}/schriftverkehr?getan=confirmedRead`);
  }

  /** PageState as it would go out; whether something mandatory is missing stands beside it. */
  private async check(
    visit: Visit,
    id: string,
    draft: MessageDraft,
    { seen, withFiles }: { readonly seen: number | undefined; readonly withFiles: boolean },
  ): Promise<Answer> {
    if (draft.files.length > 0 || withFiles) {
      // A file field cannot be filled again by the page: what was chosen stays with the draft.
      await this.thread.keepDraft(visit.actor, id, draft);
    }
    const problems = problemsOfDraft({ ...draft, confirmed: true }, []);
    return this.send(visit, id, { form: draft, seen, checked: true, problems });
  }

  private async sendMessage(
    visit: Visit,
    id: string,
    draft: MessageDraft,
    { version, seen }: { readonly version: number | undefined; readonly seen: number | undefined },
  ): Promise<Answer> {
    try {
      await this.correspondence.send(visit.actor, id, draft, version);
    } catch (error) {
      const status = isRefusal(error)
        ? { 'invalid-input': 422, 'version-conflict': 409 }[String(error.code)]
        : undefined;
      if (status === undefined) {
        throw error;
      }
      // Whatever comes of it, nothing that was typed is lost.
      await this.thread.keepDraft(visit.actor, id, draft);
      const conflict = status === 409 ? { notice: 'conflict' as const } : {};
      const shown = { form: draft, seen, checked: true, problems: problemsIn(error), ...conflict };
      return this.send(visit, id, shown, status);
    }
    const done = draft.way === 'mail' ? 'sent' : 'made';
    return redirect(`/vorgaenge/${id}/schriftverkehr?getan=${done}&art=${draft.kind}`);
  }

  @Post(':message/abgeschickt')
  async posted(
    @Visit() visit: Visit,
    @Uuid('id') id: string,
    @Uuid('message') message: string,
    @Body() body: Form,
  ): Promise<Answer> {
    const { values, problems } = readForm(body, { on: text(), confirmedBy: text() });
    return orShow(
      problems,
      async () => {
        await this.correspondence.recordPosted(visit.actor, id, message, values.on, values.confirmedBy);
        return redirect(`/vorgaenge/${id}/schriftverkehr?getan=postedDone&von=${message}`);
      },
      (postedProblems) => this.send(visit, id, { postedProblems }, 422),
    );
  }

  @Get(':message/brief.pdf')
  async letter(@Visit() visit: Visit, @Uuid('id') id: string, @Uuid('message') message: string): Promise<Answer> {
    const content = await this.thread.bytes(visit.actor, id, message, 'letter');
    return download({ name: 'brief.pdf', type: 'application/pdf', content });
  }

  @Get(':message/original.eml')
  async original(@Visit() visit: Visit, @Uuid('id') id: string, @Uuid('message') message: string): Promise<Answer> {
    const content = await this.thread.bytes(visit.actor, id, message, 'original');
    return download({ name: 'original.eml', type: 'message/rfc822', content });
  }

  @Get(':message/anlagen/:at')
  async attachment(
    @Visit() visit: Visit,
    @Uuid('id') id: string,
    @Uuid('message') message: string,
    @Param('at') at: string,
  ): Promise<Answer> {
    const index = /^\d{1,4}$/.test(at) ? Number(at) : refuse('not-found', {});
    const { filename, content } = await this.thread.attachment(visit.actor, id, message, index);
    // From a stranger: nothing is run, whatever it says that it is.
    return download({ name: filename, type: 'application/octet-stream', content });
  }

  private async send(visit: Visit, id: string, shown: CorrespondenceState, status = 200): Promise<Answer> {
    const { title, content } = await this.views.page(visit, id, shown);
    return page(visit, title, content, { status });
  }
}

/** What the buttons of the form do; without one, the message is shown as it would go out. */
const ACTIONS = ['discard', 'save', 'letter', 'send'] as const;
