import type { UndeliveredCase, UndeliveredTo } from '../../requests/correspondence/undelivered.sql.js';
import type { PageContext } from '../shell/page-context.js';
import { Link, type Href } from '../shell/components/link.js';
import { Alert, Body } from '../shell/components/parts.js';

const PAGE_OF: Readonly<Record<UndeliveredTo, string>> = {
  person: '/schriftverkehr',
  recipient: '/empfaenger',
  'identity-code': '/identitaet',
  package: '/uebertragung',
  department: '/auftraege',
  breach: '/panne',
  dpo: '',
  confirmation: '/schriftverkehr',
};

function pageOf({ rightsRequestId, to }: UndeliveredCase): Href {
  return rightsRequestId === null ? '/erinnerungen' : `/vorgaenge/${rightsRequestId}${PAGE_OF[to]}`;
}

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
  const wordsOf = ({ rightsRequestId, reference, to }: UndeliveredCase) =>
    rightsRequestId === null ? texts.digest : named ? `${reference}: ${texts[to]}` : texts[to];
  return cases.length === 0 ? null : (
    <Alert tone="danger" title={texts.title(cases.length)}>
      <Body>{texts.whatToDo}</Body>
      <ul class="kern-list kern-list--bullet">
        {cases.map((one) => (
          <li key={`${one.reference} ${one.to}`}>
            <Link href={pageOf(one)}>{wordsOf(one)}</Link>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
