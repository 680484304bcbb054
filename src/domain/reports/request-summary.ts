// What a report needs of one request, as a fold over its entries: by the same rules as the verdict that strangers
// recompute (domain/evidence/request-life.ts).

import { handoverCountsFrom } from '../forwarding/verdict.js';
import type { ChannelKind } from '../channel-kind.js';
import { civilDateIn, daysBetween, type CivilDate } from '../civil-date.js';
import { RequestLife, type DeadlineOutcome } from '../evidence/request-life.js';
import type { Standing } from '../evidence/standing.js';
import { OPEN_STATES, type State } from '../lifecycle/lifecycle.js';
import type { LogEntry } from '../log/entry.js';
import type { EventFacts, EventName } from '../log/events.js';
import type { ProofStanding } from '../proof/ledger.js';
import type { Ground, Outcome } from '../rights/outcome.js';
import { RIGHT_NAMES, type Right } from '../rights/right.js';
import { HANDOVER_CLASSES, type ExceptionReason, type VerdictException } from './figures.js';

/** Raise it when a summary says something else of the same entries: what is kept of them is then made anew. */
export const SUMMARY_RULES = 5;

/** What many requests have in common: all that is counted, and nothing that is measured. */
/** `unsaid`: when it was seen; `unknown`: when it arrived. */
export const ARRIVALS = ['same-day', 'next-day', 'later', 'unsaid', 'unknown'] as const;
export type ArrivalClass = (typeof ARRIVALS)[number];

export interface RequestProfile {
  readonly channel: string;
  readonly kind: ChannelKind;
  /** Handed over within which of `HANDOVER_CLASSES`; the last is everything beyond. Null: split off, not handed over. */
  readonly handover: number | null;
  readonly rights: readonly Right[];
  readonly state: State;
  readonly outcomes: readonly { readonly right: Right; readonly outcome: Outcome; readonly ground: Ground | null }[];
  readonly directly: boolean;
  readonly atOnce: boolean;
  /** `open` until a day passes: see `runningUntil`. */
  readonly deadline: DeadlineOutcome;
  readonly extended: boolean;
  /** How the answer is known; null: none yet. */
  readonly answer: ProofStanding | null;
  /** Something in it was stated more than a working day after its day; missing where nothing was. */
  readonly enteredLate?: true;
  /** From the arrival to seeing it; missing where nobody was asked. */
  readonly arrival?: ArrivalClass;
}

export interface RequestSummary {
  readonly request: string;
  /** Where it was recorded, and the last entry that changed anything here. */
  readonly recordedIndex: number;
  readonly lastIndex: number;
  /** Day of its first entry, in the organisation's time zone. */
  readonly recordedOn: CivilDate;
  readonly profile: RequestProfile;
  /** Deadline that is missed if it passes; null: none runs. */
  readonly runningUntil: CivilDate | null;
  /** Milliseconds. */
  readonly receiptToRecording: number | null;
  readonly recordingToForwarding: number | null;
  readonly forwardingToAcknowledgement: number | null;
  readonly receiptToAnswerDays: number | null;
  /** Days on which it became somebody's task, and on which it was so no longer, in turn. */
  readonly open: readonly CivilDate[];
  readonly exception: VerdictException | null;
}

/** Entries that say something here without changing the state. */
const TELLING: readonly EventName[] = [
  'request.recorded',
  'forwarding.accepted',
  'forwarding.bounced',
  'deadline.paused',
  'deadline.resumed',
  'deadline.extended',
  'deadline.missed',
  'claim.added',
  'claim.corrected',
  'claim.decided',
  'request.split',
  // What was said to prove the answer came back.
  'message.bounced',
];

const BEFORE_ALL_DAYS = '0000-01-01' as CivilDate;

interface Indexed {
  readonly index: number;
  readonly entry: LogEntry;
}

