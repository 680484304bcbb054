import type { CivilDate } from '../../domain/civil-date.js';
import type { FoundCase } from '../../requests/finding/finding.service.js';
import { STATE_TONE } from '../case/state-tone.js';
import { DueDate } from '../case/due-date.js';
import { Alert, Badge, Body, Heading, Lead } from '../shell/components/parts.js';
import { day } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

export interface FindingProps {
  readonly context: PageContext;
  /** Missing where it could not be searched for. */
  readonly cases: readonly FoundCase[] | undefined;
  readonly more: boolean;
  /** What is wrong with what was typed. */
  readonly problem: string | undefined;
  readonly organisationId: string;
  readonly today: CivilDate;
}

/** One screen for whoever has somebody on the telephone: which case, how it stands, what may be said. */
export function FindingPage(props: FindingProps) {
  const { context, cases, more, problem } = props;
  const texts = context.texts.finding;
  return (
    <div class="reading stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      {problem === undefined ? null : (
        <div role="alert">
          <Alert tone="warning" title={problem} />
        </div>
      )}
      {cases === undefined ? null : cases.length === 0 ? (
        <>
          <p class="kern-title" role="status">
            {texts.none}
          </p>
          <Body>{texts.noneText}</Body>
        </>
      ) : (
        <p class="kern-title" role="status">
          {texts.found(cases.length)}
        </p>
      )}
      {more ? <Alert tone="info" title={texts.more} /> : null}
      <ul class="plain-list stack">
        {(cases ?? []).map((found) => (
          <li key={found.row.id}>
            <Match {...props} found={found} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Match({ context, found, today, organisationId }: FindingProps & { found: FoundCase }) {
  const texts = context.texts.finding;
  const { row, identity } = found;
  const rights = row.rights.map((right) => context.texts.rights[right]).join(', ');
  const channel = context.language === 'en' ? row.channelLabelEn : row.channelLabelDe;
  const here = found.organisationId === organisationId;
  const checked = identity === undefined || identity === 'withdrawn' ? 'none' : identity;
  return (
    <article class="found">
      <p class="title-line">
        {here ? (
          <a class="kern-link reference" href={`/vorgaenge/${row.id}`} data-row>
            {row.reference}
          </a>
        ) : (
          <strong class="reference">{row.reference}</strong>
        )}
        <Badge tone={STATE_TONE[row.state]}>{texts.states[row.state]}</Badge>
        <DueDate context={context} due={row} today={today} />
      </p>
      <Body>
        {rights === '' ? context.texts.worklist.noRight : rights} ·{' '}
        {texts.received(day(context, row.receivedOn), channel)}
      </Body>
      {here ? null : <Body>{texts.elsewhere}</Body>}
      <p class="kern-body">
        <strong>{texts.say}:</strong> {texts.identity[checked]}{' '}
        {checked === 'confirmed' || checked === 'no-longer-doubted' ? texts.known : texts.unknown}
      </p>
    </article>
  );
}
