import type { CivilDate } from '../../domain/civil-date.js';
import { daysLeft, day } from '../format.js';
import type { PageContext } from '../page-context.js';
import { UrgencyBadge } from './parts.js';

export interface DeadlineStep {
  readonly date: string;
  readonly source: string;
  readonly de: string;
  readonly en: string;
}

export interface DeadlineView {
  readonly dueOn: string;
  readonly today: CivilDate;
  readonly steps: readonly DeadlineStep[];
}

export function DueDate({ context, dueOn, today }: { context: PageContext; dueOn: string; today: CivilDate }) {
  const { words, urgency } = daysLeft(context, today, dueOn as CivilDate);
  return (
    <span class="due">
      <time dateTime={dueOn}>{day(context, dueOn)}</time> <UrgencyBadge urgency={urgency} words={words} />
    </span>
  );
}

/** The date and, on request, every step that led to it with its legal basis (P7). */
export function ExplainedDeadline({ context, deadline }: { context: PageContext; deadline: DeadlineView }) {
  return (
    <>
      <DueDate context={context} dueOn={deadline.dueOn} today={deadline.today} />
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
          <span class="kern-body kern-body--small kern-body--muted">{step.source}</span>
        </li>
      ))}
    </ol>
  );
}
