import type { EventName } from '../../../domain/log/events.js';
import { minute, moment } from '../format.js';
import type { PageContext } from '../page-context.js';
import { eventWords } from '../../texts/events.js';

export interface TimelineItem {
  readonly index: number;
  readonly at: Date;
  readonly event: EventName;
  readonly actor: string;
}

/** Readings that follow one another are one line: what was done stands out between them. */
export interface TimelineLine extends TimelineItem {
  /** How many readings it stands for; 0 where it is something else. */
  readonly readings: number;
}

/** Oldest first, as `items`; of a run of readings the last. */
export function foldReadings(items: readonly TimelineItem[]): readonly TimelineLine[] {
  return items.reduce<TimelineLine[]>((lines, item) => {
    const readings = item.event === 'content.read' ? 1 : 0;
    const before = lines.at(-1);
    return readings === 1 && before !== undefined && before.readings > 0
      ? [...lines.slice(0, -1), { ...item, readings: before.readings + 1 }]
      : [...lines, { ...item, readings }];
  }, []);
}

/** What happened, from the log: newest first. */
export function TimelineList({ context, items }: { context: PageContext; items: readonly TimelineItem[] }) {
  return (
    <ol class="timeline">
      {[...foldReadings(items)].reverse().map((line) =>
        line.readings > 0 ? (
          <li key={line.index} class="timeline__reading">
            <span>{context.texts.readings(line.readings, minute(context, line.at))}</span>
          </li>
        ) : (
          <li key={line.index}>
            <time dateTime={line.at.toISOString()}>{moment(context, line.at)}</time>
            <span>{eventWords(context.language, line.event)}</span>
          </li>
        ),
      )}
    </ol>
  );
}
