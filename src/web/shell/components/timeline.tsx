import type { EventName } from '../../../domain/log/events.js';
import { moment } from '../format.js';
import type { PageContext } from '../page-context.js';
import { eventWords } from '../../texts/events.js';

export interface TimelineItem {
  readonly index: number;
  readonly at: Date;
  readonly event: EventName;
  readonly actor: string;
}

/** What happened, from the log: newest first. */
export function TimelineList({ context, items }: { context: PageContext; items: readonly TimelineItem[] }) {
  return (
    <ol class="timeline" reversed>
      {[...items].reverse().map((item) => (
        <li key={item.index}>
          <time dateTime={item.at.toISOString()}>{moment(context, item.at)}</time>
          <span>{eventWords(context.language, item.event)}</span>
        </li>
      ))}
    </ol>
  );
}
