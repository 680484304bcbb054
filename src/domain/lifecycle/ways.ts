import { COMMANDS, LIFECYCLE, STATES, type Command, type Lifecycle, type State } from './lifecycle.js';

/** Never a way to something else: a hand-over taken back as a mistake, a matter that goes on elsewhere. */
const NO_WAY: readonly Command[] = ['withdraw', 'dismiss', 'merge'];

/**
 * What must be done first, step by step, each step with the commands that do it: the shortest way from a state to one
 * that allows the command. Empty: it is allowed, or nothing leads there any more.
 */
export function stepsBefore(
  command: Command,
  state: State,
  lifecycle: Lifecycle = LIFECYCLE,
): readonly (readonly Command[])[] {
  const distance = distancesTo(
    STATES.filter((one) => lifecycle[one][command] !== undefined),
    lifecycle,
  );
  const steps: (readonly Command[])[] = [];
  let here: readonly State[] = [state];
  for (let left = distance.get(state) ?? 0; left > 0; left -= 1) {
    const ways = here.flatMap((from) => moves(from, lifecycle).filter(({ to }) => distance.get(to) === left - 1));
    steps.push([...new Set(ways.map(({ by }) => by))]);
    here = ways.map(({ to }) => to);
  }
  return steps;
}

function distancesTo(goals: readonly State[], lifecycle: Lifecycle): ReadonlyMap<State, number> {
  const distance = new Map(goals.map((state) => [state, 0]));
  for (let far = 0, size = -1; size !== distance.size; far += 1) {
    size = distance.size;
    for (const state of STATES.filter((one) => !distance.has(one))) {
      if (moves(state, lifecycle).some(({ to }) => distance.get(to) === far)) {
        distance.set(state, far + 1);
      }
    }
  }
  return distance;
}

function moves(from: State, lifecycle: Lifecycle): readonly { readonly by: Command; readonly to: State }[] {
  return COMMANDS.filter((by) => !NO_WAY.includes(by)).flatMap((by) => {
    const to = lifecycle[from][by];
    return to === undefined || to === from ? [] : [{ by, to }];
  });
}
