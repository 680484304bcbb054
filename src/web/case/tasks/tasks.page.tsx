import type { CivilDate } from '../../../domain/civil-date.js';
import type { AttachmentRecord } from '../../../requests/sealed/content.js';
import type { TaskFile } from '../../../requests/tasks/task-reading.service.js';
import { isSettledDuty } from '../../../domain/duties/duty.js';
import { isRight } from '../../../domain/rights/right.js';
import { CaseHead } from '../case-head.js';
import type { CaseHeadView } from '../case-heads.js';
import {
  Choices,
  ErrorSummary,
  Select,
  TextArea,
  TextField,
  type Choice,
  type Errors,
} from '../../shell/components/form.js';
import { Alert, Body, Button, CsrfField, Facts, Hint, Lead, Subheading } from '../../shell/components/parts.js';
import { dutyWords } from '../duty-list.js';
import { day, moment } from '../../shell/format.js';
import type { PageContext } from '../../shell/page-context.js';
import { FileLinks, TaskBadge } from './department-task.page.js';

/** What was typed into the form of a new task. */
export interface TaskForm {
  readonly id: string;
  readonly what: string;
  readonly until: string;
  readonly user: string;
  readonly address: string;
  readonly files: readonly string[];
  /** The right and the duty that it is given for; empty: none. */
  readonly right: string;
  readonly duty: string;
}

/** What was typed to change one of the tasks. */
export interface ChangeForm {
  readonly task: string;
  readonly until: string;
  readonly note: string;
}

export interface TasksProps {
  readonly id: string;
  readonly head: CaseHeadView;
  readonly tasks: readonly TaskFile[];
  readonly today: CivilDate;
  readonly safeOn: string;
  /** Whether the state of the request allows a new one. */
  readonly mayAssign: boolean;
  readonly form: TaskForm;
  readonly change: ChangeForm | undefined;
  /** Of the form of a new task, or of the change. */
  readonly errors: Errors;
  readonly users: readonly Choice[];
  readonly attachments: readonly AttachmentRecord[];
  /** The day typed lies after the safe day: asked once more. */
  readonly afterSafe: boolean;
  readonly saved: 'gesendet' | 'erledigt' | undefined;
  readonly csrfToken: string;
}

export function TasksPage(props: TasksProps & { context: PageContext }) {
  const { context, tasks, saved } = props;
  const texts = context.texts.tasks;
  return (
    <div class="reading stack">
      <CaseHead context={context} head={props.head} current="tasks" />
      {saved === undefined ? null : (
        <Alert tone="success" title={saved === 'erledigt' ? texts.finishedSaved : texts.saved} live />
      )}
      <Lead>{texts.lead}</Lead>
      {tasks.length === 0 ? <Body>{texts.none}</Body> : null}
      {tasks.map((task) => (
        <Task key={task.row.id} {...props} task={task} />
      ))}
      {props.mayAssign ? <NewTask {...props} /> : <Body>{texts.notNow}</Body>}
    </div>
  );
}

function Task({ context, id, task, today, ...props }: TasksProps & { context: PageContext; task: TaskFile }) {
  const texts = context.texts.tasks;
  const { row, words, notes = [], answers } = task;
  const to =
    row.assignedTo === null ? words?.address : props.users.find(({ value }) => value === row.assignedTo)?.label;
  return (
    <section class="stack task" id={`auftrag-${row.id}`} aria-labelledby={`titel-${row.id}`}>
      <div class="title-line">
        <Subheading id={`titel-${row.id}`}>{texts.own.open(day(context, row.untilOn))}</Subheading>
        <TaskBadge context={context} row={row} today={today} />
      </div>
      {words === undefined ? (
        <Body>{texts.erased}</Body>
      ) : (
        <blockquote class="message" dir="auto">
          {words.what}
        </blockquote>
      )}
      <Facts
        facts={[
          { label: texts.to, value: <bdi>{to ?? ''}</bdi> },
          { label: texts.assignedAt, value: moment(context, row.assignedAt) },
          ...(words === undefined || words.files.length === 0
            ? []
            : [{ label: texts.chosen, value: words.files.map(({ filename }) => filename).join(', ') }]),
          ...notes.map((note) => ({ label: texts.note, value: <bdi>{note}</bdi> })),
        ]}
      />
      {answers.length === 0 ? null : <h3 class="kern-heading-small">{texts.answers}</h3>}
      {answers.map((answer, at) => (
        <div class="stack" key={at}>
          <Body>
            <strong>{texts.outcomes[answer.outcome]}</strong>
          </Body>
          {answer.text === '' ? null : (
            <blockquote class="message" dir="auto">
              {answer.text}
            </blockquote>
          )}
          {answer.files.length === 0 ? null : (
            <FileLinks files={answer.files} base={`/vorgaenge/${id}/auftraege/${row.id}/dateien`} />
          )}
        </div>
      ))}
      {row.state === 'open' ? <Steps context={context} id={id} task={task} today={today} {...props} /> : null}
    </section>
  );
}

