import type { CivilDate } from '../../domain/civil-date.js';
import type { NextStep } from '../../domain/lifecycle/next-step.js';
import type { RightsRequestRow } from '../../requests/request/rights-requests.repository.js';
import { DueDate } from '../case/due-date.js';
import { nextStepWords } from '../case/next-step-views.js';
import { Body, CsrfField, Heading, Lead } from '../shell/components/parts.js';
import type { PageContext } from '../shell/page-context.js';

export interface CaseOfOrganisation extends RightsRequestRow {
  readonly organisation: { readonly id: string; readonly name: string };
  readonly next: NextStep | undefined;
}

export interface AllCasesProps {
  readonly context: PageContext;
  readonly cases: readonly CaseOfOrganisation[];
  /** Organisations with more cases than are listed. */
  readonly unlisted: readonly string[];
  readonly today: CivilDate;
  readonly csrfToken: string;
}

/** What is due next, wherever it is; opening a case goes on in its organisation. */
export function AllCasesPage({ context, cases, unlisted, today, csrfToken }: AllCasesProps) {
  const { worklist, casework, rights, accounts } = context.texts;
  const texts = accounts.organisations;
  const heads = [texts.organisation, worklist.reference, casework.nextStep, worklist.deadline, worklist.rights];
  return (
    <div class="stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      {cases.length === 0 ? (
        <Body>{texts.empty}</Body>
      ) : (
        <div class="table-scroll" role="region" aria-label={texts.title} tabIndex={0}>
          <table class="kern-table kern-table--responsive-cards worklist">
            <caption class="visually-hidden">{texts.title}</caption>
            <thead class="kern-table__head">
              <tr class="kern-table__row">
                {heads.map((head) => (
                  <th class="kern-table__header" scope="col" key={head}>
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody class="kern-table__body">
              {cases.map((one) => (
                <tr class="kern-table__row" key={one.id}>
                  <td class="kern-table__cell" data-label={texts.organisation}>
                    {one.organisation.name}
                  </td>
                  <th class="kern-table__cell" scope="row" data-label={worklist.reference}>
                    <form method="post" action="/organisation">
                      <CsrfField token={csrfToken} />
                      <input type="hidden" name="organisation" value={one.organisation.id} />
                      <input type="hidden" name="returnTo" value={`/vorgaenge/${one.id}`} />
                      <button class="kern-btn kern-btn--tertiary kern-btn--x-small" type="submit">
                        <span class="kern-label reference">
                          <span class="visually-hidden">{texts.open} </span>
                          {one.reference}
                        </span>
                      </button>
                    </form>
                  </th>
                  <td class="kern-table__cell" data-label={casework.nextStep}>
                    {one.next === undefined ? null : nextStepWords(context, one.next)}
                  </td>
                  <td class="kern-table__cell" data-label={worklist.deadline}>
                    <DueDate context={context} due={one} today={today} />
                  </td>
                  <td class="kern-table__cell" data-label={worklist.rights}>
                    {one.rights.map((right) => rights[right]).join(', ') || worklist.noRight}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {unlisted.map((organisation) => (
        <Body key={organisation}>{texts.more(organisation)}</Body>
      ))}
    </div>
  );
}
