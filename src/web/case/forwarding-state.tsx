import type { ForwardingStatus } from '../../requests/request/forwarding-status.js';
import { moment, timeOfDay } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';
import { Badge, type Tone } from '../shell/components/parts.js';

export interface ForwardingView {
  readonly id: string;
  readonly status: ForwardingStatus;
  readonly withdrawn: boolean;
  readonly forwardedAt: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly dpoTelephone: string;
}

const TONE: Readonly<Record<ForwardingStatus, Tone>> = {
  queued: 'info',
  forwarded: 'success',
  acknowledged: 'success',
  late: 'danger',
  failed: 'danger',
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
    </div>
  );
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
  }
}
