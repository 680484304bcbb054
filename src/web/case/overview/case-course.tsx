import type { CaseStep, IdentityStanding, StepStanding } from '../../../domain/lifecycle/case-steps.js';
import type { Missing } from '../../../domain/rights/aftercare.js';
import type { ClaimState } from '../../../requests/claims/claim-state.js';
import { Link, type Href } from '../../shell/components/link.js';
import { Subheading } from '../../shell/components/parts.js';
import type { PageContext } from '../../shell/page-context.js';
import { PAGE_OF_MISSING } from '../next-step-views.js';

export interface CourseView {
  readonly steps: readonly CaseStep[];
  readonly identity: IdentityStanding;
  /** What keeps the matter from being closed, once it is answered. */
  readonly missing: readonly Missing[];
}

interface CourseProps {
  readonly context: PageContext;
  readonly id: string;
  readonly course: CourseView;
  readonly claims: readonly ClaimState[];
}

const PAGE_OF: Readonly<Record<CaseStep['step'], string>> = {
  understand: '/rechte',
  identity: '/identitaet',
  decide: '/rechte',
  answer: '/antworten',
  close: '/rechte#abschluss',
};

const SIGN: Readonly<Record<StepStanding, string>> = { done: '✓', now: '▸', waiting: '…', open: '○', none: '–' };

/** The five steps, each with how it stands and the way to it. */
export function CaseCourse({ context, id, course, claims }: CourseProps) {
  const { course: texts } = context.texts;
  const told = (step: CaseStep): string =>
    step.step === 'identity'
      ? texts.identity[course.identity]
      : step.step === 'decide' && claims.length > 0
        ? texts.decided(claims.filter(({ outcome }) => outcome !== null).length, claims.length)
        : texts.standings[step.standing];
  return (
    <section aria-labelledby="schritte-titel" class="course">
      <Subheading id="schritte-titel">{texts.title}</Subheading>
      <ol class="course__list">
        {course.steps.map((step) => (
          <li key={step.step} class={`course__step course__step--${step.standing}`}>
            <span class="course__sign" aria-hidden="true">
              {SIGN[step.standing]}
            </span>
            <Link href={`/vorgaenge/${id}${PAGE_OF[step.step]}` as Href}>{texts.steps[step.step]}</Link>
            <span class="course__state">{told(step)}</span>
          </li>
        ))}
      </ol>
      {course.missing.length === 0 ? null : (
        <ul class="kern-list kern-list--bullet">
          {course.missing.map((one) => (
            <li key={one}>
              <Link href={`/vorgaenge/${id}${PAGE_OF_MISSING[one]}` as Href}>{context.texts.claims.missing[one]}</Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
