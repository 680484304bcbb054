import { Body, Button, CsrfField, Heading, Lead } from '../shell/components/parts.js';
import type { PageContext } from '../shell/page-context.js';

export function ShortcutsPage({ context, on, csrfToken }: { context: PageContext; on: boolean; csrfToken: string }) {
  const { keys: texts } = context.texts.casework;
  const onCase: readonly (readonly [keyof typeof texts.case, string])[] = [
    ['answer', 'r'],
    ['decide', 'e'],
    ['task', 't'],
    ['note', 'n'],
    ['next', 'j'],
    ['list', 'l'],
  ];
  const rows: readonly (readonly [keyof typeof texts.list, readonly string[]])[] = [
    ['next', ['j', texts.down]],
    ['previous', ['k', texts.up]],
    ['open', ['o', texts.enter]],
    ['select', ['x']],
    ['acknowledge', ['a']],
    ['search', ['/']],
    ['help', ['?']],
  ];
  return (
    <div class="reading stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      <table class="kern-table">
        <thead class="kern-table__head">
          <tr class="kern-table__row">
            <th class="kern-table__header" scope="col">
              {texts.key}
            </th>
            <th class="kern-table__header" scope="col">
              {texts.does}
            </th>
          </tr>
        </thead>
        <tbody class="kern-table__body">
          {rows.map(([what, keys]) => (
            <tr class="kern-table__row" key={what}>
              <th class="kern-table__cell" scope="row">
                {keys.map((key, at) => (
                  <>
                    {at === 0 ? null : ` ${texts.or} `}
                    <kbd>{key}</kbd>
                  </>
                ))}
              </th>
              <td class="kern-table__cell">{texts.list[what]}</td>
            </tr>
          ))}
          {onCase.map(([what, key]) => (
            <tr class="kern-table__row" key={what}>
              <th class="kern-table__cell" scope="row">
                <kbd>{key}</kbd>
              </th>
              <td class="kern-table__cell">
                {texts.onCase}: {texts.case[what]}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Body>{texts.fields}</Body>
      <form method="post" action="/tastatur" class="actions">
        <CsrfField token={csrfToken} />
        <Body>{on ? texts.on : texts.off}</Body>
        <Button kind="secondary" name="keys" value={on ? 'off' : 'on'}>
          {on ? texts.turnOff : texts.turnOn}
        </Button>
      </form>
    </div>
  );
}
