/** States of a rights request (Vorgang), and what may be done in each: one table, checked at start. */

export const STATES = [
  'recorded',
  'acknowledged',
  'answered',
  'closed',
  'retracted',
  'withdrawn',
  /** Its work goes on in another request of the same person. */
  'merged',
] as const;
export type State = (typeof STATES)[number];

/** Still somebody's task. */
export const OPEN_STATES: readonly State[] = ['recorded', 'acknowledged'];

export const COMMANDS = [
  'acknowledge',
  'withdraw',
  'note-mistake',
  'dismiss',
  'request-identity',
  'confirm-identity',
  'request-clarification',
  'clarify',
  'extend',
  'add-claim',
  'answer',
  'refuse',
  'retract',
  'reopen',
  'check-claim',
  'correct-claim',
  'decide',
  'settle-duty',
  'restrict',
  'announce-lifting',
  'lift-restriction',
  'list-recipient',
  'notify-recipient',
  'hand-over-package',
  'record-complaint',
  'check-identity',
  'send',
  'assign-task',
  'add-note',
  'merge',
  'unmerge',
  'split',
  'close',
] as const;
export type Command = (typeof COMMANDS)[number];

/** State each command leads to; `undefined`: refused in that state. */
export type Lifecycle = Readonly<Record<State, Readonly<Partial<Record<Command, State>>>>>;

/** What goes on after the answer too: a restriction lasts, recipients are told, an authority writes, people write back. */
const BEGUN = [
  'announce-lifting',
  'lift-restriction',
  'list-recipient',
  'notify-recipient',
  'hand-over-package',
  'record-complaint',
] as const satisfies readonly Command[];

/** And people are written to, tasks given and notes made as long as it is not closed. */
const AFTERCARE = [...BEGUN, 'send', 'assign-task', 'add-note'] as const satisfies readonly Command[];

/** Those commands, each staying in the state. */
function staying(state: State, commands: readonly Command[]): Partial<Record<Command, State>> {
  return Object.fromEntries(commands.map((command) => [command, state]));
}

export const LIFECYCLE: Lifecycle = {
  // What an employee calls a mistake is a remark: nobody examines a request but the DPO (`withdraw`: in older logs only).
  recorded: {
    acknowledge: 'acknowledged',
    withdraw: 'withdrawn',
    'note-mistake': 'recorded',
    dismiss: 'withdrawn',
  },
  acknowledged: {
    'request-identity': 'acknowledged',
    'confirm-identity': 'acknowledged',
    'request-clarification': 'acknowledged',
    clarify: 'acknowledged',
    extend: 'acknowledged',
    'add-claim': 'acknowledged',
    answer: 'answered',
    refuse: 'answered',
    retract: 'retracted',
    ...staying('acknowledged', ['check-claim', 'correct-claim', 'decide', 'settle-duty', 'restrict']),
    ...staying('acknowledged', ['check-identity', 'split', ...AFTERCARE]),
    merge: 'merged',
    dismiss: 'withdrawn',
  },
  // Art. 12(3) GDPR: taken up again, the original deadline holds.
  answered: {
    reopen: 'acknowledged',
    close: 'closed',
    // A claim that was forgotten in the answer can still be decided; one that was decided and told cannot.
    ...staying('answered', ['check-claim', 'decide', 'settle-duty', 'restrict', ...AFTERCARE]),
  },
  // Art. 77: the person may complain, and the authority write, when all is done.
  closed: { reopen: 'acknowledged', ...staying('closed', ['record-complaint', 'add-note']) },
  // Who takes a request back does not undo what was begun for it: a restriction is lifted, a recipient told, all the same.
  retracted: { reopen: 'acknowledged', close: 'closed', ...staying('retracted', AFTERCARE) },
  // What was begun in it is ended in it: the restriction, the recipients and the letter are of the message that came here.
  merged: { unmerge: 'acknowledged', ...staying('merged', BEGUN) },
  /** No request at all: a mistake, or a message that was passed on. Taken back by the person it is `retracted`. */
  withdrawn: {},
};

export const INITIAL_STATE: State = 'recorded';

/** A mistaken hand-over can be taken back this long after it was recorded. */
export const WITHDRAWAL_LIMIT_MINUTES = 10;

export type Decision =
  | { readonly allowed: true; readonly next: State }
  | { readonly allowed: false; readonly why: 'command-not-allowed' }
  | { readonly allowed: false; readonly why: 'withdrawal-too-late' };

/** What a command would do to a request; `now` and `recordedAt` in milliseconds since the epoch. */
export function decide(
  command: Command,
  request: { readonly state: State; readonly recordedAt: number },
  now: number,
): Decision {
  const next = LIFECYCLE[request.state][command];
  if (next === undefined) {
    return { allowed: false, why: 'command-not-allowed' };
  }
  if (command === 'withdraw' && now - request.recordedAt > WITHDRAWAL_LIMIT_MINUTES * 60_000) {
    return { allowed: false, why: 'withdrawal-too-late' };
  }
  return { allowed: true, next };
}

/** Faults of a table: states that cannot be reached, commands that no state allows. Empty when it is sound. */
export function faultsOf(lifecycle: Lifecycle): readonly string[] {
  const reached = new Set<State>([INITIAL_STATE]);
  for (let size = 0; size !== reached.size;) {
    size = reached.size;
    for (const state of [...reached]) {
      Object.values(lifecycle[state]).forEach((next) => reached.add(next));
    }
  }
  const used = new Set(STATES.flatMap((state) => Object.keys(lifecycle[state])));
  return [
    ...STATES.filter((state) => !reached.has(state)).map((state) => `state ${state} cannot be reached`),
    ...COMMANDS.filter((command) => !used.has(command)).map((command) => `no state allows ${command}`),
  ];
}
