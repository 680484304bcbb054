import type { RefusalCode } from '../../domain/problem.js';
import { Body, ButtonLink, Heading, Lead } from './components/parts.js';
import type { PageContext } from './page-context.js';

/** What somebody reads whose request was refused, or met a defect of ours. */
export function RefusalPage(props: {
  context: PageContext;
  code: RefusalCode | 'defect';
  /** What was typed or chosen is kept under this id. */
  kept?: string | undefined;
}) {
  const { context, code, kept } = props;
  const { title, text } = context.texts.refusals[code];
  return (
    <div class="narrow stack">
      <Heading>{title}</Heading>
      <Lead>{text}</Lead>
      {context.organisation === undefined || context.organisations.length < 2 ? null : (
        <Body>{context.texts.accounts.organisations.here(context.organisation.name)}</Body>
      )}
      {kept === undefined ? null : <Body>{context.texts.kept.afterRefusal}</Body>}
      <div class="actions">
        {kept === undefined ? null : <ButtonLink href={`/weiter/${kept}`}>{context.texts.kept.title}</ButtonLink>}
        <ButtonLink href="/" kind="secondary">
          {context.texts.backToStart}
        </ButtonLink>
      </div>
    </div>
  );
}
