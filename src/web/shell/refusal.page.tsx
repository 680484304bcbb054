import type { RefusalCode } from '../../domain/problem.js';
import { ButtonLink, Heading, Lead } from './components/parts.js';
import type { PageContext } from './page-context.js';

/** What somebody reads whose request was refused, or met a defect of ours. */
export function RefusalPage({ context, code }: { context: PageContext; code: RefusalCode | 'defect' }) {
  const { title, text } = context.texts.refusals[code];
  return (
    <div class="narrow stack">
      <Heading>{title}</Heading>
      <Lead>{text}</Lead>
      <div>
        <ButtonLink href="/" kind="secondary">
          {context.texts.backToStart}
        </ButtonLink>
      </div>
    </div>
  );
}
