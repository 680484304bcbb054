import type { MergePreview, Related } from '../../../requests/joins/joins.service.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';
import { CaseHead } from '../case-head.js';
import type { CaseHeadView } from '../case-heads.js';
import { Choices, ErrorSummary, type Errors } from '../../shell/components/form.js';
import { Link } from '../../shell/components/link.js';
import { Alert, Body, Button, ButtonLink, CsrfField, Facts, Hint, Subheading } from '../../shell/components/parts.js';
import type { MergedPeople } from './people.js';
import { RelatedList } from '../related.js';
import { day } from '../../shell/format.js';
import type { PageContext } from '../../shell/page-context.js';

export interface JoinsProps {
  readonly head: CaseHeadView;
  readonly row: RightsRequestRow;
  readonly related: Related;
  /** What was typed as the other request. */
  readonly into: string;
  readonly preview: MergePreview | undefined;
  /** Who would become one person with it. */
  readonly people: MergedPeople | undefined;
  /** Rights ticked for splitting off. */
  readonly chosen: readonly string[];
  /** The merge of this request can be undone now. */
  readonly undoable: boolean;
  readonly errors: Errors;
  readonly csrfToken: string;
}

type Props = JoinsProps & { context: PageContext };

export function JoinsPage(props: Props) {
  const { context, row, preview, errors } = props;
  const { joins: texts, related } = context.texts.casework;
  return (
    <div class="reading stack">
      <CaseHead context={context} head={props.head} current="joins" />
      <ErrorSummary
        texts={context.texts}
        errors={errors}
        labels={{ into: texts.into, rights: texts.rights, sure: texts.sureLegend }}
      />
      {preview !== undefined && props.people !== undefined ? (
        <Confirmation {...props} preview={preview} people={props.people} />
      ) : (
        <>
          {row.state === 'merged' ? <Undo {...props} /> : null}
          <Subheading>{related.title}</Subheading>
          <RelatedList context={context} related={props.related} />
          {row.state === 'acknowledged' ? (
            <>
              <MergeForm {...props} />
              <SplitForm {...props} />
            </>
          ) : row.state === 'merged' ? null : (
            <Body>{texts.notNow}</Body>
          )}
        </>
      )}
    </div>
  );
}

function MergeForm({ context, row, related, into, errors }: Props) {
  const { joins: texts } = context.texts.casework;
  const candidates = related.samePerson.filter(({ state }) => state === 'acknowledged');
  return (
    <section class="stack" aria-labelledby="zusammen">
      <Subheading id="zusammen">{texts.merge}</Subheading>
      <Hint>{texts.mergeHint}</Hint>
      {candidates.length === 0 ? null : (
        <ul class="kern-list plain-list">
          {candidates.map(({ id, reference }) => (
            <li key={id}>
              <Link href={`/vorgaenge/${row.id}/zusammenfuehren?mit=${reference}`}>{texts.mergeInto(reference)}</Link>
            </li>
          ))}
        </ul>
      )}
      <form method="get" action={`/vorgaenge/${row.id}/zusammenfuehren`} class="stack">
        <div class={`kern-form-input${errors.has('into') ? ' kern-form-input--error' : ''}`}>
          <label class="kern-label" for="into">
            {texts.into}
          </label>
          <input
            class={`kern-form-input__input${errors.has('into') ? ' kern-form-input__input--error' : ''}`}
            id="into"
            name="mit"
            type="text"
            autocomplete="off"
            value={into}
            aria-describedby={errors.has('into') ? 'into-error' : undefined}
            aria-invalid={errors.has('into') ? 'true' : undefined}
          />
          {errors.has('into') ? (
            <p class="kern-error" id="into-error">
              <span class="kern-icon kern-icon--danger" aria-hidden="true"></span>
              <span class="kern-body">{errors.get('into')}</span>
            </p>
          ) : null}
        </div>
        <div class="actions">
          <Button kind="secondary">{texts.preview}</Button>
        </div>
      </form>
    </section>
  );
}

