import type { Arrival } from '../../requests/request/forwarding.entity.js';
import type { ForwardingStatus } from '../../requests/request/forwarding-status.js';
import { moment, timeOfDay } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';
import { Badge, Hint, type Tone } from '../shell/components/parts.js';

export interface ForwardingView {
  readonly id: string;
  readonly status: ForwardingStatus;
  readonly withdrawn: boolean;
  readonly forwardedAt: Date | null;
  readonly arrival: Arrival | null;
  readonly arrivalAt: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly dpoTelephone: string;
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

/** Asks for itself again until the DPO has taken over; without JavaScript the page has a link that reloads. */
export function LiveForwardingState({ context, view }: { context: PageContext; view: ForwardingView }) {
  const settled = view.status === 'acknowledged' || view.withdrawn;
  const live = settled
    ? {}
    : { 'data-poll': `/weitergaben/${view.id}/stand`, 'data-poll-seconds': view.status === 'forwarded' ? '10' : '1' };
  return (
    <div class="forwarding-state" id="forwarding-state" role="status" {...live}>
      <Badge tone={view.withdrawn ? 'warning' : TONE[view.status]}>{words(context, view)}</Badge>
      {view.status === 'forwarded' && !view.withdrawn ? <Hint>{arrivalWords(context, view)}</Hint> : null}
    </div>
  );
}

/** Said as exactly as it is known: the first server's word is not the mailbox. */
function arrivalWords(context: PageContext, { arrival, arrivalAt }: ForwardingView): string {
  const { arrival: texts } = context.texts.forwardingState;
  return arrival === null || arrivalAt === null ? texts.unknown : texts[arrival](moment(context, arrivalAt));
}

function words(context: PageContext, view: ForwardingView): string {
  const { forwardingState: texts } = context.texts;
  if (view.withdrawn) {
    return texts.withdrawn;
  }
  switch (view.status) {
    case 'queued':
      return texts.queued;
    case 'forwarded':
      return texts.forwarded(view.forwardedAt === null ? '' : timeOfDay(context, view.forwardedAt));
    case 'acknowledged':
      return texts.acknowledged(view.acknowledgedAt === null ? '' : moment(context, view.acknowledgedAt));
    case 'late':
      return texts.late(view.dpoTelephone);
    case 'failed':
      return texts.failed(view.dpoTelephone);
    case 'bounced':
      return texts.bounced(view.dpoTelephone);
    case 'untaken':
      return texts.untaken(view.dpoTelephone);
  }
}
