// Art. 12(3) GDPR: the deadlines that entries state are counted again by domain/deadlines, so that nobody has to believe
// them. What the log does not tell, the municipality and in older logs the Land, is left open: then a date is right if
// it is right somewhere in Germany.

import { addDays, addMonths, civilDateIn, daysBetween, type CivilDate } from '../civil-date.js';
import { deadlinesByClaim } from '../deadlines/claims.js';
import { deadline } from '../deadlines/deadline.js';
import type { DeadlineEvent, DeadlineFacts } from '../deadlines/facts.js';
import type { Place } from '../deadlines/holidays.js';
import { LANDS, type Land } from '../deadlines/land.js';
import { MUNICIPAL_HOLIDAYS } from '../deadlines/municipal-holidays.js';
import { stateOfAll } from '../deadlines/situation.js';
import type { LogEntry } from '../log/entry.js';
import type { EventFacts } from '../log/events.js';
import { movedEnd, type StatedEnd } from './due-on.js';

/** Longest time that an organisation may leave itself to ask in (organisations/profile.ts). */
export const ASK_WITHIN_DAYS = 31;
/** Holidays and weekends in a row that a deadline can roll over. */
export const ROLLING_DAYS = 7;
const EXTENDED_MONTHS = 3;

interface Matter {
  readonly receivedOn: CivilDate;
  readonly events: DeadlineEvent[];
  /** Latest receipt of anything in it, where it was merged or split: then its claims are not all told here. */
  joined: CivilDate | undefined;
}

export class DeadlineReplay {
  private readonly matters = new Map<string, Matter>();
  /** Ends of periods that nothing has moved yet, by receipt and place. */
  private readonly plain = new Map<string, string>();
  private likely: Place = { land: 'BW' };

  /** @param land as the log tells it; undefined: it does not @returns whether a date stated here cannot be */
  add(entry: LogEntry, timeZone: string, land: Land | undefined): 'other-deadline' | undefined {
    const { event, facts, at, subject } = entry;
    const request = 'request' in subject ? subject.request : undefined;
    if (request === undefined) {
      return undefined;
    }
    if (event === 'request.recorded') {
      return this.begin(request, facts as EventFacts['request.recorded'], timeZone, land);
    }
    const matter = this.matters.get(request);
    if (matter === undefined) {
      return undefined;
    }
    const moved = eventsOf(event, facts);
    matter.events.push(...moved);
    if (event === 'request.joined' || event === 'request.separated' || event === 'request.split') {
      const received = 'receivedOn' in facts ? facts.receivedOn : undefined;
      matter.joined = [matter.joined, received, matter.receivedOn].filter(isDay).sort().at(-1);
    }
    const stated = statedBy(entry);
    if (stated === undefined) {
      return undefined;
    }
    if (matter.joined !== undefined) {
      return isConceivable(matter, stated.dueOn, civilDateIn(at, timeZone)) ? undefined : 'other-deadline';
    }
    return this.agrees(matter, stated, event === 'claim.added', land) ? undefined : 'other-deadline';
  }

  private begin(request: string, facts: EventFacts['request.recorded'], timeZone: string, land: Land | undefined) {
    const receivedOn = civilDateIn(facts.receivedAt, timeZone);
    const joined = facts.splitFrom === undefined ? undefined : receivedOn;
    const matter: Matter = { receivedOn, events: [], joined };
    this.matters.set(request, matter);
    const isRight =
      joined === undefined
        ? this.places(land).some((place) => this.isPlainEnd(receivedOn, place, facts))
        : isConceivable(matter, facts.dueOn, receivedOn);
    return isRight ? undefined : 'other-deadline';
  }

  private isPlainEnd(receivedOn: CivilDate, place: Place, { safeOn, dueOn }: StatedEnd): boolean {
    const key = `${receivedOn} ${place.land} ${place.municipality ?? ''}`;
    let end = this.plain.get(key);
    if (end === undefined) {
      const counted = deadline({ receivedOn, ...place, events: [] });
      end = `${counted.safeOn} ${counted.dueOn}`;
      this.plain.set(key, end);
    }
    return this.tried(place, end === `${safeOn ?? ''} ${dueOn}`);
  }

