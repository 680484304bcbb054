import type { CivilDate } from '../../../domain/civil-date.js';
import { TASK_OUTCOMES } from '../../../requests/tasks/task.js';
import type { OpenedTask } from '../../../requests/tasks/open-task.js';
import type { TaskStanding } from '../../../requests/tasks/task-desk.service.js';
import type { TaskRow } from '../../../requests/tasks/tasks.sql.js';
import { FileField, FirstButton } from '../../shell/components/file-field.js';
import { Choices, type Errors, ErrorSummary, TextArea } from '../../shell/components/form.js';
import { type Href, Link } from '../../shell/components/link.js';
import { Alert, Badge, Body, Button, CsrfField, Heading, Lead, Subheading } from '../../shell/components/parts.js';
import { day, moment } from '../../shell/format.js';
import type { PageContext } from '../../shell/page-context.js';
import type { StagedView } from '../../../platform/staging/staged-uploads.js';
import type { AnswerForm } from './task-answer-form.js';
import type { DpoContact } from '../../shell/dpo-contact.js';

/** Whom to ask: the DPO as designated. */
export interface DepartmentTaskProps extends OpenedTask {
  readonly organisation: string;
  readonly contact: DpoContact | undefined;
  /** Of this page; its form is sent there, files lie below it. */
  readonly address: `/${string}`;
  readonly today: CivilDate;
  readonly form: AnswerForm;
  readonly errors: Errors;
  readonly staged: readonly StagedView[];
  readonly saved: boolean;
  /** None where there is no session: the link is the secret. */
  readonly csrfToken: string | undefined;
}

/** What a link shows to whoever, or whatever, follows it. */
export function TaskCoverPage({
  context,
  organisation,
  address,
  untilOn,
  saved,
}: {
  context: PageContext;
  organisation: string;
  address: `/${string}`;
  untilOn: CivilDate;
  saved: boolean;
}) {
  const texts = context.texts.tasks.department;
  return (
    <div class="narrow stack">
      <Heading>{texts.title}</Heading>
      {saved ? <Received texts={texts} /> : null}
      <Lead>{texts.lead(organisation)}</Lead>
      <Body>{texts.due(day(context, untilOn))}</Body>
      <form method="post" action={`${address}/ansehen`}>
        <Button>{texts.open}</Button>
      </form>
      <Body>{texts.openHint}</Body>
    </div>
  );
}

function Received({ texts }: { texts: PageContext['texts']['tasks']['department'] }) {
  return (
    <Alert tone="success" title={texts.received} live>
      <Body>{texts.receivedText}</Body>
    </Alert>
  );
}

/** The one task, and nothing of the case it belongs to (P8). */
export function DepartmentTaskPage(props: DepartmentTaskProps & { context: PageContext }) {
  const { context, row, words, notes, contact } = props;
  const texts = context.texts.tasks.department;
  return (
    <div class="reading stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead(props.organisation)}</Lead>
      {props.saved ? <Received texts={texts} /> : null}
      <p class="title-line">
        <strong class="kern-body">{texts.due(day(context, row.untilOn))}</strong>
        {row.turn === 'department' && row.untilOn < props.today ? (
          <Badge tone="danger">{context.texts.tasks.overdue}</Badge>
        ) : null}
      </p>
      <Subheading>{texts.what}</Subheading>
      <blockquote class="message" dir="auto">
        {words.what}
      </blockquote>
      {notes.length === 0 ? null : (
        <>
          <Subheading>{texts.notes}</Subheading>
          {notes.map((note, at) => (
            <blockquote class="message" dir="auto" key={at}>
              {note}
            </blockquote>
          ))}
        </>
      )}
      {words.files.length === 0 ? null : (
        <>
          <Subheading>{texts.files}</Subheading>
          <FileLinks files={words.files} base={`${props.address}/dateien`} />
        </>
      )}
      {contact === undefined ? null : <Contact context={context} contact={contact} />}
      <Answer {...props} />
    </div>
  );
}

