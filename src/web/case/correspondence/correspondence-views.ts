import type { Language } from '../../../words/language.js';
import { Inject, Injectable } from '@nestjs/common';
import type { ComponentChildren } from 'preact';
import { civilDateIn } from '../../../domain/civil-date.js';
import { isMessageKind, isMessageLanguage, type MessageKind } from '../../../domain/correspondence/kinds.js';
import { kindFor } from '../../../domain/correspondence/answering.js';
import { missingContents } from '../../../domain/correspondence/mandatory.js';
import { decide } from '../../../domain/lifecycle/lifecycle.js';
import { type FieldProblem, isRefusal } from '../../../domain/problem.js';
import type { Actor } from '../../../audit/actor.js';
import { Clock } from '../../../platform/clock.js';
import { knownDates } from '../../../requests/correspondence/case-values.js';
import type { MessageDraft } from '../../../requests/correspondence/correspondence.service.js';
import { MessageStart } from '../../../requests/correspondence/message-start.service.js';
import { type Thread, ThreadService } from '../../../requests/correspondence/thread.service.js';
import { ClaimsService } from '../../../requests/claims/claims.service.js';
import { RequestsService } from '../../../requests/request/requests.service.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';
import { errorsOf } from '../../shell/components/form.js';
import { messageDraftTag } from '../draft-tag.js';
import { CorrespondencePage, type CorrespondenceProps } from './correspondence.page.js';
import { CorrespondenceErasedPage } from './correspondence-erased.page.js';
import type { DeadlineActType } from '../../../domain/deadlines/act.js';
import { CaseHeads } from '../case-heads.js';
import { CaseViews } from '../case-views.js';
import { Visit } from '../../shell/visit.js';

/** What a page of the thread is to show besides the thread. */
export interface CorrespondenceState {
  readonly form?: MessageDraft;
  /** A template to begin with. */
  readonly template?: { readonly kind: MessageKind; readonly language: Language };
  readonly openDraft?: boolean;
  readonly seen?: number | undefined;
  readonly checked?: boolean;
  readonly problems?: readonly FieldProblem[];
  readonly postedProblems?: readonly FieldProblem[];
  readonly notice?: CorrespondenceProps['notice'];
  readonly sentKind?: MessageKind;
  readonly postedMessage?: string;
}

/** The step of the deadline that a message of this kind goes with. */
const ACT_OF: Readonly<Partial<Record<MessageKind, DeadlineActType>>> = {
  identity: 'request-identity',
  clarification: 'request-clarification',
  extension: 'extend',
  grant: 'answer',
  partial: 'answer',
  refusal: 'refuse',
  'not-controller': 'refuse',
};

const NOTICES = ['sent', 'made', 'postedDone', 'savedDraft', 'confirmedRead'] as const;

