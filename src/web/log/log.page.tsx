import { EVENTS, type EventName } from '../../domain/log/events.js';
import type { Damage } from '../../audit/monitor.js';
import { Select, TextField, type Errors } from '../shell/components/form.js';
import { Link } from '../shell/components/link.js';
import {
  Alert,
  Body,
  Button,
  ButtonLink,
  CsrfField,
  Facts,
  Heading,
  Hint,
  Lead,
  Subheading,
} from '../shell/components/parts.js';
import { EvidenceForm } from '../shell/components/evidence-form.js';
import { damageWords, Health } from '../shell/components/log-health.js';
import { moment } from '../shell/format.js';
import type { LogHealth } from '../shell/log-health.js';
import type { PageContext } from '../shell/page-context.js';
import type { PeriodFields } from './period-form.js';
import { eventWords } from '../texts/events.js';

export interface LogFilterView {
  readonly event: string;
  readonly reference: string;
  readonly from: string;
  readonly to: string;
}

export interface LogProps {
  readonly health: LogHealth;
  readonly checkpoint: string | undefined;
  readonly verifierKey: string;
  readonly fingerprint: string;
  readonly filter: LogFilterView;
  readonly errors: Errors;
  readonly entries: readonly {
    readonly index: number;
    readonly at: Date;
    readonly event: EventName;
    readonly actor: string;
  }[];
  readonly olderQuery: string | null;
  /** In the fields of the form for evidence: this year, or what was typed. */
  readonly period: PeriodFields;
  readonly csrfToken: string;
}

export function LogPage(props: LogProps & { context: PageContext }) {
  const { context, checkpoint, verifierKey, fingerprint, health, csrfToken } = props;
  const { log: texts, audit } = context.texts;
  return (
    <div class="stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      <DamageAlert context={context} damage={health.monitor.damage} />
      <div class="actions">
        <form method="post" action="/protokoll/pruefung">
          <CsrfField token={csrfToken} />
          <Button>{audit.verifyNow}</Button>
        </form>
        <ButtonLink href="/protokoll/beleg" kind="secondary">
          {audit.receipts}
        </ButtonLink>
      </div>
      <div class="columns">
        <section class="stack">
          <Subheading>{audit.filter}</Subheading>
          <Filter {...props} />
          <Entries {...props} />
        </section>
        <aside class="stack">
          <Subheading>{audit.health}</Subheading>
          <Health context={context} health={health} />
          <Subheading>{audit.evidence}</Subheading>
          <Body>{audit.evidenceLead}</Body>
          <EvidenceForm context={context} action="/protokoll/nachweis" csrfToken={csrfToken}>
            <TextField field="from" label={audit.from} type="date" value={props.period.from} errors={props.errors} />
            <TextField field="to" label={audit.to} type="date" value={props.period.to} errors={props.errors} />
          </EvidenceForm>
          <Facts
            facts={[
              { label: texts.key, value: <code class="wrap">{verifierKey}</code> },
              { label: 'SHA-256', value: <code class="wrap">{fingerprint}</code> },
              ...(checkpoint === undefined
                ? []
                : [{ label: texts.checkpoint, value: <pre class="wrap">{checkpoint}</pre> }]),
            ]}
          />
        </aside>
      </div>
    </div>
  );
}

function DamageAlert({ context, damage }: { context: PageContext; damage: Damage | null }) {
  const { audit } = context.texts;
  return damage === null ? null : (
    <Alert tone="danger" title={audit.damageTitle}>
      <p class="kern-body">{damageWords(context, damage)}</p>
      <p class="kern-body">{audit.damageText}</p>
    </Alert>
  );
}

/** `user:<uuid>` as its kind and the end of its id: enough to see whether two are the same. */
function actorWords({ texts: { audit } }: PageContext, actor: string): string {
  const [kind = '', id] = actor.split(':');
  const word = Object.entries(audit.actors).find(([one]) => one === kind)?.[1] ?? kind;
  return id === undefined ? word : `${word}\u00a0…${id.slice(-4)}`;
}

