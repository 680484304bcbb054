import type { Related } from '../../requests/joins/joins.service.js';
import type { OtherRequest } from '../../requests/joins/joins.sql.js';
import { day } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';
import { Link } from '../shell/components/link.js';
import { Body, Subheading } from '../shell/components/parts.js';

/** Found by exactly the same contact, never by likeness: one person must not be shown another's case. */
export function RelatedRequests(props: { context: PageContext; id: string; related: Related; erased: boolean }) {
  const { context, id, related, erased } = props;
  const { related: texts } = context.texts.casework;
  return (
    <>
      <Subheading>{texts.title}</Subheading>
      {erased && related.samePerson.length + related.joined.length === 0 ? (
        <Body>{context.texts.request.erasedRelated}</Body>
      ) : (
        <RelatedList context={context} related={related} />
      )}
      <p class="kern-body">
        <Link href={`/vorgaenge/${id}/zusammenfuehren`}>{texts.work}</Link>
      </p>
    </>
  );
}

export function RelatedList({ context, related }: { context: PageContext; related: Related }) {
  const { related: texts } = context.texts.casework;
  const { samePerson, joined } = related;
  return samePerson.length + joined.length === 0 ? (
    <Body>{texts.none}</Body>
  ) : (
    <ul class="kern-list plain-list">
      {joined.map((other) => (
        <li key={other.id}>
          {texts.relation[other.relation]}: <OtherLink context={context} other={other} />
        </li>
      ))}
      {samePerson.map((other) => (
        <li key={other.id}>
          <OtherLink context={context} other={other} />
        </li>
      ))}
    </ul>
  );
}

function OtherLink({ context, other }: { context: PageContext; other: OtherRequest }) {
  const { casework, states } = context.texts;
  return (
    <Link href={`/vorgaenge/${other.id}`}>
      {casework.related.item(other.reference, states[other.state], day(context, other.receivedOn))}
    </Link>
  );
}