@Injectable()
export class CorrespondenceViews {
  constructor(
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(ThreadService) private readonly thread: ThreadService,
    @Inject(MessageStart) private readonly start: MessageStart,
    @Inject(CaseViews) private readonly views: CaseViews,
    @Inject(ClaimsService) private readonly claims: ClaimsService,
    @Inject(CaseHeads) private readonly heads: CaseHeads,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  asked(query: Record<string, unknown>): CorrespondenceState {
    const { vorlage: kind, sprache: language, art: sentKind, von: postedMessage } = query;
    const notice = NOTICES.find((name) => name === query['getan']);
    return {
      ...(isMessageKind(kind) ? { template: { kind, language: isMessageLanguage(language) ? language : 'de' } } : {}),
      ...(query['entwurf'] === '1' ? { openDraft: true } : {}),
      ...(notice === undefined ? {} : { notice }),
      ...(isMessageKind(sentKind) ? { sentKind } : {}),
      ...(typeof postedMessage === 'string' ? { postedMessage } : {}),
    };
  }

  async page(
    visit: Visit,
    id: string,
    shown: CorrespondenceState,
  ): Promise<{ readonly title: string; readonly content: ComponentChildren }> {
    const { context, now } = visit;
    const { actor, csrfToken } = visit.session;
    const row = await this.requests.get(actor, id);
    const title = context.texts.correspondence.title(row.reference);
    const thread = await this.threadOf(actor, id);
    if (thread === undefined) {
      return { title, content: CorrespondenceErasedPage({ context, head: await this.heads.of(visit, row) }) };
    }
    const kept = unsentDraft(thread);
    const form = shown.form ?? (await this.formFor(actor, row, thread, shown));
    const isKept = form !== undefined && form.id === kept?.draft.id;
    const { version, receivedAt } = row;
    const content = CorrespondencePage({
      context,
      id,
      head: await this.heads.of(visit, row, thread.original.from),
      version,
      receivedAt,
      csrfToken,
      form,
      suggested: kindFor(await this.claims.list(actor, row)),
      original: thread.original,
      messages: thread.messages,
      channel: this.views.channelOf(context, row),
      seen: shown.seen ?? thread.messages.length,
      mayWrite: this.mayWrite(row),
      draftSavedAt: kept?.savedAt,
      draftTag: messageDraftTag(thread.draft?.draft),
      draftOf: kept === undefined ? 'none' : isKept ? 'form' : 'other',
      restored: isKept && shown.form === undefined && shown.notice === undefined,
      missing: shown.checked === true && form !== undefined ? this.missing(row, form) : undefined,
      errors: errorsOf(context.texts, shown.problems ?? []),
      postedErrors: errorsOf(context.texts, shown.postedProblems ?? []),
      notice: shown.notice,
      nextAct: this.nextAct(row, thread, shown),
      today: civilDateIn(now, row.timeZone),
    });
    return { title, content };
  }

  /** Undefined once it is erased. */
  private async threadOf(actor: Actor, id: string): Promise<Thread | undefined> {
    try {
      return await this.thread.read(actor, id);
    } catch (error) {
      if (isRefusal(error, 'not-found', 'content-erased')) {
        return undefined;
      }
      throw error;
    }
  }

  private async formFor(
    actor: Actor,
    row: RightsRequestRow,
    thread: Thread,
    { template, openDraft }: CorrespondenceState,
  ): Promise<MessageDraft | undefined> {
    const kept = unsentDraft(thread)?.draft;
    // Whoever opens the template again goes on with what they have begun.
    const begun = template !== undefined && kept?.kind === template.kind && kept.language === template.language;
    if (kept !== undefined && (openDraft === true || begun)) {
      return { ...kept, confirmed: false };
    }
    if (template === undefined) {
      return undefined;
    }
    return this.start.of(actor, row, thread.original, template);
  }

  private missing(row: RightsRequestRow, { kind, language, body }: MessageDraft) {
    return missingContents(kind, body, knownDates(row, language, this.clock.now()));
  }

  private mayWrite({ state, recordedAt }: RightsRequestRow): CorrespondenceProps['mayWrite'] {
    if (state === 'recorded') {
      return 'take-over-first';
    }
    const facts = { state, recordedAt: recordedAt.getTime() };
    return decide('send', facts, this.clock.now().getTime()).allowed ? 'yes' : 'no';
  }

  /** Once the letter is on its way: a mail when it was released, a letter when it was posted. */
  private nextAct(row: RightsRequestRow, thread: Thread, shown: CorrespondenceState): DeadlineActType | undefined {
    const posted = thread.messages.find(({ id }) => id === shown.postedMessage)?.kind ?? undefined;
    const kind = shown.notice === 'postedDone' ? posted : shown.notice === 'sent' ? shown.sentKind : undefined;
    const act = kind === undefined ? undefined : ACT_OF[kind];
    return act !== undefined && this.views.actsOf(row).includes(act) ? act : undefined;
  }
}

/** A draft saved by the page while its message was being sent is none any more: nothing would be sent from it. */
function unsentDraft({ draft, messages }: Thread): Thread['draft'] {
  return messages.some(({ id }) => id === draft?.draft.id) ? undefined : draft;
}