function Steps({ context, id, task, ...props }: TasksProps & { context: PageContext; task: TaskFile }) {
  const texts = context.texts.tasks;
  const { row } = task;
  const base = `/vorgaenge/${id}/auftraege/${row.id}`;
  const change = props.change?.task === row.id ? props.change : undefined;
  const errors: Errors = change === undefined ? new Map() : props.errors;
  // Each field once a page: the ids of the others carry the task's.
  const hidden = (
    <>
      <CsrfField token={props.csrfToken} />
      <input type="hidden" name="version" value={String(row.version)} />
    </>
  );
  return (
    <div class="stack no-print">
      <div class="actions">
        <form method="post" action={`${base}/erledigt`}>
          {hidden}
          <Button kind={row.turn === 'dpo' ? 'primary' : 'secondary'}>
            {row.turn === 'dpo' ? texts.finish : texts.finishByTelephone}
          </Button>
        </form>
        <form method="post" action={`${base}/zurueckziehen`}>
          {hidden}
          <Button kind="tertiary">{texts.withdraw}</Button>
        </form>
      </div>
      <details open={change !== undefined}>
        <summary class="kern-link">{texts.change}</summary>
        <form method="post" action={`${base}/termin#auftrag-${row.id}`} class="stack" noValidate>
          {hidden}
          <ErrorSummary
            texts={context.texts}
            errors={prefixed(errors, row.id)}
            labels={{ [`until-${row.id}`]: texts.newDay, [`note-${row.id}`]: texts.noteLabel }}
          />
          <TextField
            field={`until-${row.id}`}
            label={texts.newDay}
            type="date"
            value={change?.until ?? row.untilOn}
            errors={prefixed(errors, row.id)}
            required
          />
          <TextArea
            field={`note-${row.id}`}
            label={texts.noteLabel}
            hint={texts.noteHint}
            optional={texts.optional}
            value={change?.note ?? ''}
            errors={prefixed(errors, row.id)}
          />
          <div class="actions">
            <Button kind="secondary">{texts.extend}</Button>
          </div>
        </form>
      </details>
    </div>
  );
}

function prefixed(errors: Errors, id: string): Errors {
  return new Map([...errors].map(([field, message]) => [`${field}-${id}`, message]));
}

function NewTask({ context, form, ...props }: TasksProps & { context: PageContext }) {
  const texts = context.texts.tasks;
  const errors: Errors = props.change === undefined ? props.errors : new Map();
  const safe = day(context, props.safeOn);
  const labels = { what: texts.what, until: texts.until, user: texts.user, address: texts.address, files: texts.files };
  return (
    <section class="stack no-print" aria-labelledby="neu">
      <Subheading id="neu">{texts.new}</Subheading>
      <form method="post" action={`/vorgaenge/${props.id}/auftraege#neu`} class="stack" noValidate>
        <ErrorSummary texts={context.texts} errors={errors} labels={labels} />
        {props.afterSafe ? (
          <Alert tone="warning" title={texts.afterSafe(safe)} live>
            <Body>{texts.afterSafeText}</Body>
          </Alert>
        ) : null}
        <CsrfField token={props.csrfToken} />
        <input type="hidden" name="id" value={form.id} />
        <input type="hidden" name="right" value={form.right} />
        <input type="hidden" name="duty" value={form.duty} />
        {isRight(form.right) && isSettledDuty(form.duty) ? (
          <Hint>
            {context.texts.duties.forDuty} {context.texts.rights[form.right]}: {dutyWords(context, form.duty)}
          </Hint>
        ) : null}
        <TextArea field="what" label={texts.what} hint={texts.whatHint} value={form.what} errors={errors} required />
        <TextField
          field="until"
          label={texts.until}
          hint={texts.untilHint(safe)}
          type="date"
          value={form.until}
          errors={errors}
          required
        />
        <Select
          field="user"
          label={texts.user}
          choices={[{ value: '', label: texts.nobody }, ...props.users]}
          chosen={form.user}
          errors={errors}
        />
        <TextField
          field="address"
          label={texts.address}
          hint={texts.addressHint}
          type="email"
          value={form.address}
          errors={errors}
        />
        {props.attachments.length === 0 ? null : (
          <Choices
            field="files"
            legend={texts.files}
            kind="checkbox"
            choices={props.attachments.map(({ field, filename }) => ({ value: field, label: filename }))}
            chosen={form.files}
            errors={errors}
            hint={texts.filesHint}
          />
        )}
        <div class="actions">
          {props.afterSafe ? (
            <Button name="afterSafe" value="1">
              {texts.anyway}
            </Button>
          ) : (
            <Button>{texts.assign}</Button>
          )}
        </div>
      </form>
    </section>
  );
}