/** @param entries of one request, in order, up to some size of the log; undefined where it was never recorded */
export function summarise(
  request: string,
  entries: readonly Indexed[],
  standing: Standing,
  timeZone: string,
): RequestSummary | undefined {
  const first = entries.find(({ entry }) => entry.event === 'request.recorded');
  if (first === undefined) {
    return undefined;
  }
  const life = new RequestLife(request, timeZone);
  const claims = new Claims();
  const open: CivilDate[] = [];
  let [lastIndex, extended, enteredLate] = [first.index, false, false];
  for (const { index, entry } of entries) {
    const before = life.currentState;
    life.add(entry);
    claims.add(entry);
    extended ||= entry.event === 'deadline.extended';
    const late = (entry.facts as { readonly enteredLate?: boolean }).enteredLate === true;
    enteredLate ||= late;
    if (life.currentState !== before || late || TELLING.includes(entry.event)) {
      lastIndex = index;
    }
    // An even number of turns: it is nobody's task.
    if (OPEN_STATES.includes(life.currentState) === (open.length % 2 === 0)) {
      open.push(civilDateIn(entry.at, timeZone));
    }
  }
  const facts = first.entry.facts as EventFacts['request.recorded'];
  const found = life.verdict(standing, BEFORE_ALL_DAYS);
  const [recorded, received] = [Date.parse(facts.recordedAt), Date.parse(facts.receivedAt)];
  const forwarded = found.forwardedAt === null ? null : Date.parse(found.forwardedAt);
  const acknowledged = found.acknowledgedAt === null ? null : Date.parse(found.acknowledgedAt);
  // A part that was split off is as old as the request it left, and nobody handed it over late.
  const seenFrom = handoverCountsFrom({
    receivedAt: received,
    ...(facts.seenAt === undefined ? {} : { seenAt: Date.parse(facts.seenAt) }),
    ...(facts.arrival === undefined ? {} : { arrival: facts.arrival }),
  });
  const receiptToRecording = facts.splitFrom === undefined && seenFrom !== undefined ? recorded - seenFrom : null;
  const profile: RequestProfile = {
    ...{ channel: facts.channel, kind: facts.channelKind, handover: handoverClass(receiptToRecording) },
    ...{ rights: claims.rights, state: found.state, outcomes: claims.outcomes },
    // A part that was split off came in and was forwarded with the request it left: that one is judged, not both.
    ...(facts.splitFrom === undefined
      ? { directly: found.directly === true, atOnce: found.atOnce === true }
      : { directly: true, atOnce: true }),
    ...{ deadline: found.deadline, extended, answer: found.answer },
    ...arrivalOf(facts, timeZone),
    ...(enteredLate ? { enteredLate: true as const } : {}),
  };
  return {
    ...{ request, recordedIndex: first.index, lastIndex, profile, open },
    recordedOn: civilDateIn(first.entry.at, timeZone),
    runningUntil: life.runningUntil as CivilDate | null,
    receiptToRecording,
    recordingToForwarding: forwarded === null ? null : Math.max(0, forwarded - recorded),
    // Taken over out of the worklist before the mail had left: no wait at all.
    forwardingToAcknowledgement:
      forwarded === null || acknowledged === null ? null : Math.max(0, acknowledged - forwarded),
    receiptToAnswerDays:
      found.answeredOn === null
        ? null
        : Math.max(0, daysBetween(civilDateIn(facts.receivedAt, timeZone), found.answeredOn as CivilDate)),
    exception: isFollowed(profile)
      ? null
      : {
          ...{
            request,
            reasons: reasonsOf(life, standing),
            receivedAt: facts.receivedAt,
            recordedAt: facts.recordedAt,
          },
          ...{ forwardedAt: found.forwardedAt, reasonStated: facts.handoverLate },
        },
  };
}

function arrivalOf(
  { arrival, receivedAt, seenAt }: EventFacts['request.recorded'],
  timeZone: string,
): { readonly arrival?: ArrivalClass } {
  if (arrival === undefined) {
    return {};
  }
  if (arrival === 'unknown' || seenAt === undefined) {
    return { arrival: arrival === 'unknown' ? 'unknown' : 'unsaid' };
  }
  const days = daysBetween(civilDateIn(receivedAt, timeZone), civilDateIn(seenAt, timeZone));
  return { arrival: days <= 0 ? 'same-day' : days === 1 ? 'next-day' : 'later' };
}

export function isFollowed({ directly, atOnce }: RequestProfile): boolean {
  return directly && atOnce;
}

function reasonsOf(life: RequestLife, standing: Standing): readonly ExceptionReason[] {
  const judged = life.judgement(standing);
  const forwarded = life.verdict(standing, BEFORE_ALL_DAYS).forwardedAt !== null;
  return [
    ...(life.arrivalKnown ? [] : (['arrival-unknown'] as const)),
    ...(judged?.handoverInTime === false && life.handoverKnown ? (['late-handover'] as const) : []),
    ...(forwarded ? [] : (['not-forwarded'] as const)),
    ...(forwarded && judged?.forwardingInTime === false ? (['late-forwarding'] as const) : []),
    ...(forwarded && judged?.directly === false ? (['other-recipient'] as const) : []),
  ];
}

function handoverClass(ms: number | null): number | null {
  if (ms === null) {
    return null;
  }
  const found = HANDOVER_CLASSES.findIndex((minutes) => ms <= minutes * 60_000);
  return found === -1 ? HANDOVER_CLASSES.length : found;
}

/** Rights as they stand after corrections, and the last decision on each. */
class Claims {
  private readonly named = new Set<Right>();
  private readonly decided = new Map<Right, { outcome: Outcome; ground: Ground | null }>();

  add({ event, facts }: LogEntry): void {
    if (event === 'request.recorded' || event === 'claim.added') {
      (facts as EventFacts['claim.added']).rights.forEach((right) => this.named.add(right));
    } else if (event === 'claim.corrected') {
      const { right, replaces } = facts as EventFacts['claim.corrected'];
      if (replaces !== undefined) {
        this.named.delete(replaces);
        this.decided.delete(replaces);
      }
      this.named.add(right);
    } else if (event === 'request.split') {
      // They are claimed in the part from now on.
      (facts as EventFacts['request.split']).rights.forEach((right) => this.named.delete(right));
    } else if (event === 'claim.decided') {
      const { right, outcome, ground = null } = facts as EventFacts['claim.decided'];
      this.decided.set(right, { outcome, ground });
    }
  }

  get rights(): readonly Right[] {
    return RIGHT_NAMES.filter((right) => this.named.has(right));
  }

  get outcomes(): RequestProfile['outcomes'] {
    return RIGHT_NAMES.flatMap((right) => {
      const decision = this.decided.get(right);
      return decision === undefined ? [] : [{ right, ...decision }];
    });
  }
}
