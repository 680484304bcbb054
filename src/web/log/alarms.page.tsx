import type { OpenAlarm } from '../../audit/log-alarms.js';
import { Alert, Body, Button, CsrfField, Heading, Hint, Lead } from '../shell/components/parts.js';
import { moment } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

interface AlarmsProps {
  readonly context: PageContext;
  readonly alarms: readonly OpenAlarm[];
  /** Undefined: whoever looks may not resolve. */
  readonly csrfToken: string | undefined;
}

/** What is wrong with the log, and what to do about it. */
export function AlarmsPage({ context, alarms, csrfToken }: AlarmsProps) {
  const { alarms: texts } = context.texts.audit;
  return (
    <div class="stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      {alarms.length === 0 ? <Body>{texts.none}</Body> : <Body>{texts.todo}</Body>}
      {alarms.map(({ id, kind, place, raisedAt, goneAt, toldAt }) => (
        <Alert tone="danger" title={texts.sentences[kind](place)} key={id}>
          <Hint>
            {[
              texts.since(moment(context, raisedAt)),
              toldAt === null ? texts.untold : texts.told(moment(context, toldAt)),
              ...(goneAt === null ? [] : [texts.gone(moment(context, goneAt))]),
            ].join(' · ')}
          </Hint>
          {csrfToken === undefined ? null : (
            <form method="post" action={`/alarme/${id}/erledigen`}>
              <CsrfField token={csrfToken} />
              <Button kind="secondary">{texts.resolve}</Button>
            </form>
          )}
        </Alert>
      ))}
    </div>
  );
}
