import type { CivilDate } from '../../domain/civil-date.js';
import { daysLeft, day } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';
import { Badge, UrgencyBadge } from '../shell/components/parts.js';

export interface DeadlineStep {
  readonly date: string;
  readonly source: string;
  readonly sourceDe: string;
  readonly de: string;
  readonly en: string;
}

export interface DueView {
  readonly clock: 'running' | 'paused' | 'ended';
  readonly dueOn: string;
  readonly nextOn: string;
}

export interface DeadlineView extends DueView {
  readonly today: CivilDate;
  readonly steps: readonly DeadlineStep[];
}

/** The date, what that means today in words, and a colour that says nothing the words do not. */
export function DueDate({ context, due, today }: { context: PageContext; due: DueView; today: CivilDate }) {
  return (
    <span class="due">
      <time dateTime={due.dueOn}>{day(context, due.dueOn)}</time> <Standing context={context} due={due} today={today} />
    </span>
  );
}

function Standing({ context, due, today }: { context: PageContext; due: DueView; today: CivilDate }) {
  const texts = context.texts.deadline;
  switch (due.clock) {
    case 'running': {
      const { words, urgency } = daysLeft(context, today, due.dueOn as CivilDate);
      return <UrgencyBadge urgency={urgency} words={words} />;
    }
    case 'paused':
      return <Badge tone={due.nextOn < today ? 'warning' : 'info'}>{texts.followUp(day(context, due.nextOn))}</Badge>;
    case 'ended':
      // Nothing is said of how it ended: answered in time, too late, or never meant to run.
      return <span class="calm">({texts.ended})</span>;
  }
}

/** The date and, on request, every step that led to it with its legal basis (P7). */
export function ExplainedDeadline({ context, deadline }: { context: PageContext; deadline: DeadlineView }) {
  return (
    <>
      <DueDate context={context} due={deadline} today={deadline.today} />
      <details class="why">
        <summary>{context.texts.receipt.why}</summary>
        <Steps context={context} steps={deadline.steps} />
      </details>
    </>
  );
}

export function Steps({ context, steps }: { context: PageContext; steps: readonly DeadlineStep[] }) {
  return (
    <ol class="steps">
      {steps.map((step, at) => (
        <li key={at}>
          <time dateTime={step.date}>{day(context, step.date)}</time>
          <span>{context.language === 'en' ? step.en : step.de}</span>
          <span class="kern-body kern-body--small kern-body--muted">
            {context.language === 'en' ? step.source : step.sourceDe}
          </span>
        </li>
      ))}
    </ol>
  );
}