/** Says everything that will happen before it does. */
function Confirmation(props: Props & { preview: MergePreview; people: MergedPeople }) {
  const { context, row, preview, people, errors, csrfToken } = props;
  const { joins: texts } = context.texts.casework;
  const { from, into, before, after } = preview;
  const [was, is] = [before, after].map(({ current }) => day(context, current.deadline.dueOn));
  return (
    <section class="stack">
      <h2 class="kern-heading-medium">{texts.confirmTitle(from.reference, into.reference)}</h2>
      <People context={context} preview={preview} people={people} />
      <Body>{texts.what}</Body>
      <ul class="kern-list kern-list--bullet">
        <li>{texts.goesOn(into.reference)}</li>
        <li>{texts.claims(from.reference, day(context, from.receivedOn))}</li>
        <li>{texts.due(into.reference, was ?? '', is ?? '')}</li>
        <li>{texts.content(from.reference)}</li>
        <li>{texts.log}</li>
      </ul>
      <form method="post" action={`/vorgaenge/${row.id}/zusammenfuehren`} class="stack">
        <CsrfField token={csrfToken} />
        <input type="hidden" name="into" value={into.id} />
        <input type="hidden" name="version" value={String(from.version)} />
        <input type="hidden" name="intoVersion" value={String(into.version)} />
        {people.sameness === 'same' ? null : (
          <Choices
            field="sure"
            legend={texts.sureLegend}
            kind="checkbox"
            choices={[{ value: 'yes', label: texts.sure }]}
            chosen={[]}
            errors={errors}
          />
        )}
        <div class="actions">
          <Button>{texts.confirm}</Button>
          <ButtonLink href={`/vorgaenge/${row.id}/zusammenfuehren`} kind="secondary">
            {texts.cancel}
          </ButtonLink>
        </div>
      </form>
    </section>
  );
}

/** Both side by side: a mistyped reference shows in the name, before somebody is sent another's answer. */
function People({ context, preview, people }: { context: PageContext; preview: MergePreview; people: MergedPeople }) {
  const { casework, request, worklist } = context.texts;
  const { joins: texts } = casework;
  const known = (words: string, none: string) => (words === '' ? none : <bdi>{words}</bdi>);
  const channelOf = (one: RightsRequestRow) => (context.language === 'en' ? one.channelLabelEn : one.channelLabelDe);
  return (
    <>
      {people.sameness === 'same' ? null : (
        <Alert tone={people.sameness === 'different' ? 'danger' : 'warning'} title={texts[people.sameness]}>
          <Body>{texts.breach}</Body>
        </Alert>
      )}
      <div class="side-by-side">
        {(['from', 'into'] as const).map((side) => (
          <div key={side} class="tile">
            <h3 class="kern-heading-small">{known(people[side].from, request.nobody)}</h3>
            <Facts
              facts={[
                { label: worklist.reference, value: <span class="reference">{preview[side].reference}</span> },
                { label: request.contact, value: known(people[side].contact, request.unknown) },
                { label: worklist.channel, value: channelOf(preview[side]) },
                { label: worklist.received, value: day(context, preview[side].receivedOn) },
              ]}
            />
          </div>
        ))}
      </div>
    </>
  );
}

function Undo({ context, row, related, undoable, csrfToken }: Props) {
  const { joins: texts } = context.texts.casework;
  const into = related.joined.find(({ relation }) => relation === 'merged-into');
  return (
    <Alert tone="info" title={texts.merged(into?.reference ?? '')}>
      {undoable ? (
        <form method="post" action={`/vorgaenge/${row.id}/trennen`} class="stack">
          <CsrfField token={csrfToken} />
          <input type="hidden" name="version" value={String(row.version)} />
          <Body>{texts.undoHint}</Body>
          <div class="actions">
            <Button kind="secondary">{texts.undo}</Button>
          </div>
        </form>
      ) : (
        <Body>{texts.settled}</Body>
      )}
    </Alert>
  );
}

function SplitForm({ context, row, chosen, errors, csrfToken }: Props) {
  const { casework, rights } = context.texts;
  const { joins: texts } = casework;
  return (
    <section class="stack" aria-labelledby="teilen">
      <Subheading id="teilen">{texts.split}</Subheading>
      {row.rights.length < 2 ? (
        <Body>{texts.oneRight}</Body>
      ) : (
        <form method="post" action={`/vorgaenge/${row.id}/teilen`} class="stack">
          <CsrfField token={csrfToken} />
          <input type="hidden" name="version" value={String(row.version)} />
          <Hint>{texts.splitHint}</Hint>
          <Choices
            field="rights"
            legend={texts.rights}
            kind="checkbox"
            choices={row.rights.map((right) => ({ value: right, label: rights[right] }))}
            chosen={chosen}
            errors={errors}
          />
          <div class="actions">
            <Button kind="secondary">{texts.doSplit}</Button>
          </div>
        </form>
      )}
    </section>
  );
}
