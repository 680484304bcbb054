import { Link } from '../shell/components/link.js';
import { Alert, Body } from '../shell/components/parts.js';
import type { PageContext } from '../shell/page-context.js';

export interface TaskCounts {
  readonly overdue: number;
  /** With an answer that the DPO has not looked at. */
  readonly answered: number;
}

/** What departments owe, and what waits for the DPO; nothing when there is nothing. */
export function TaskAlert({ context, counts, id }: { context: PageContext; counts: TaskCounts; id?: string }) {
  const { counts: texts } = context.texts.tasks;
  const titles = [
    ...(counts.overdue === 0 ? [] : [texts.overdue(counts.overdue)]),
    ...(counts.answered === 0 ? [] : [texts.answered(counts.answered)]),
  ];
  return titles.length === 0 ? null : (
    <Alert tone={counts.overdue === 0 ? 'info' : 'warning'} title={titles.join('. ')}>
      {id === undefined ? (
        <Body>{texts.onList}</Body>
      ) : (
        <p class="kern-body">
          <Link href={`/vorgaenge/${id}/auftraege`}>{texts.show}</Link>
        </p>
      )}
    </Alert>
  );
}
