import type { RightsRequestRow } from '../../requests/request/rights-requests.repository.js';
import type { Outcome } from './bulk-acknowledgement.js';
import { Link } from '../shell/components/link.js';
import { Alert, Body, ButtonLink, Heading } from '../shell/components/parts.js';
import type { PageContext } from '../shell/page-context.js';

export interface BulkProps {
  readonly rows: readonly { readonly row: RightsRequestRow; readonly outcome: Outcome }[];
  /** True: one of those selected is not to be found. */
  readonly gone: boolean;
  readonly tooMany: boolean;
}

/** What became of each request that was to be taken over. */
export function BulkPage({ context, rows, gone, tooMany }: BulkProps & { context: PageContext }) {
  const { bulk } = context.texts.casework;
  const taken = rows.filter(({ outcome }) => outcome === 'neu').length;
  const others = rows.length > taken || gone;
  const nothing = rows.length === 0 && !gone;
  const words = [...(tooMany ? [bulk.tooMany] : nothing ? [bulk.none] : []), ...(gone ? [bulk.gone] : [])];
  return (
    <div class="reading stack">
      <Heading>{bulk.title}</Heading>
      <Alert tone={nothing || others ? 'warning' : 'success'} title={bulk.done(taken)} live>
        {words.length === 0 ? undefined : words.map((word) => <Body key={word}>{word}</Body>)}
      </Alert>
      <ul class="kern-list plain-list">
        {rows.map(({ row, outcome }) => (
          <li key={row.id}>
            <Link href={`/vorgaenge/${row.id}`}>{row.reference}</Link>: {bulk.results[outcome]}
          </li>
        ))}
      </ul>
      <div class="actions">
        <ButtonLink href="/vorgaenge">{bulk.back}</ButtonLink>
      </div>
    </div>
  );
}
