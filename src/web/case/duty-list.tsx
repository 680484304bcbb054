import type { CivilDate } from '../../domain/civil-date.js';
import type { Duty } from '../../domain/duties/duties.js';
import { DUTY_RULES, isSettledDuty } from '../../domain/duties/duty.js';
import { LIFECYCLE } from '../../domain/lifecycle/lifecycle.js';
import { Link, type Href } from '../shell/components/link.js';
import { Badge, Body, Subheading, type Tone } from '../shell/components/parts.js';
import { day } from '../shell/format.js';
import type { RightsRequestState } from '../../requests/request/rights-request.entity.js';
import type { PageContext } from '../shell/page-context.js';

const TONE: Readonly<Record<Duty['standing'], Tone>> = {
  open: 'warning',
  given: 'info',
  answered: 'warning',
  'came-back': 'danger',
  done: 'success',
  'left-out': 'success',
};

/** What is still to be done, with a heading: for the page of a case. */
export function DutyBlock({ state, ...props }: Omit<Props, 'changeable'> & { readonly state: RightsRequestState }) {
  const texts = props.context.texts.duties;
  return (
    <section class="stack" aria-labelledby="pflichten">
      <Subheading id="pflichten">{texts.title}</Subheading>
      <DutyList {...props} changeable={LIFECYCLE[state]['settle-duty'] !== undefined} />
    </section>
  );
}

interface Props {
  readonly context: PageContext;
  readonly id: string;
  readonly duties: readonly Duty[];
  readonly today: CivilDate;
  /** False: nothing can be done about them now, only looked at. */
  readonly changeable: boolean;
}

/** Each duty of a case with what its end rests on, or with the ways to end it. */
export function DutyList({ context, id, duties, today, changeable }: Props) {
  const texts = context.texts.duties;
  return duties.length === 0 ? (
    <Body>{texts.none}</Body>
  ) : (
    <ul class="kern-list plain-list stack">
      {duties.map((duty) => (
        <li key={`${duty.right ?? ''}-${duty.duty}`}>
          <Badge tone={TONE[duty.standing]}>{texts.standings[duty.standing]}</Badge>{' '}
          {duty.right === null ? '' : `${context.texts.rights[duty.right]}: `}
          {dutyWords(context, duty.duty)} <Rest context={context} duty={duty} today={today} />
          {changeable ? <Ways context={context} id={id} duty={duty} /> : null}
        </li>
      ))}
    </ul>
  );
}

export function dutyWords({ texts }: PageContext, duty: Duty['duty']): string {
  switch (duty) {
    case 'answer':
      return texts.duties.answer;
    case 'restrict-meanwhile':
      return texts.duties.restrictMeanwhile;
    default:
      return texts.claims.followUps[duty];
  }
}

/** By whom and until when; once it has ended, on what that rests. */
function Rest({ context, duty, today }: { context: PageContext; duty: Duty; today: CivilDate }) {
  const texts = context.texts.duties;
  if (duty.standing === 'left-out') {
    return <span class="kern-hint">({duty.leftOut === null ? '' : texts.leaveOuts[duty.leftOut]})</span>;
  }
  if (duty.standing === 'done') {
    return <span class="kern-hint">({duty.evidence === null ? '' : texts.evidence[duty.evidence]})</span>;
  }
  const isAtOnce = isSettledDuty(duty.duty) && DUTY_RULES[duty.duty].atOnce === true;
  const until = isAtOnce
    ? duty.until < today
      ? texts.overdue(day(context, duty.until))
      : texts.today
    : (duty.until < today ? texts.overdue : texts.until)(day(context, duty.until));
  return (
    <span class="kern-hint">
      ({texts.by[duty.by]}, {until})
    </span>
  );
}

/** The shortest ways from here; what has a register leads there. */
function Ways({ context, id, duty }: { context: PageContext; id: string; duty: Duty }) {
  const ways = waysOf(context, id, duty);
  return ways.length === 0 ? null : (
    <div class="actions">
      {ways.map(({ href, label }) => (
        <Link key={label} href={href}>
          {label}
        </Link>
      ))}
    </div>
  );
}

function waysOf(
  { texts: { duties: texts } }: PageContext,
  id: string,
  { right, duty, standing, task }: Duty,
): readonly { readonly href: Href; readonly label: string }[] {
  const at = `/vorgaenge/${id}` as const;
  const settledIn = (step: string): Href =>
    `${at}/pflichten?recht=${right ?? ''}&pflicht=${duty}&schritt=${step}#formular`;
  if (standing === 'done' || standing === 'left-out') {
    return isSettledDuty(duty) && right !== null && isOwnEntry(duty, standing)
      ? [{ href: settledIn('wieder'), label: texts.reopen }]
      : [];
  }
  if (duty === 'answer') {
    return standing === 'came-back'
      ? [{ href: `${at}/frist?schritt=reopen#formular`, label: texts.sendAgain }]
      : [{ href: `${at}/schriftverkehr`, label: texts.goThere }];
  }
  const register = REGISTERS[duty];
  const leave =
    isSettledDuty(duty) && DUTY_RULES[duty].leaveOuts.length > 0
      ? [{ href: settledIn('auslassen'), label: texts.leave }]
      : [];
  if (register !== undefined) {
    return [{ href: `${at}/${register}`, label: texts.goThere }, ...leave];
  }
  return [
    { href: settledIn('getan'), label: standing === 'answered' ? texts.settleAnswered : texts.settle },
    ...(task === null && isSettledDuty(duty) && DUTY_RULES[duty].by === 'department'
      ? [{ href: `${at}/auftraege?recht=${right ?? ''}&pflicht=${duty}#neu` as const, label: texts.give }]
      : []),
    ...leave,
  ];
}

/** Whether an entry of its own ended it, so that it can be taken back; what a register shows cannot. */
function isOwnEntry(duty: Duty['duty'], standing: Duty['standing']): boolean {
  return isSettledDuty(duty) && (standing === 'left-out' || DUTY_RULES[duty].register !== true);
}

const REGISTERS: Readonly<Partial<Record<Duty['duty'], string>>> = {
  'register-restriction': 'einschraenkung',
  'announce-lifting': 'einschraenkung',
  'restrict-meanwhile': 'einschraenkung',
  'tell-recipients': 'empfaenger',
  'name-recipients': 'empfaenger',
  'hand-over-package': 'uebertragung',
};
