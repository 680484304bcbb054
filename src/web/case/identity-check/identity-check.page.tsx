import {
  CODE_ATTEMPTS,
  DOUBTS,
  METHODS,
  OUTCOMES,
  type IdentityCheckForm,
} from '../../../domain/rights/identity-check.js';
import type { IdentityFile } from '../../../requests/identity-check/identity-check-reading.service.js';
import { CaseHead } from '../case-head.js';
import type { CaseHeadView } from '../case-heads.js';
import { Choices, ErrorSummary, TextArea, TextField, type Errors } from '../../shell/components/form.js';
import { Link } from '../../shell/components/link.js';
import {
  Alert,
  Badge,
  Body,
  Button,
  CsrfField,
  Facts,
  Hint,
  Lead,
  Subheading,
  type Tone,
} from '../../shell/components/parts.js';
import { day, moment } from '../../shell/format.js';
import type { PageContext } from '../../shell/page-context.js';

/** What just happened, out of the address. */
export interface IdentityNews {
  readonly what: 'begonnen' | 'beendet' | undefined;
  readonly clock: 'steht' | 'laeuft' | 'offen' | undefined;
}

export interface IdentityCheckProps {
  readonly id: string;
  readonly head: CaseHeadView;
  readonly checks: readonly IdentityFile[];
  /** Whether the state of the request allows to begin one. */
  readonly mayBegin: boolean;
  /** Whether the clock can be stopped now, or let run again. */
  readonly mayStop: boolean;
  readonly mayResume: boolean;
  readonly form: IdentityCheckForm & { readonly check: string; readonly stop: boolean };
  readonly errors: Errors;
  readonly news: IdentityNews;
  readonly csrfToken: string;
}

type Props = IdentityCheckProps & { context: PageContext };

const TONES: Readonly<Record<IdentityFile['row']['state'], Tone>> = {
  open: 'info',
  confirmed: 'success',
  'not-confirmed': 'warning',
  'no-longer-doubted': 'success',
  withdrawn: 'info',
};

export function IdentityCheckPage(props: Props) {
  const { context, checks } = props;
  const texts = context.texts.identityCheck;
  const open = checks.find(({ row }) => row.state === 'open');
  const earlier = checks.filter(({ row }) => row.state !== 'open');
  return (
    <div class="reading stack">
      <CaseHead context={context} head={props.head} current="identity" />
      <News {...props} />
      <Lead>{texts.lead}</Lead>
      {open === undefined ? null : <Running {...props} file={open} />}
      {earlier.length === 0 ? null : (
        <section class="stack">
          <Subheading>{texts.earlier}</Subheading>
          {earlier.map((file) => (
            <Ended key={file.row.id} {...props} file={file} />
          ))}
        </section>
      )}
      {open !== undefined ? null : props.mayBegin ? <Begin {...props} /> : <Body>{texts.notNow}</Body>}
    </div>
  );
}

function News({ context, news, checks, mayResume, id }: Props) {
  const texts = context.texts.identityCheck;
  const clock =
    news.clock === 'steht' ? texts.clockStopped : news.clock === 'laeuft' ? texts.clockResumed : texts.clockNot;
  const last = checks[0]?.row;
  const stillStands = mayResume && last?.state !== 'open' && last?.endedOn !== undefined && last.endedOn !== null;
  return (
    <>
      {news.what === undefined ? null : (
        <Alert
          tone={news.clock === 'offen' ? 'warning' : 'success'}
          title={news.what === 'begonnen' ? texts.started : texts.ended}
          live
        >
          {news.clock === undefined ? null : <Body>{clock}</Body>}
        </Alert>
      )}
      {stillStands && last.state !== 'not-confirmed' && last.state !== 'withdrawn' ? (
        <Alert tone="warning" title={texts.resume(day(context, last.endedOn ?? ''))}>
          <p class="kern-body">
            <Link href={`/vorgaenge/${id}/frist?schritt=confirm-identity#formular`}>{texts.resumeLink}</Link>
          </p>
        </Alert>
      ) : null}
    </>
  );
}

function factsOf({ context, file }: { context: PageContext; file: IdentityFile }) {
  const texts = context.texts.identityCheck;
  const { row, doubt, evidence } = file;
  const known = (label: string, value: string | undefined) =>
    value === undefined || value === '' ? [] : [{ label, value: <bdi>{value}</bdi> }];
  return [
    { label: texts.since, value: moment(context, row.startedAt) },
    { label: texts.doubt, value: texts.doubts[row.doubt] },
    ...known(texts.why, doubt?.why),
    { label: texts.method, value: texts.methods[row.method] },
    ...known(texts.documentReason, doubt?.documentReason),
    ...known(texts.address, evidence?.address),
    ...known(texts.questions, evidence?.questions),
  ];
}

function Running({ context, file, ...props }: Props & { file: IdentityFile }) {
  const texts = context.texts.identityCheck;
  const { row } = file;
  const code =
    row.method !== 'code'
      ? []
      : [
          { label: texts.sent, value: row.mailedAt === null ? texts.notSent : moment(context, row.mailedAt) },
          { label: texts.codeUntil, value: row.codeEndsAt === null ? '' : moment(context, row.codeEndsAt) },
          { label: texts.attempts, value: texts.ofAttempts(row.attempts, CODE_ATTEMPTS) },
        ];
  return (
    <section class="stack" aria-labelledby="laufend">
      <Subheading id="laufend">{texts.running}</Subheading>
      <Facts facts={[...factsOf({ context, file }), ...code]} />
      <Body>{texts.next[row.method]}</Body>
      {row.method === 'code' ? <EnterCode context={context} file={file} {...props} /> : null}
      <Outcome context={context} file={file} {...props} />
    </section>
  );
}

