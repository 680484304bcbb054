import type { OtherClocks } from '../../requests/request/other-clocks.js';
import { Steps } from './due-date.js';
import { Link } from '../shell/components/link.js';
import { Facts, Subheading } from '../shell/components/parts.js';
import { day, minute } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

/** What runs beside the month: own target, joint controllers, a breach. */
export function OtherClocksView({ context, id, clocks }: { context: PageContext; id: string; clocks: OtherClocks }) {
  const texts = context.texts.breach;
  const { joint, breach } = clocks;
  return (
    <section class="stack" aria-labelledby="uhren">
      <Subheading id="uhren">{texts.clocks}</Subheading>
      <Facts
        facts={[
          { label: texts.target, value: texts.targetOf(day(context, clocks.targetOn)) },
          ...(joint === null
            ? []
            : [
                {
                  label: texts.joint,
                  value: joint.passedOn ? texts.jointDone : texts.jointDue(day(context, joint.dueOn)),
                },
              ]),
          {
            label: texts.breach,
            value: (
              <>
                {breachWords(context, breach)} <Link href={`/vorgaenge/${id}/panne`}>{texts.go}</Link>
              </>
            ),
          },
        ]}
      />
      {joint === null ? null : <Steps context={context} steps={joint.steps} />}
      {breach === null ? null : <Steps context={context} steps={breach.steps} />}
    </section>
  );
}

export function breachWords(context: PageContext, breach: OtherClocks['breach']): string {
  const texts = context.texts.breach;
  if (breach === null) {
    return texts.none;
  }
  return breach.outcome === null || breach.concludedOn === null
    ? texts.open(minute(context, breach.strictAt))
    : texts.concluded(texts.outcomes[breach.outcome], day(context, breach.concludedOn));
}
