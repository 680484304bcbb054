import { restrictionNextOn, restrictionStep } from '../../../domain/rights/restriction-course.js';
import type { CivilDate } from '../../../domain/civil-date.js';
import type { ActiveRestriction } from '../../../requests/restrictions/restrictions.sql.js';
import { Link } from '../../shell/components/link.js';
import { Body, Heading, Lead } from '../../shell/components/parts.js';
import { day } from '../../shell/format.js';
import type { PageContext } from '../../shell/page-context.js';

export const SORTS = ['since', 'reference', 'next'] as const;
export type Sort = (typeof SORTS)[number];

interface RegisterProps {
  readonly context: PageContext;
  readonly rows: readonly ActiveRestriction[];
  readonly sort: Sort;
  readonly today: CivilDate;
}

/** Every restriction that holds, over all requests; facts only, so that it may be printed and shown. */
export function RestrictionRegisterPage({ context, rows, sort, today }: RegisterProps) {
  const { register: texts, restriction } = context.texts.articles;
  const { labels } = restriction;
  const sortWords = { since: labels.since, reference: texts.reference, next: labels.next };
  return (
    <div class="stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      {rows.length === 0 ? (
        <Body>{texts.empty}</Body>
      ) : (
        <>
          <nav class="views no-print" aria-label={texts.sortedBy}>
            <ul>
              {SORTS.map((by) => (
                <li key={by}>
                  <a href={`/einschraenkungen?nach=${by}`} aria-current={by === sort ? 'page' : undefined}>
                    {sortWords[by]}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <div class="table-scroll">
            <table class="kern-table kern-table--responsive-cards">
              <caption class="visually-hidden">{texts.caption}</caption>
              <thead class="kern-table__head">
                <tr class="kern-table__row">
                  {[texts.reference, labels.ground, labels.since, labels.end, labels.next].map((label) => (
                    <th key={label} class="kern-table__header" scope="col">
                      {label}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody class="kern-table__body">
                {rows.map((row) => (
                  <Row key={row.id} context={context} row={row} today={today} />
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </div>
  );
}

function Row({ context, row, today }: { context: PageContext; row: ActiveRestriction; today: CivilDate }) {
  const { register: texts, restriction } = context.texts.articles;
  const nextOn = restrictionNextOn(row);
  const { labels } = restriction;
  return (
    <tr class="kern-table__row">
      <th class="kern-table__cell" scope="row" data-label={texts.reference}>
        <Link href={`/vorgaenge/${row.rightsRequestId}/einschraenkung`}>{row.reference}</Link>
      </th>
      <td class="kern-table__cell" data-label={labels.ground}>
        {restriction.grounds[row.ground]}
      </td>
      <td class="kern-table__cell" data-label={labels.since}>
        {day(context, row.beganOn)}
      </td>
      <td class="kern-table__cell" data-label={labels.end}>
        {restriction.ends[row.ground]}
      </td>
      <td class="kern-table__cell" data-label={labels.next}>
        {restriction.steps[restrictionStep(row, today)]}
        {nextOn === null ? '' : `, ${texts.nextOn(day(context, nextOn))}`}
      </td>
    </tr>
  );
}