function EnterCode({ context, file, errors, ...props }: Props & { file: IdentityFile }) {
  const texts = context.texts.identityCheck;
  return (
    <form method="post" action={`/vorgaenge/${props.id}/identitaet/${file.row.id}/code`} class="stack" noValidate>
      <ErrorSummary
        texts={context.texts}
        errors={new Map([...errors].filter(([field]) => field === 'code'))}
        labels={{ code: texts.code }}
      />
      <CsrfField token={props.csrfToken} />
      <TextField field="code" label={texts.code} value="" errors={errors} />
      {props.mayResume ? <Resume context={context} id="weiter-code" /> : null}
      <div class="actions">
        <Button kind="secondary">{texts.enterCode}</Button>
      </div>
    </form>
  );
}

function Outcome({ context, file, errors, ...props }: Props & { file: IdentityFile }) {
  const texts = context.texts.identityCheck;
  const own: Errors = new Map([...errors].filter(([field]) => field === 'outcome'));
  return (
    <form method="post" action={`/vorgaenge/${props.id}/identitaet/${file.row.id}/ergebnis`} class="stack" noValidate>
      <ErrorSummary texts={context.texts} errors={own} labels={{ outcome: texts.outcome }} />
      <CsrfField token={props.csrfToken} />
      <Choices
        field="outcome"
        legend={texts.outcome}
        kind="radio"
        choices={OUTCOMES.map((value) => ({ value, label: texts.outcomes[value] }))}
        chosen={[]}
        errors={own}
        hint={texts.endHint}
      />
      {props.mayResume ? <Resume context={context} id="weiter-ergebnis" /> : null}
      <div class="actions">
        <Button>{texts.end}</Button>
      </div>
    </form>
  );
}

function Resume({ context, id }: { context: PageContext; id: string }) {
  return (
    <div class="kern-form-check">
      <input class="kern-form-check__checkbox" id={id} name="resume" type="checkbox" value="1" checked />
      <label class="kern-label" for={id}>
        {context.texts.identityCheck.resumeLabel}
      </label>
    </div>
  );
}

function Ended({ context, file }: Props & { file: IdentityFile }) {
  const texts = context.texts.identityCheck;
  const { row } = file;
  return (
    <div class="stack">
      <div class="title-line">
        <Badge tone={TONES[row.state]}>{texts.states[row.state]}</Badge>
        {row.endedByPerson ? <Hint>{texts.byPerson}</Hint> : null}
      </div>
      <Facts
        facts={[
          ...factsOf({ context, file }),
          { label: texts.endedOn, value: row.endedOn === null ? '' : day(context, row.endedOn) },
        ]}
      />
      {row.state === 'not-confirmed' ? <Body>{texts.notConfirmedText}</Body> : null}
    </div>
  );
}

function Begin({ context, form, errors, ...props }: Props) {
  const texts = context.texts.identityCheck;
  const labels = {
    doubt: texts.doubt,
    why: texts.why,
    method: texts.method,
    address: texts.address,
    questions: texts.questions,
    documentReason: texts.documentReason,
  };
  return (
    <section class="stack no-print" aria-labelledby="beginnen">
      <Subheading id="beginnen">{texts.begin}</Subheading>
      <Alert tone="info" title={texts.noCopy}>
        <Body>{texts.noCopyText}</Body>
      </Alert>
      <form method="post" action={`/vorgaenge/${props.id}/identitaet#beginnen`} class="stack" noValidate>
        <ErrorSummary texts={context.texts} errors={errors} labels={labels} />
        <CsrfField token={props.csrfToken} />
        <input type="hidden" name="check" value={form.check} />
        <Choices
          field="doubt"
          legend={texts.doubt}
          kind="radio"
          choices={DOUBTS.map((value) => ({ value, label: texts.doubts[value] }))}
          chosen={[form.doubt]}
          errors={errors}
        />
        <TextArea field="why" label={texts.why} hint={texts.whyHint} value={form.why} errors={errors} required />
        <Choices
          field="method"
          legend={texts.method}
          kind="radio"
          choices={METHODS.map((value) => ({ value, label: texts.methods[value] }))}
          chosen={[form.method]}
          errors={errors}
          hint={texts.methodHint}
        />
        <TextField
          field="address"
          label={texts.address}
          hint={texts.addressHint}
          type="email"
          value={form.address}
          errors={errors}
        />
        <TextArea
          field="questions"
          label={texts.questions}
          hint={texts.questionsHint}
          value={form.questions}
          errors={errors}
        />
        <TextArea
          field="documentReason"
          label={texts.documentReason}
          hint={texts.documentReasonHint}
          value={form.documentReason}
          errors={errors}
        />
        {props.mayStop ? (
          <Choices
            field="stop"
            legend={texts.stop}
            kind="checkbox"
            choices={[{ value: '1', label: texts.stopLabel }]}
            chosen={form.stop ? ['1'] : []}
            errors={errors}
            hint={texts.stopHint}
          />
        ) : null}
        <div class="actions">
          <Button>{texts.start}</Button>
        </div>
      </form>
    </section>
  );
}
