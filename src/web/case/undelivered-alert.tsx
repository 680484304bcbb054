import type { UndeliveredCase } from '../../requests/correspondence/undelivered.sql.js';
import type { PageContext } from '../shell/page-context.js';
import { Link, type Href } from '../shell/components/link.js';
import { Alert, Body } from '../shell/components/parts.js';

const PAGE_OF = { person: 'schriftverkehr', recipient: 'empfaenger' } as const;

/** Mails that did not get there, what to do about it, and where; nothing when there is none. */
export function UndeliveredAlert({
  context,
  cases,
  named,
}: {
  context: PageContext;
  cases: readonly UndeliveredCase[];
  /** Among many cases each is named; on the page of one it need not be. */
  named: boolean;
}) {
  const texts = context.texts.correspondence.notArrived;
  return cases.length === 0 ? null : (
    <Alert tone="danger" title={texts.title(cases.length)}>
      <Body>{texts.whatToDo}</Body>
      <ul class="kern-list kern-list--bullet">
        {cases.map(({ rightsRequestId, reference, to }) => (
          <li key={`${rightsRequestId} ${to}`}>
            <Link href={`/vorgaenge/${rightsRequestId}/${PAGE_OF[to]}` as Href}>
              {named ? `${reference}: ${texts[to]}` : texts[to]}
            </Link>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
