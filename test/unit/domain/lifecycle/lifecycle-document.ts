import {
  COMMANDS,
  INITIAL_STATE,
  STATES,
  type Lifecycle,
  type State,
} from '../../../../src/domain/lifecycle/lifecycle.js';

/** The lifecycle as a diagram (Mermaid) of what leads elsewhere, and as the whole table. */
export function lifecycleDocument(lifecycle: Lifecycle): string {
  const moves = STATES.flatMap((from) =>
    STATES.flatMap((to) => {
      const commands = COMMANDS.filter((command) => lifecycle[from][command] === to);
      return from === to || commands.length === 0 ? [] : [`    ${from} --> ${to}: ${commands.join(', ')}`];
    }),
  );
  const cell = (state: State, next: State | undefined) =>
    next === undefined ? '' : next === state ? '·' : `→ ${next}`;
  const rows = COMMANDS.map(
    (command) => `| ${command} | ${STATES.map((state) => cell(state, lifecycle[state][command])).join(' | ')} |`,
  );
  return [
    '# Lifecycle of a rights request',
    '',
    'Drawn from `src/domain/lifecycle/lifecycle.ts`; a test compares the two. `UPDATE_LIFECYCLE=1 npm test -- --selectProjects unit`',
    'draws it anew.',
    '',
    '```mermaid',
    'stateDiagram-v2',
    `    [*] --> ${INITIAL_STATE}`,
    ...moves,
    '```',
    '',
    '`·`: allowed, and the state stays; `→`: leads to that state; empty: refused.',
    '',
    `| command | ${STATES.join(' | ')} |`,
    `| --- | ${STATES.map(() => '---').join(' | ')} |`,
    ...rows,
    '',
  ].join('\n');
}
