import type { CivilDate } from '../../domain/civil-date.js';
import type { ForwardingStatus } from '../../requests/request/forwarding-status.js';
import { DueDate, type DueView } from '../case/due-date.js';
import type { OpenCopy } from '../../retention/copies.sql.js';
import { Link } from '../shell/components/link.js';
import { Alert, Badge, Body, ButtonLink, Heading, type Tone } from '../shell/components/parts.js';
import { moment } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

export interface OwnHandover {
  readonly id: string;
  readonly reference: string;
  readonly channel: string;
  readonly recordedAt: Date;
  readonly dueOn: string;
  readonly nextOn: string;
  readonly clock: DueView['clock'];
  readonly withdrawn: boolean;
  readonly forwarding: ForwardingStatus;
}

export interface OwnHandoversProps {
  readonly items: readonly OwnHandover[];
  readonly today: CivilDate;
  readonly nextQuery: string | null;
  /** Messages that still lie on the channel, and have to be deleted there. */
  readonly copies: readonly OpenCopy[];
}

const TONE: Readonly<Record<ForwardingStatus, Tone>> = {
  queued: 'info',
  forwarded: 'success',
  acknowledged: 'success',
  late: 'danger',
  failed: 'danger',
  bounced: 'danger',
  untaken: 'warning',
};

export function OwnHandoversPage({
  context,
  items,
  today,
  nextQuery,
  copies,
}: OwnHandoversProps & { context: PageContext }) {
  const { own, worklist, receipt, handover, forwardingState } = context.texts;
  return (
    <div class="stack">
      <Heading>{own.title}</Heading>
      {copies.length === 0 ? null : (
        <Alert tone="warning" title={own.copies(copies.length)}>
          <ul class="kern-list">
            {copies.map((copy) => (
              <li key={copy.id}>
                <Link href={`/weitergaben/${copy.rightsRequestId}`}>{copy.reference}</Link>,{' '}
                {context.texts.retention.copies.due(moment(context, copy.dueAt))}
              </li>
            ))}
          </ul>
        </Alert>
      )}
      {items.length === 0 ? (
        <>
          <Body>{own.empty}</Body>
          <div>
            <ButtonLink href="/weitergeben">{handover.title}</ButtonLink>
          </div>
        </>
      ) : (
        <div class="table-scroll" role="region" aria-label={own.title} tabIndex={0}>
          <table class="kern-table">
            <caption class="visually-hidden">{own.title}</caption>
            <thead class="kern-table__head">
              <tr class="kern-table__row">
                {[worklist.reference, receipt.recordedAt, worklist.channel, worklist.deadline, worklist.forwarding].map(
                  (label) => (
                    <th class="kern-table__header" scope="col" key={label}>
                      {label}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody class="kern-table__body">
              {items.map((item) => (
                <tr class="kern-table__row" key={item.id}>
                  <th class="kern-table__cell" scope="row" data-label={worklist.reference}>
                    <a class="kern-link reference" href={`/weitergaben/${item.id}`}>
                      {item.reference}
                    </a>
                  </th>
                  <td class="kern-table__cell" data-label={receipt.recordedAt}>
                    {moment(context, item.recordedAt)}
                  </td>
                  <td class="kern-table__cell" data-label={worklist.channel}>
                    {item.channel}
                  </td>
                  <td class="kern-table__cell" data-label={worklist.deadline}>
                    <DueDate context={context} due={item} today={today} />
                  </td>
                  <td class="kern-table__cell" data-label={worklist.forwarding}>
                    <Badge tone={item.withdrawn ? 'warning' : TONE[item.forwarding]}>
                      {item.withdrawn ? forwardingState.withdrawn : forwardingState.short[item.forwarding]}
                    </Badge>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {nextQuery === null ? null : (
        <div>
          <ButtonLink href={`/weitergaben?${nextQuery}`} kind="secondary">
            {worklist.next}
          </ButtonLink>
        </div>
      )}
    </div>
  );
}