export function FileLinks({
  files,
  base,
}: {
  files: readonly { readonly field: string; readonly filename: string; readonly size: number }[];
  base: Href;
}) {
  return (
    <ul class="kern-list kern-list--bullet">
      {files.map(({ field, filename, size }) => (
        <li key={field}>
          <Link href={`${base}/${field}` as Href} download>
            <bdi>{filename}</bdi> ({Math.ceil(size / 1024)} kB)
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Contact({ context, contact }: { context: PageContext; contact: DpoContact }) {
  return (
    <p class="kern-body">
      {context.texts.tasks.department.contact} {contact.title},{' '}
      <Link href={`mailto:${contact.email}`}>{contact.email}</Link>,{' '}
      <Link href={`tel:${contact.telephone.replaceAll(/[^+\d]/g, '')}`}>{contact.telephone}</Link>
    </p>
  );
}

function Answer({ context, row, form, errors, ...props }: DepartmentTaskProps & { context: PageContext }) {
  const texts = context.texts.tasks.department;
  const labels = { outcome: texts.outcome, text: texts.text, files: texts.upload };
  return (
    <section class="stack" aria-labelledby="antwort">
      <Subheading id="antwort">{texts.answer}</Subheading>
      <Before context={context} row={row} />
      <form method="post" action={props.address} encType="multipart/form-data" class="stack" noValidate>
        <ErrorSummary texts={context.texts} errors={errors} labels={labels} />
        <FirstButton staged={props.staged} />
        {props.csrfToken === undefined ? null : <CsrfField token={props.csrfToken} />}
        <input type="hidden" name="after" value={String(row.answers)} />
        <Choices
          field="outcome"
          legend={texts.outcome}
          kind="radio"
          choices={TASK_OUTCOMES.map((value) => ({ value, label: texts.outcomes[value] }))}
          chosen={[form.outcome]}
          errors={errors}
        />
        <TextArea field="text" label={texts.text} hint={texts.textHint} value={form.text} errors={errors} />
        <FileField
          field="files"
          label={texts.upload}
          hint={texts.uploadHint}
          remove={context.texts.handover.removeFile('%s')}
          errors={errors}
          staged={{ texts: context.texts, files: props.staged }}
        />
        <div class="actions">
          <Button>{texts.send}</Button>
        </div>
      </form>
    </section>
  );
}

function Before({ context, row }: { context: PageContext; row: TaskRow }) {
  const texts = context.texts.tasks;
  return row.outcome === null || row.answeredAt === null ? null : (
    <Body>{texts.department.before(row.answers, texts.outcomes[row.outcome], moment(context, row.answeredAt))}</Body>
  );
}

/** A link that shows nothing (any more), in plain words, with whom to ask. */
export function ClosedTaskPage({
  context,
  standing,
  contact,
}: {
  context: PageContext;
  standing: Exclude<TaskStanding, 'open'> | 'unknown';
  contact: DpoContact | undefined;
}) {
  const { title, text } = context.texts.tasks.department.closed[standing];
  return (
    <div class="narrow stack">
      <Heading>{title}</Heading>
      <Lead>{text}</Lead>
      {contact === undefined ? null : <Contact context={context} contact={contact} />}
    </div>
  );
}

export function OwnTasksPage({
  context,
  rows,
  today,
}: {
  context: PageContext;
  rows: readonly TaskRow[];
  today: CivilDate;
}) {
  const texts = context.texts.tasks;
  return (
    <div class="reading stack">
      <Heading>{texts.own.title}</Heading>
      <Lead>{rows.length === 0 ? texts.own.none : texts.own.lead}</Lead>
      <ul class="kern-list plain-list stack">
        {rows.map((row) => (
          <li key={row.id} class="title-line">
            <Link href={`/auftraege/${row.id}`}>{texts.own.open(day(context, row.untilOn))}</Link>
            <TaskBadge context={context} row={row} today={today} />
            <span class="kern-body kern-body--small">{texts.own.assigned(moment(context, row.assignedAt))}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function TaskBadge({ context, row, today }: { context: PageContext; row: TaskRow; today: CivilDate }) {
  const texts = context.texts.tasks;
  if (row.state !== 'open') {
    return <Badge tone={row.state === 'done' ? 'success' : 'info'}>{texts.states[row.state]}</Badge>;
  }
  if (row.turn === 'dpo') {
    return <Badge tone="warning">{texts.answered}</Badge>;
  }
  return row.untilOn < today ? (
    <Badge tone="danger">{texts.overdue}</Badge>
  ) : (
    <Badge tone="info">{texts.waiting}</Badge>
  );
}
