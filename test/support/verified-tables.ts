import { LIFECYCLE, OPEN_STATES, WITHDRAWAL_LIMIT_MINUTES } from '../../src/domain/lifecycle/lifecycle.js';
import { WITHOUT_CONSEQUENCE } from '../../src/domain/lifecycle/undoing.js';
import { ASK_WITHIN_DAYS, PLACES, ROLLING_DAYS } from '../../src/domain/evidence/deadline-replay.js';
import { MOVES_THE_END } from '../../src/domain/evidence/due-on.js';
import { commandOf } from '../../src/domain/evidence/event-commands.js';
import { ATTEMPT_RESULTS, ENDED_WITHOUT_ANSWER } from '../../src/domain/evidence/request-life.js';
import { EVERYWHERE, HOLIDAYS, LAND_HOLIDAYS } from '../../src/domain/deadlines/holiday-data.js';
import { holdsIn, MUNICIPAL_HOLIDAYS } from '../../src/domain/deadlines/municipal-holidays.js';
import type { EventShape } from '../../src/domain/log/event-shape.js';
import { EVENTS, type EventName } from '../../src/domain/log/events.js';
import type { FactShape } from '../../src/domain/log/fact-kinds.js';
import { RIGHT_NAMES } from '../../src/domain/rights/right.js';

const events = Object.entries(EVENTS) as [EventName, EventShape][];

/** A command, or by which fact it depends on which word of it. */
function commands(): Record<string, unknown> {
  const traced = events.map(([event, { facts }]): [string, unknown] => {
    const trace = (values: object) => commandOf({ event, facts: values } as never);
    const choices = Object.entries(facts).flatMap(([by, shape]: [string, FactShape]) =>
      typeof shape === 'string' || new Set(shape.oneOf.map((word) => trace({ [by]: word }))).size < 2
        ? []
        : [{ by, words: Object.fromEntries(shape.oneOf.map((word) => [word, trace({ [by]: word })])) }],
    );
    return [event, choices[0] ?? trace({})];
  });
  return Object.fromEntries(traced.filter(([, command]) => command !== undefined));
}

function places() {
  return PLACES.map(({ land, municipality }) => ({
    land,
    holidays: [
      ...EVERYWHERE.map((id) => ({ id })),
      ...LAND_HOLIDAYS[land].map(({ holiday, from, until }) => ({ id: holiday, from, until })),
      ...MUNICIPAL_HOLIDAYS.filter((rule) => rule.land === land && holdsIn(rule, municipality) === true).map(
        ({ holiday }) => ({ id: holiday }),
      ),
    ],
  }));
}

/** The closed tables that docs/verified.md speaks of, for whoever writes a verifier of their own: docs/verified.json. */
export function verifiedTables(): object {
  return {
    rights: RIGHT_NAMES,
    events: Object.fromEntries(events.map(([event, { facts, optional }]) => [event, { facts, optional }])),
    lifecycle: LIFECYCLE,
    openStates: OPEN_STATES,
    endedWithoutAnswer: ENDED_WITHOUT_ANSWER,
    commands: commands(),
    attemptResults: ATTEMPT_RESULTS,
    statesDueOn: MOVES_THE_END,
    withoutConsequence: WITHOUT_CONSEQUENCE,
    withdrawalMinutes: WITHDRAWAL_LIMIT_MINUTES,
    askWithinDays: ASK_WITHIN_DAYS,
    rollingDays: ROLLING_DAYS,
    holidays: Object.fromEntries(Object.entries(HOLIDAYS).map(([id, { day }]) => [id, day])),
    places: places(),
  };
}
