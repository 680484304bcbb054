import { Inject, Injectable } from '@nestjs/common';
import { prefilled, type AnswerKnowledge } from '../../../domain/correspondence/answer-prefill.js';
import { kindFor } from '../../../domain/correspondence/answering.js';
import { PASTED_CHANNELS, PASTED_LIMIT } from '../../../domain/correspondence/channel-text.js';
import type { MessageKind, MessageLanguage, MessageWay } from '../../../domain/correspondence/kinds.js';
import { missingContents } from '../../../domain/correspondence/mandatory.js';
import { gapsIn } from '../../../domain/correspondence/template.js';
import { civilDateIn } from '../../../domain/civil-date.js';
import type { FieldProblem } from '../../../domain/problem.js';
import { decidedBy } from '../../../domain/rights/deciding.js';
import type { Outcome } from '../../../domain/rights/outcome.js';
import type { Actor } from '../../../audit/actor.js';
import { ClaimsService, type OpenedClaim } from '../../../requests/claims/claims.service.js';
import { knownDates } from '../../../requests/correspondence/case-values.js';
import type { MessageDraft } from '../../../requests/correspondence/correspondence.service.js';
import { mailOf, MessageStart } from '../../../requests/correspondence/message-start.service.js';
import { ThreadService } from '../../../requests/correspondence/thread.service.js';
import type { RequestContent } from '../../../requests/sealed/content.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';
import { TaskReader } from '../../../requests/tasks/task-reading.service.js';
import { errorsOf } from '../../shell/components/form.js';
import { page } from '../../shell/page.js';
import type { PageContext } from '../../shell/page-context.js';
import { Visit } from '../../shell/visit.js';
import type { Answer } from '../../../platform/http/answer.js';
import { CaseHeads } from '../case-heads.js';
import { asChosen, type ClaimChoice } from './answer-decisions.js';
import { AnswerPage } from './answer.page.js';

export interface AnswerState {
  readonly form?: MessageDraft;
  readonly template?: {
    readonly kind: MessageKind | undefined;
    readonly language: MessageLanguage;
    readonly way: MessageWay | undefined;
  };
  readonly enter?: boolean;
  readonly close?: boolean;
  /** What was chosen for the rights that are still open. */
  readonly choices?: readonly ClaimChoice[];
  /** Another beginning for the letter: what was typed is left, but for its text. */
  readonly rewritten?: boolean;
  readonly problems?: readonly FieldProblem[];
  readonly conflict?: boolean;
}

/** Answering as one act: what was decided, the letter that says so, how it will look, and what is entered with it. */
@Injectable()
export class AnswerViews {
  constructor(
    @Inject(ThreadService) private readonly threads: ThreadService,
    @Inject(ClaimsService) private readonly claims: ClaimsService,
    @Inject(TaskReader) private readonly tasks: TaskReader,
    @Inject(MessageStart) private readonly start: MessageStart,
    @Inject(CaseHeads) private readonly heads: CaseHeads,
  ) {}

  async page(visit: Visit, row: RightsRequestRow, shown: AnswerState, status = 200): Promise<Answer> {
    const { context, now } = visit;
    const { actor, csrfToken } = visit.session;
    const thread = await this.threads.read(actor, row.id, { quick: true });
    const claims = await this.claims.open(actor, row.id);
    const kept = thread.draft?.draft;
    const begun =
      shown.template === undefined && kept !== undefined && isUnsent(kept, thread.messages) ? kept : undefined;
    const settled = asChosen(claims, shown.choices);
    const form =
      shown.form !== undefined && shown.rewritten === true
        ? await this.again(visit, row, settled, thread.original, shown.form)
        : (shown.form ?? begun ?? (await this.begin(visit, row, settled, thread.original, shown.template)));
    const byFunction = decidedBy(row.deciding, civilDateIn(now, row.timeZone)) === 'function';
    const content = AnswerPage({
      context,
      id: row.id,
      head: await this.heads.of(visit, row, thread.original.from),
      version: row.version,
      claims,
      // Where a function of the controller decides, its decision is entered with its proof, on the page of the rights.
      open: byFunction ? [] : claims.filter(({ outcome }) => outcome === null),
      choices: shown.choices ?? [],
      seat: { land: row.land, bodyKind: row.bodyKind },
      form,
      original: thread.original,
      last: thread.messages.findLast(({ direction, automatic }) => direction === 'in' && !automatic),
      tooLong: form.way === 'channel' && [...form.body].length > PASTED_LIMIT ? [...form.body].length : undefined,
      gaps: gapsIn(`${form.subject}\n${form.body}`),
      missing: missingContents(form.kind, form.body, knownDates(row, form.language, now)),
      enter: shown.enter ?? true,
      close: shown.close ?? true,
      conflict: shown.conflict ?? false,
      errors: errorsOf(context.texts, shown.problems ?? []),
      csrfToken,
    });
    return page(visit, context.texts.answering.title(row.reference), content, { status });
  }

  private async begin(
    { context, actor }: Visit,
    row: RightsRequestRow,
    claims: readonly OpenedClaim[],
    original: RequestContent,
    template: AnswerState['template'],
  ): Promise<MessageDraft> {
    const kind = template?.kind ?? kindFor(claims) ?? 'free';
    const draft = await this.start.of(actor, row, original, {
      kind,
      language: template?.language ?? 'de',
      way: template?.way ?? wayFor(row, original),
    });
    return { ...draft, body: prefilled(draft.body, await this.knowledge(context, actor, row, claims)) };
  }

  /** The letter that says what was chosen; to whom and how it goes, and what goes with it, stays. */
  private async again(
    visit: Visit,
    row: RightsRequestRow,
    claims: readonly OpenedClaim[],
    original: RequestContent,
    typed: MessageDraft,
  ): Promise<MessageDraft> {
    const { language, way } = typed;
    const { kind, subject, body } = await this.begin(visit, row, claims, original, { kind: undefined, language, way });
    return { ...typed, kind, subject, body, confirmed: false };
  }

  private async knowledge(
    { texts }: PageContext,
    actor: Actor,
    row: RightsRequestRow,
    claims: readonly OpenedClaim[],
  ): Promise<AnswerKnowledge> {
    const tasks = await this.tasks.ofRequest(actor, row.id);
    const done = tasks.flatMap(({ answers }) =>
      answers.filter(({ outcome }) => outcome === 'done').map(({ text }) => text),
    );
    const refused = claims.filter(({ outcome }) => outcome !== null && !GRANTING.includes(outcome));
    return {
      done: done.filter((text) => text.trim() !== '').join('\n\n'),
      reasons: refused.flatMap(({ reasons }) => (reasons === '' ? [] : [reasons])).join('\n\n'),
      notGranted: refused.map(({ right }) => texts.rights[right]).join(', '),
    };
  }
}

const GRANTING: readonly Outcome[] = ['granted', 'no-data', 'withdrawn', 'passed-on', 'supplemented'];

/** Whoever is known by nothing but their name in a network is answered there: no letter comes with a handle. */
function wayFor({ channelKind }: RightsRequestRow, original: RequestContent): MessageWay | undefined {
  return mailOf(original) === '' && PASTED_CHANNELS.includes(channelKind) ? 'channel' : undefined;
}

function isUnsent({ id }: MessageDraft, messages: readonly { readonly id: string }[]): boolean {
  return messages.every((message) => message.id !== id);
}
