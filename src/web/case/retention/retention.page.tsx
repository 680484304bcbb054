import { HOLD_REASONS } from '../../../domain/retention/hold.js';
import type { CivilDate } from '../../../domain/civil-date.js';
import type { CopyRow } from '../../../retention/copies.sql.js';
import type { CasePlan } from '../../../retention/erasures.service.js';
import type { ErasureView, HoldRow } from '../../../retention/erasures.sql.js';
import { ErrorSummary, Select, TextField, type Errors } from '../../shell/components/form.js';
import {
  Alert,
  Badge,
  Body,
  Button,
  CsrfField,
  Heading,
  Hint,
  Lead,
  Subheading,
} from '../../shell/components/parts.js';
import { Link } from '../../shell/components/link.js';
import { day, moment } from '../../shell/format.js';
import type { PageContext } from '../../shell/page-context.js';
import { CaseNav } from '../case-nav.js';

export interface RetentionProps {
  readonly id: string;
  readonly reference: string;
  readonly plan: CasePlan;
  readonly erasures: readonly ErasureView[];
  readonly holds: readonly HoldRow[];
  readonly copies: readonly CopyRow[];
  readonly user: string | null;
  readonly reason: string;
  readonly reviewOn: string;
  readonly errors: Errors;
  readonly csrfToken: string;
}

type Props = RetentionProps & { readonly context: PageContext };

/** What of one case goes when and why, what keeps it, what has gone, and where copies lie. */
export function RetentionPage(props: Props) {
  const { context, id, plan, erasures } = props;
  const texts = context.texts.retention;
  const isErased = erasures.some(({ whole }) => whole);
  return (
    <div class="reading stack">
      <Heading>{texts.title(props.reference)}</Heading>
      <CaseNav context={context} id={id} current="retention" />
      <Lead>{isErased ? texts.erasedLead : texts.lead}</Lead>
      {plan.blockers.length === 0 ? null : (
        <Alert tone="info" title={texts.blockersTitle}>
          <ul class="kern-list">
            {plan.blockers.map((blocker) => (
              <li key={blocker}>{texts.blockers[blocker]}</li>
            ))}
          </ul>
        </Alert>
      )}
      <Plan {...props} />
      <Gone {...props} />
      <Done {...props} />
      <Holds {...props} />
      <Copies {...props} />
    </div>
  );
}

