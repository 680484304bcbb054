import { LIFECYCLE } from '../../domain/lifecycle/lifecycle.js';
import { Badge, Button, ButtonLink, CsrfField } from '../shell/components/parts.js';
import { minute } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';
import type { CaseHeadView } from './case-heads.js';
import { CaseNav, type CasePageName } from './case-nav.js';
import { DueDate } from './due-date.js';
import { QuickNote } from './quick-note.js';
import { nextStepHref, nextStepWords } from './next-step-views.js';
import { STATE_TONE } from './state-tone.js';

interface HeadProps {
  readonly context: PageContext;
  readonly head: CaseHeadView;
  readonly current: CasePageName;
}

/** One head for all pages of a case; it stays in sight while the page is scrolled. */
export function CaseHead({ context, head, current }: HeadProps) {
  const { states, rights, worklist } = context.texts;
  const { person } = head;
  const claimed = head.rights.length === 0 ? worklist.noRight : head.rights.map((right) => rights[right]).join(', ');
  return (
    <header class="case-head" data-case-keys={head.keys ? `/vorgaenge/${head.id}` : undefined}>
      <div class="case-head__line">
        <div class="case-head__who">
          <h1 class="case-head__title">
            <span class="case-head__reference">{head.reference}</span> <bdi>{titleOf(context, current, person)}</bdi>
          </h1>
          <p class="case-head__facts">
            {head.channel} · {claimed} ·{' '}
            {head.due.clock === 'ended' ? null : <DueDate context={context} due={head.due} today={head.today} />}
            <Badge tone={STATE_TONE[head.state]}>{states[head.state]}</Badge>
            {head.breachUntil === null ? null : (
              <Badge tone="danger">{context.texts.breach.badge(minute(context, head.breachUntil))}</Badge>
            )}
          </p>
        </div>
        <Next context={context} head={head} />
      </div>
      <div class="case-head__bar">
        <CaseNav context={context} id={head.id} current={current} />
        {current === 'notes' ? null : <QuickNote context={context} head={head} />}
      </div>
    </header>
  );
}

/** Whose case it is; on its other pages what the page is about, and whose case, where that is known. */
function titleOf({ texts }: PageContext, current: CasePageName, person: string | undefined): string {
  const page = texts.caseNav.pages[current];
  const who = person === '' ? texts.request.nobody : person;
  return current === 'case' ? (who ?? texts.request.nobody) : who === undefined ? page : `${page}: ${who}`;
}

/** The one thing to do now, as the one primary button of the page. */
function Next({ context, head }: Pick<HeadProps, 'context' | 'head'>) {
  const { casework } = context.texts;
  const { next, id } = head;
  if (next.what === 'nothing') {
    return (
      <p class="case-head__next">
        <span class="case-head__label">{casework.nextStep}:</span> {nextStepWords(context, next)}
      </p>
    );
  }
  // Deciding and saying so are one act, where the decision is the DPO's to enter.
  const together = next.what === 'decide' && next.missing === 'undecided' && head.decidesHere;
  const act = together ? casework.decideAndAnswer : casework.next[next.what].act;
  const href = together ? (`/vorgaenge/${id}/antworten` as const) : nextStepHref(id, next);
  return (
    <div class="case-head__next no-print">
      <span class="case-head__label">
        {casework.nextStep}: {nextStepWords(context, next)}
      </span>
      {isHere(context.path, href) ? null : next.what === 'take-over' &&
        LIFECYCLE[head.state].acknowledge !== undefined ? (
        <form method="post" action={`/vorgaenge/${id}/uebernehmen`}>
          <CsrfField token={head.csrfToken} />
          <input type="hidden" name="version" value={String(head.version)} />
          <Button>{act}</Button>
        </form>
      ) : (
        <ButtonLink href={href}>{act}</ButtonLink>
      )}
    </div>
  );
}

/** On the page where it is done, its form has the button; taking over is done in the head itself. */
function isHere(path: string, href: string): boolean {
  const [page] = href.split(/[?#]/, 1);
  return path.split('?', 1)[0] === page && !/^\/vorgaenge\/[^/]+$/.test(page ?? '');
}