function Filter({ context, filter, errors }: LogProps & { context: PageContext }) {
  const { audit } = context.texts;
  const events = Object.keys(EVENTS) as EventName[];
  return (
    <form method="get" action="/protokoll" class="filter">
      <Select
        field="event"
        label={audit.event}
        errors={errors}
        chosen={filter.event}
        choices={[
          { value: '', label: audit.anyEvent },
          ...events.map((event) => ({ value: event, label: eventWords(context.language, event) })),
        ]}
      />
      <TextField field="reference" label={audit.request} value={filter.reference} errors={errors} />
      <TextField field="since" label={audit.from} type="date" value={filter.from} errors={errors} />
      <TextField field="until" label={audit.to} type="date" value={filter.to} errors={errors} />
      <div class="actions">
        <Button kind="secondary">{audit.apply}</Button>
        <Link href="/protokoll">{audit.reset}</Link>
      </div>
    </form>
  );
}

function Entries({ context, entries, olderQuery }: LogProps & { context: PageContext }) {
  const { log: texts, audit } = context.texts;
  if (entries.length === 0) {
    return <Body>{audit.noEntries}</Body>;
  }
  return (
    <>
      <div class="table-scroll" role="region" aria-label={texts.title} tabIndex={0}>
        <table class="kern-table kern-table--small">
          <caption class="visually-hidden">{texts.title}</caption>
          <thead class="kern-table__head">
            <tr class="kern-table__row">
              {[texts.index, texts.at, texts.event, texts.actor].map((label) => (
                <th class="kern-table__header" scope="col" key={label}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody class="kern-table__body">
            {entries.map((entry) => (
              <tr class="kern-table__row" key={entry.index}>
                <th class="kern-table__cell" scope="row" data-label={texts.index}>
                  <Link href={`/protokoll/eintrag/${entry.index}`}>{String(entry.index)}</Link>
                </th>
                <td class="kern-table__cell" data-label={texts.at}>
                  {moment(context, entry.at)}
                </td>
                <td class="kern-table__cell" data-label={texts.event}>
                  {eventWords(context.language, entry.event)}
                </td>
                <td class="kern-table__cell" data-label={texts.actor}>
                  {actorWords(context, entry.actor)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {olderQuery === null ? null : (
        <div>
          <ButtonLink href={`/protokoll?${olderQuery}`} kind="secondary">
            {texts.older}
          </ButtonLink>
        </div>
      )}
    </>
  );
}

export interface EntryProps {
  readonly index: number;
  readonly at: Date;
  readonly event: EventName;
  readonly actor: string;
  /** The exact bytes, as text. */
  readonly json: string;
  readonly leaf: string;
  /** Undefined while it is not built in. */
  readonly path: readonly string[] | undefined;
  readonly checkpointSize: number;
  /** Of the case, for those who may open it. */
  readonly requestId: string | null;
  readonly damaged: boolean;
}

export function EntryPage(props: EntryProps & { context: PageContext }) {
  const { context, index, path } = props;
  const { log: texts, audit } = context.texts;
  return (
    <div class="reading stack">
      <Heading>{audit.entryTitle(index)}</Heading>
      <Lead>{eventWords(context.language, props.event)}</Lead>
      <DamageAlert context={context} damage={props.damaged ? { kind: 'entry', index } : null} />
      <Facts
        facts={[
          { label: texts.at, value: moment(context, props.at) },
          { label: texts.event, value: <code>{props.event}</code> },
          { label: texts.actor, value: <code class="wrap">{props.actor}</code> },
          { label: audit.entryLeaf, value: <code class="wrap">{props.leaf}</code> },
        ]}
      />
      <Subheading>{audit.entryBytes}</Subheading>
      <pre class="wrap">{props.json}</pre>
      <Subheading>{audit.entryPath}</Subheading>
      {path === undefined ? (
        <Hint>{audit.entryNotBuilt}</Hint>
      ) : (
        <>
          <ol class="kern-list">
            {path.map((hash) => (
              <li key={hash}>
                <code class="wrap">{hash}</code>
              </li>
            ))}
          </ol>
          <Hint>{audit.built(props.checkpointSize, props.checkpointSize)}</Hint>
          <div>
            <Link href={`/protokoll/eintrag/${index}/beleg`} download>
              {audit.entryProof}
            </Link>
          </div>
        </>
      )}
      <div class="actions">
        {props.requestId === null ? null : (
          <ButtonLink href={`/vorgaenge/${props.requestId}`} kind="secondary">
            {audit.entryCase}
          </ButtonLink>
        )}
        <ButtonLink href="/protokoll" kind="tertiary">
          {audit.back}
        </ButtonLink>
      </div>
    </div>
  );
}