/** What there is, each with its day; the proof that remains has one too. */
function Plan({ context, plan }: Props) {
  const texts = context.texts.retention;
  const held = plan.classes.filter((one) => one.held);
  return held.length === 0 ? (
    <Body>{texts.nothingHeld}</Body>
  ) : (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={texts.lead}>
      <table class="kern-table">
        <thead class="kern-table__head">
          <tr class="kern-table__row">
            {[texts.what, texts.when, texts.why, texts.stays].map((title) => (
              <th key={title} class="kern-table__header" scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody class="kern-table__body">
          {held.map((one) => {
            const [what, stays] = texts.classes[one.class];
            return (
              <tr key={one.class} class="kern-table__row">
                <th class="kern-table__cell" scope="row">
                  {what}
                </th>
                <td class="kern-table__cell">
                  {one.on === null ? texts.notYet : day(context, one.on)}{' '}
                  {one.due ? <Badge tone="warning">{texts.dueNow}</Badge> : null}
                </td>
                <td class="kern-table__cell">{texts.bases[one.basis]}</td>
                <td class="kern-table__cell">{stays}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** What is not, or not any more, and what of it remains. */
function Gone({ context, plan, erasures }: Props) {
  const texts = context.texts.retention;
  const gone = plan.classes.filter((one) => !one.held);
  const link = plan.classes.find((one) => one.class === 'link');
  const erased = erasures.some(({ whole }) => whole);
  return (
    <>
      {!erased || link === undefined ? null : (
        <Body>{link.held && link.on !== null ? texts.remains(day(context, link.on)) : texts.remainsForGood}</Body>
      )}
      {gone.length === 0 ? null : (
        <details class="more">
          <summary>{texts.goneTitle}</summary>
          <Hint>{texts.goneLead}</Hint>
          <ul class="kern-list">
            {gone.map((one) => (
              <li key={one.class}>
                {texts.classes[one.class][0]} – {texts.stays}: {texts.classes[one.class][1]}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Done({ context, id: request, erasures }: Props) {
  const texts = context.texts.retention;
  return erasures.length === 0 ? null : (
    <section class="stack">
      <Subheading>{texts.done}</Subheading>
      <ul class="kern-list">
        {erasures.map(({ id, erasedAt, classes, whole, sweptAt, certified }) => (
          <li key={id}>
            {texts.doneLine(moment(context, erasedAt), classes.map((one) => texts.classes[one][0]).join('; '))} (
            {whole ? texts.howWhole : texts.howPart}
            {sweptAt === null ? `; ${texts.notSwept}` : ''}
            {certified === null ? '' : `; ${texts.certified[certified]}`}){' '}
            <Link href={`/vorgaenge/${request}/loeschung/${id}/beleg`} download>
              {texts.certificate}
            </Link>
          </li>
        ))}
      </ul>
      <Hint>{texts.certificateHint}</Hint>
    </section>
  );
}

function Holds({ context, id, holds, user, plan, ...props }: Props) {
  const texts = context.texts.retention.holds;
  const labels = { reason: texts.reason, reviewOn: texts.reviewOn };
  const choices = HOLD_REASONS.map((value) => ({ value, label: texts.reasons[value] }));
  return (
    <section class="stack" id="sperren">
      <Subheading>{texts.title}</Subheading>
      <Hint>{texts.lead}</Hint>
      {holds.length === 0 ? <Body>{texts.none}</Body> : null}
      {holds.map((hold) => (
        <HoldItem
          key={hold.id}
          context={context}
          id={id}
          hold={hold}
          user={user}
          today={plan.today}
          csrfToken={props.csrfToken}
        />
      ))}
      <form method="post" action={`/vorgaenge/${id}/loeschung/sperren#sperren`} class="stack no-print" noValidate>
        <ErrorSummary texts={context.texts} errors={props.errors} labels={labels} />
        <CsrfField token={props.csrfToken} />
        <Select field="reason" label={texts.reason} choices={choices} chosen={props.reason} errors={props.errors} />
        <TextField
          field="reviewOn"
          label={texts.reviewOn}
          type="date"
          value={props.reviewOn}
          errors={props.errors}
          required
        />
        <div class="actions">
          <Button kind="secondary">{texts.set}</Button>
        </div>
      </form>
    </section>
  );
}

function HoldItem(props: {
  context: PageContext;
  id: string;
  hold: HoldRow;
  user: string | null;
  today: CivilDate;
  csrfToken: string;
}) {
  const { context, hold, user, today } = props;
  const texts = context.texts.retention.holds;
  const reason = texts.reasons[hold.reason as keyof typeof texts.reasons];
  const isActive = hold.releasedAt === null;
  return (
    <div class="stack">
      <p class="kern-body">
        {texts.line(reason, moment(context, hold.setAt), day(context, hold.reviewOn))} –{' '}
        {hold.confirmedAt === null ? texts.unconfirmed : texts.confirmed(moment(context, hold.confirmedAt))}
        {hold.releasedAt === null ? '' : ` – ${texts.released(moment(context, hold.releasedAt))}`}{' '}
        {isActive && hold.reviewOn < today ? <Badge tone="warning">{texts.overdue}</Badge> : null}
      </p>
      {isActive ? (
        <form method="post" action={`/vorgaenge/${props.id}/loeschung/sperren/${hold.id}`} class="actions no-print">
          <CsrfField token={props.csrfToken} />
          {hold.confirmedAt === null && hold.setBy !== user ? (
            <Button kind="secondary" name="what" value="confirm">
              {texts.confirm}
            </Button>
          ) : null}
          <Button kind="tertiary" name="what" value="release">
            {texts.release}
          </Button>
        </form>
      ) : null}
    </div>
  );
}

function Copies({ context, id, copies, csrfToken }: Props) {
  const texts = context.texts.retention.copies;
  return (
    <section class="stack" id="kopien">
      <Subheading>{texts.title}</Subheading>
      {copies.length === 0 ? <Body>{texts.none}</Body> : null}
      <ul class="kern-list">
        {copies.map((copy) => (
          <li key={`${copy.place}-${copy.about}`}>
            {texts.places[copy.place]}: {copyState(context, copy)}
            {copy.place === 'platform' && copy.deletedAt === null ? (
              <form method="post" action={`/vorgaenge/${id}/loeschung/kanal`} class="actions no-print">
                <CsrfField token={csrfToken} />
                <Button kind="tertiary">{texts.platformConfirm}</Button>
              </form>
            ) : copy.id !== null && copy.deletedAt === null ? (
              <form method="post" action={`/loeschung/kopien/${copy.id}`} class="actions no-print">
                <CsrfField token={csrfToken} />
                <Button kind="tertiary">{texts.confirm}</Button>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function copyState(context: PageContext, { deletedAt, deletedBy, dueAt }: CopyRow): string {
  const texts = context.texts.retention.copies;
  if (deletedAt !== null) {
    const at = moment(context, deletedAt);
    switch (deletedBy) {
      case 'imap':
        return texts.deletedImap(at);
      case 'program':
        return texts.deletedProgram(at);
      default:
        return texts.deletedPerson(at);
    }
  }
  return dueAt === null ? texts.there : texts.due(moment(context, dueAt));
}
