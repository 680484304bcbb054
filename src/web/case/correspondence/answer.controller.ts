import { Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  isMessageKind,
  isMessageLanguage,
  MESSAGE_WAYS,
  type MessageKind,
} from '../../../domain/correspondence/kinds.js';
import { isRefusal } from '../../../domain/problem.js';
import type { Actor } from '../../../audit/actor.js';
import { Allow } from '../../../identity/access.js';
import { refuseFaults } from '../../../requests/request/case-work.js';
import type { AfterSending } from '../../../requests/correspondence/after-sending.sql.js';
import { CorrespondenceService, type MessageDraft } from '../../../requests/correspondence/correspondence.service.js';
import { ThreadService } from '../../../requests/correspondence/thread.service.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';
import { type Answer, redirect } from '../../../platform/http/answer.js';
import { StagedUploads } from '../../../platform/staging/staged-uploads.js';
import { type Form, Upload } from '../../../platform/http/sent-form.js';
import { choice, list, readForm } from '../../shell/form-body.js';
import { Uuid } from '../../shell/route-params.js';
import { Visit } from '../../shell/visit.js';
import { AnswerDecisions, choicesOf, type ClaimChoice } from './answer-decisions.js';
import { AnswerViews, type AnswerState } from './answer-views.js';
import { withDraftFiles } from './draft-files.js';
import { draftOf, problemsIn } from './message-draft-form.js';

/** How long the page waits for the mail server, so that it can say at once what has become of the answer. */
const WAIT_MS = 2_000;
const LOOK_MS = 50;

/** Answering as one act: written, sent, entered, closed. */
@ApiExcludeController()
@Controller('vorgaenge/:id/antworten')
@Allow('dpo')
export class AnswerController {
  constructor(
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(CorrespondenceService) private readonly correspondence: CorrespondenceService,
    @Inject(ThreadService) private readonly threads: ThreadService,
    @Inject(AnswerDecisions) private readonly decisions: AnswerDecisions,
    @Inject(AnswerViews) private readonly views: AnswerViews,
    @Inject(StagedUploads) private readonly staged: StagedUploads,
  ) {}

  @Get()
  async show(@Visit() visit: Visit, @Uuid('id') id: string, @Query() query: Form): Promise<Answer> {
    const row = await this.requests.get(visit.actor, id);
    if (row.state !== 'acknowledged') {
      // Answered, or not taken over: the case says what can be done instead.
      return redirect(`/vorgaenge/${id}`, { status: 302 });
    }
    const { art, sprache, weg } = query ?? {};
    const language = isMessageLanguage(sprache) ? sprache : 'de';
    const asked = art === undefined && sprache === undefined && weg === undefined;
    const template = {
      kind: isMessageKind(art) ? art : undefined,
      language,
      way: MESSAGE_WAYS.find((way) => way === weg),
    };
    return this.views.page(visit, row, asked ? {} : { template });
  }

  @Post()
  async act(@Visit() visit: Visit, @Uuid('id') id: string, @Upload() upload: Upload): Promise<Answer> {
    const { actor } = visit;
    const sent = await this.staged.gather(actor, await upload.inspected());
    const row = await this.requests.get(actor, id);
    const { action, enter: ticked } = readForm(sent.body, { action: choice(ACTIONS), enter: list }).values;
    const { version, draft: typed } = draftOf(sent.body);
    const { draft, problems } = await withDraftFiles(this.threads, actor, id, typed, sent);
    const shown = {
      form: draft,
      enter: ticked.includes('enter'),
      close: ticked.includes('close'),
      choices: choicesOf(sent.body, row.rights),
      rewritten: action === 'letter',
    };
    if (action !== 'send' || problems.length > 0) {
      // A file field cannot be filled again by the page: what was typed and chosen stays with the draft.
      if (action !== 'letter' || draft.files.length > 0) {
        await this.threads.keepDraft(actor, id, draft);
      }
      return this.views.page(visit, row, { ...shown, problems }, problems.length > 0 ? 422 : 200);
    }
    return this.send(visit, row, draft, shown, version);
  }

  private async send(
    visit: Visit,
    row: RightsRequestRow,
    typed: MessageDraft,
    shown: AnswerState & { readonly choices: readonly ClaimChoice[] },
    version: number | undefined,
  ): Promise<Answer> {
    const { actor } = visit;
    const draft = await this.decisions.named(actor, row.id, typed, shown.choices);
    const after = shown.enter === true ? { enter: entryOf(draft), close: shown.close === true } : undefined;
    try {
      const current = await this.decided(actor, row.id, draft, shown.choices, version);
      await this.correspondence.send(actor, row.id, draft, current, after);
    } catch (error) {
      const status = isRefusal(error)
        ? { 'invalid-input': 422, 'version-conflict': 409 }[String(error.code)]
        : undefined;
      if (status === undefined) {
        throw error;
      }
      // Whatever comes of it, nothing that was typed is lost.
      await this.threads.keepDraft(actor, row.id, draft);
      const fresh = await this.requests.get(actor, row.id);
      const again = { ...shown, form: draft, problems: problemsIn(error), conflict: status === 409 };
      return this.views.page(visit, fresh, again, status);
    }
    if (draft.way === 'mail' && after !== undefined) {
      await this.settled(actor, row.id);
    }
    return redirect(`/vorgaenge/${row.id}?getan=geantwortet`);
  }

  /** @returns the version of the case with what was decided just now. @throws Refusal */
  private async decided(
    actor: Actor,
    id: string,
    draft: MessageDraft,
    choices: readonly ClaimChoice[],
    version: number | undefined,
  ): Promise<number | undefined> {
    // Sent already, by a double click: it decides nothing a second time.
    if (choices.every(({ outcome }) => outcome === '') || (await this.correspondence.isWritten(actor, id, draft.id))) {
      return version;
    }
    // Before anything is decided: a letter that cannot go out would leave a decision that nobody was told.
    refuseFaults(await this.correspondence.faults(actor, id, draft));
    return this.decisions.make(actor, id, choices, version);
  }

  /** Until the mail server has taken it and it is entered; whoever waits longer finds it on the page of the case. */
  private async settled(actor: Actor, id: string): Promise<void> {
    for (let waited = 0; waited < WAIT_MS; waited += LOOK_MS) {
      if ((await this.requests.get(actor, id)).state !== 'acknowledged') {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }
}

const ACTIONS = ['check', 'letter', 'save', 'send'] as const;

/** Nothing is done for the person: entered as a refusal, with what Art. 12(4) asks of one. */
const REFUSALS: readonly MessageKind[] = ['refusal', 'not-controller', 'not-identifiable'];

/** A letter that only refuses is entered as a refusal, with the period of Art. 12(4). */
function entryOf({ kind }: MessageDraft): AfterSending['enter'] {
  return REFUSALS.includes(kind) ? 'refuse' : 'answer';
}