  private agrees(
    { receivedOn, events }: Matter,
    { safeOn, dueOn }: StatedEnd,
    isClaim: boolean,
    land: Land | undefined,
  ) {
    return this.places(land).some((place) => {
      const facts: DeadlineFacts = { receivedOn, ...place, events, askWithinDays: ASK_WITHIN_DAYS };
      const counted = isClaim ? deadlinesByClaim(facts).at(-1)?.deadline : stateOfAll(facts).current.deadline;
      return this.tried(place, counted?.dueOn === dueOn && (safeOn === undefined || counted.safeOn === safeOn));
    });
  }

  /** A log has one seat: where the last date was right, the next one will be. */
  private tried(place: Place, isRight: boolean): boolean {
    if (isRight) {
      this.likely = place;
    }
    return isRight;
  }

  private places(land: Land | undefined): readonly Place[] {
    const all = land === undefined ? PLACES : PLACES.filter((place) => place.land === land);
    return all.includes(this.likely) ? [this.likely, ...all] : all;
  }
}

/** Each Land, and where more days are kept in it. */
export const PLACES: readonly Place[] = LANDS.flatMap((land) => [
  { land },
  ...MUNICIPAL_HOLIDAYS.filter((rule) => rule.land === land).flatMap(({ mark, municipalities: [first] }) =>
    [mark, first].filter((name) => name !== undefined).map((municipality) => ({ land, municipality })),
  ),
]);

/** A further claim has an end of its own. */
function statedBy(entry: LogEntry): StatedEnd | undefined {
  return entry.event === 'claim.added' ? (entry.facts as StatedEnd) : movedEnd(entry);
}

/** What an entry moves, as domain/deadlines has it. A question that did not stop the clock is none. */
function eventsOf(event: LogEntry['event'], facts: object): readonly DeadlineEvent[] {
  const { on } = facts as { readonly on: CivilDate };
  switch (event) {
    case 'deadline.paused': {
      const { kind, stands } = facts as EventFacts['deadline.paused'];
      return stands ? [{ type: `${kind}-requested`, on }] : [];
    }
    case 'deadline.resumed': {
      const { kind } = facts as EventFacts['deadline.resumed'];
      return [{ type: kind === 'identity' ? 'identity-confirmed' : 'clarified', on }];
    }
    case 'deadline.extended': {
      const { decidedOn, sentOn } = facts as { readonly decidedOn: CivilDate; readonly sentOn: CivilDate };
      return [{ type: 'extended', decidedOn, sentOn, reason: 'sealed' }];
    }
    case 'request.answered': {
      const { outcome } = facts as EventFacts['request.answered'];
      return [{ type: outcome, on }];
    }
    case 'request.retracted':
      return [{ type: 'withdrawn', on }];
    case 'request.reopened':
      return [{ type: 'reopened', on }];
    case 'claim.added': {
      const [claim = ''] = (facts as EventFacts['claim.added']).rights;
      return [{ type: 'claim-added', on, claim }];
    }
    default:
      return [];
  }
}

/** Where claims came and went with other matters: no later than three months, the days lost and some holidays allow. */
function isConceivable({ receivedOn, events, joined }: Matter, dueOn: string, today: CivilDate): boolean {
  const begun = events.flatMap((event) => (event.type === 'claim-added' ? [event.on] : []));
  const last = [receivedOn, joined ?? receivedOn, ...begun].sort().at(-1) ?? receivedOn;
  const asked = events.find(({ type }) => type === 'identity-requested' || type === 'clarification-requested');
  const lost = asked === undefined || !('on' in asked) ? 0 : Math.max(0, daysBetween(asked.on, today));
  return dueOn <= addDays(addMonths(last, EXTENDED_MONTHS), lost + ROLLING_DAYS);
}

function isDay(day: string | undefined): day is CivilDate {
  return day !== undefined;
}
