import type { CivilDate } from '../civil-date.js';
import { verdict, type ForwardingFacts, type Verdict } from '../forwarding/verdict.js';
import { movedEnd } from './due-on.js';
import { commandOf } from './event-commands.js';
import { decide, INITIAL_STATE, LIFECYCLE, OPEN_STATES, type Command, type State } from '../lifecycle/lifecycle.js';
import type { LogEntry } from '../log/entry.js';
import type { EventFacts, EventName } from '../log/events.js';
import type { Right } from '../rights/right.js';
import { ProofLedger, type ProofStanding } from '../proof/ledger.js';
import { Joins } from './joins.js';
import type { Standing } from './standing.js';

/** Why an entry cannot stand where it stands. */
export type LifeFault =
  /** Its time lies before that of an earlier entry. */
  | 'time-runs-backwards'
  /** Nothing was recorded that it could follow. */
  | 'before-recorded'
  | 'recorded-twice'
  /** The lifecycle does not allow it in the state reached. */
  | 'not-allowed'
  /** An attempt's result without its beginning, its beginning out of turn, or a second result. */
  | 'attempt-out-of-turn'
  /** Its facts contradict its own time. */
  | 'time-contradicts'
  /** Merged into or split from itself; undone what was not merged, or what had had consequences. */
  | 'joined-wrongly'
  /** It names as proof what the entries before it do not have, or of another day. */
  | 'no-such-proof'
  /** A day is stated on which the data protection officer did not have the request yet. */
  | 'stated-too-early';

/** `ended`: taken back by the person or by whoever handed it over, so that no answer was due. */
export type DeadlineOutcome = 'met' | 'missed' | 'open' | 'ended';

/** What the log proves of one request. Moments RFC 3339. Null: the entries needed for it are not in the bundle. */
export interface RequestVerdict {
  readonly request: string;
  readonly rights: readonly Right[];
  readonly receivedAt: string | null;
  readonly recordedAt: string | null;
  readonly forwardedAt: string | null;
  readonly acknowledgedAt: string | null;
  readonly answeredOn: string | null;
  readonly dueOn: string | null;
  readonly state: State;
  /** Unmittelbar: to exactly the designation in force, and nobody else. */
  readonly directly: boolean | null;
  /** Sofort: handed over and forwarded within the instruction's limits. */
  readonly atOnce: boolean | null;
  readonly deadline: DeadlineOutcome;
  /** How it is known that the person was answered; null: no answer is recorded. What says nothing of it is stated. */
  readonly answer: ProofStanding | null;
}

type Recorded = EventFacts['request.recorded'];
type Accepted = EventFacts['forwarding.accepted'] & { readonly at: string };

/** No answer was due, or it is due in another request. */
export const ENDED_WITHOUT_ANSWER: readonly State[] = ['withdrawn', 'retracted', 'merged'];

export const ATTEMPT_RESULTS: readonly EventName[] = [
  'forwarding.accepted',
  'forwarding.deferred',
  'forwarding.refused',
  'forwarding.unknown',
];

/** A transaction's own time and that of its entry differ by how long it took; more is a contradiction. */
export const TRANSACTION_LIMIT_MS = 60_000;

/** One request from its first entry to its last. */
export class RequestLife {
  private recorded: Recorded | undefined;
  private recordedEntryAt = '';
  private state: State = INITIAL_STATE;
  private acknowledgedAt: string | null = null;
  private readonly accepted: Accepted[] = [];
  /** What was accepted and came back: it went to somebody, but it did not arrive. */
  private readonly bounced = new Set<Accepted>();
  private readonly rights = new Set<Right>();
  private readonly attempts = new Map<string, { last: number; running: boolean }>();
  private dueOn: string | undefined;
  private answeredOn: string | null = null;
  private missed = false;
  /** What was asked and stops the clock: one answer does not answer the other question. */
  private readonly standing = new Set<string>();
  private readonly proofs = new ProofLedger();
  private answered: LogEntry | undefined;
  readonly joins: Joins;

  /** @param timeZone of the organisation, whose calendar days are */
  constructor(
    private readonly request: string,
    private readonly timeZone = 'UTC',
  ) {
    this.joins = new Joins(request);
  }

  /** The request that this one left; the forwarding it rests on is that one's. */
  get splitFrom(): string | undefined {
    return this.recorded?.splitFrom;
  }

  /** What makes this entry impossible behind those before it; undefined when it is possible. */
  add(entry: LogEntry): LifeFault | undefined {
    if (entry.event === 'request.recorded') {
      return this.begin(entry.facts as Recorded, entry.at);
    }
    if (this.recorded === undefined) {
      return 'before-recorded';
    }
    this.note(entry);
    const unproved = this.proofs.add(entry, this.timeZone);
    const joined = this.joins.add(entry, this.state);
    const command = commandOf(entry);
    if (command !== undefined) {
      return this.apply(command, entry.at) ?? joined ?? unproved;
    }
    if (joined !== undefined || unproved !== undefined) {
      return joined ?? unproved;
    }
    if (entry.event === 'deadline.missed' && !OPEN_STATES.includes(this.state)) {
      return 'not-allowed';
    }
    return entry.event.startsWith('forwarding.') ? this.forward(entry) : undefined;
  }

  /** @param origin the request that this one left: it was forwarded as part of that one */
  verdict(standing: Standing, today: CivilDate, origin?: RequestLife): RequestVerdict {
    const { recorded, state } = this;
    const forwarded = this.splitFrom === undefined ? this : origin;
    const first = forwarded?.firstStanding;
    return {
      request: this.request,
      rights: [...this.rights],
      receivedAt: recorded?.receivedAt ?? null,
      recordedAt: recorded?.recordedAt ?? null,
      forwardedAt: first?.acceptedAt ?? null,
      acknowledgedAt: this.acknowledgedAt,
      answeredOn: this.answeredOn,
      dueOn: this.dueOn ?? null,
      state,
      ...(forwarded?.judge(standing) ?? { directly: null, atOnce: null }),
      deadline: this.deadlineOutcome(today),
      answer: this.answered === undefined ? null : this.proofs.standingOf(this.answered),
    };
  }

  /** False where whoever handed it over did not know when it arrived. */
  get arrivalKnown(): boolean {
    return this.recorded?.arrival !== 'unknown';
  }

  /** Whether it is known from when "at once" counts. */
  get handoverKnown(): boolean {
    return this.arrivalKnown || this.recorded?.seenAt !== undefined;
  }

  get currentState(): State {
    return this.state;
  }

  get isAcknowledged(): boolean {
    return this.acknowledgedAt !== null;
  }

  /** The statutory end as last stated, whether the clock runs or not. */
  get dueDay(): string | undefined {
    return this.dueOn;
  }

  /** The day whose passing would miss the deadline; null while the clock stands, and where no answer is due any more. */
  get runningUntil(): string | null {
    const over = this.answeredOn !== null || this.endedWithoutAnswer || this.missed || this.standing.size > 0;
    return over ? null : (this.dueOn ?? null);
  }

  /** The verdict in its parts; undefined where the instruction it needs is not among the entries. */
  judgement({ designations, instructions }: Standing): Verdict | undefined {
    const { recorded, accepted } = this;
    const limits = recorded && instructions.get(recorded.instruction);
    if (recorded === undefined || limits === undefined) {
      return undefined;
    }
    const first = this.firstStanding;
    const designated = accepted.every((one) =>
      designations.covers(one.designation, one.recipients, this.recordedEntryAt, one.at),
    );
    return verdict({
      ...limits,
      receivedAt: Date.parse(recorded.receivedAt),
      recordedAt: Date.parse(recorded.recordedAt),
      ...momentsOf(recorded),
      forwardedAt: first === undefined ? undefined : Date.parse(first.acceptedAt),
      designatedRecipients: designated ? (first?.recipients ?? '') : '',
      actualRecipients: first?.recipients,
    });
  }

  private begin(facts: Recorded, at: string): LifeFault | undefined {
    if (this.recorded !== undefined) {
      return 'recorded-twice';
    }
    this.recorded = facts;
    this.recordedEntryAt = at;
    this.dueOn = facts.dueOn;
    facts.rights.forEach((right) => this.rights.add(right));
    if (facts.splitFrom === this.request) {
      return 'joined-wrongly';
    }
    return isJustBefore(facts.recordedAt, at) && facts.receivedAt <= at && isSeenBetween(facts)
      ? undefined
      : 'time-contradicts';
  }

  private apply(command: Command, at: string): LifeFault | undefined {
    const decision = decide(
      command,
      { state: this.state, recordedAt: Date.parse(this.recordedEntryAt) },
      Date.parse(at),
    );
    if (!decision.allowed) {
      // What comes next is judged as if it had been: one fault, not one for each entry behind it.
      this.state = Object.values(LIFECYCLE).find((row) => row[command] !== undefined)?.[command] ?? this.state;
      return 'not-allowed';
    }
    this.state = decision.next;
    return undefined;
  }

  private note(entry: LogEntry): void {
    const { event, facts, at } = entry;
    this.dueOn = movedEnd(entry)?.dueOn ?? this.dueOn;
    switch (event) {
      case 'request.acknowledged':
        this.acknowledgedAt ??= at;
        break;
      case 'claim.added':
        (facts as EventFacts['claim.added']).rights.forEach((right) => this.rights.add(right));
        break;
      case 'request.joined':
        (facts as EventFacts['request.joined']).rights.forEach((right) => this.rights.add(right));
        break;
      case 'request.separated':
      case 'request.split':
        (facts as EventFacts['request.split']).rights.forEach((right) => this.rights.delete(right));
        break;
      case 'deadline.paused':
        this.pause(facts as EventFacts['deadline.paused']);
        break;
      case 'deadline.resumed':
        this.standing.delete((facts as EventFacts['deadline.resumed']).kind);
        break;
      case 'deadline.missed':
        this.missed = true;
        break;
      case 'request.answered': {
        const { on, late } = facts as EventFacts['request.answered'];
        this.answeredOn = on;
        this.answered = entry;
        this.missed ||= late;
        break;
      }
      case 'request.reopened':
        this.answeredOn = null;
        this.answered = undefined;
        break;
      default:
        break;
    }
  }

  private pause({ kind, stands }: EventFacts['deadline.paused']): void {
    if (stands) {
      this.standing.add(kind);
    }
  }

  private forward({ event, facts, at }: LogEntry): LifeFault | undefined {
    const { forwarding, attempt } = facts as { readonly forwarding: string; readonly attempt: number };
    const before = this.attempts.get(forwarding) ?? { last: 0, running: false };
    if (event === 'forwarding.attempt-started') {
      this.attempts.set(forwarding, { last: attempt, running: true });
      return attempt === before.last + 1 && !before.running ? undefined : 'attempt-out-of-turn';
    }
    if (event === 'forwarding.bounced') {
      return this.bounce(forwarding, attempt);
    }
    if (!ATTEMPT_RESULTS.includes(event)) {
      return undefined;
    }
    this.attempts.set(forwarding, { last: before.last, running: false });
    if (attempt !== before.last || !before.running) {
      return 'attempt-out-of-turn';
    }
    if (event === 'forwarding.accepted') {
      const accepted = facts as EventFacts['forwarding.accepted'];
      this.accepted.push({ ...accepted, at });
      return isJustBefore(accepted.acceptedAt, at) ? undefined : 'time-contradicts';
    }
    return undefined;
  }

  /** Accepted and not come back: what the verdict rests on. */
  private get firstStanding(): Accepted | undefined {
    return this.accepted.find((one) => !this.bounced.has(one));
  }

  /** Whatever the same forwarding had accepted before did not arrive either, or it would not have been sent again. */
  private bounce(forwarding: string, attempt: number): LifeFault | undefined {
    const standing = this.accepted.filter((one) => one.forwarding === forwarding && !this.bounced.has(one));
    standing.forEach((one) => this.bounced.add(one));
    return standing.some((one) => one.attempt === attempt) ? undefined : 'attempt-out-of-turn';
  }

  /** Closed without an answer is only what was taken back before. */
  private get endedWithoutAnswer(): boolean {
    return ENDED_WITHOUT_ANSWER.includes(this.state) || (this.state === 'closed' && this.answeredOn === null);
  }

  /** Null where the instruction or the designation it needs is not among the entries. */
  private judge(standing: Standing): { readonly directly: boolean | null; readonly atOnce: boolean | null } {
    const { directly = null, atOnce = null } = this.judgement(standing) ?? {};
    return { directly, atOnce };
  }

  private deadlineOutcome(today: CivilDate): DeadlineOutcome {
    const { dueOn, answeredOn } = this;
    if (this.endedWithoutAnswer) {
      return 'ended';
    }
    // While the clock stands no day of its own is late.
    const until = answeredOn ?? (this.standing.size > 0 ? undefined : today);
    if (this.missed || (dueOn !== undefined && until !== undefined && until > dueOn)) {
      return 'missed';
    }
    return answeredOn === null ? 'open' : 'met';
  }
}

/** Of two moments of one transaction. */
function isJustBefore(moment: string, at: string): boolean {
  const behind = Date.parse(at) - Date.parse(moment);
  return behind >= 0 && behind <= TRANSACTION_LIMIT_MS;
}

function momentsOf({ seenAt, arrival }: Recorded): Pick<ForwardingFacts, 'seenAt' | 'arrival'> {
  return {
    ...(seenAt === undefined ? {} : { seenAt: Date.parse(seenAt) }),
    ...(arrival === undefined ? {} : { arrival }),
  };
}

/** Nobody sees what has not arrived, and nobody hands over what they have not seen. A day stands for its first moment. */
function isSeenBetween({ receivedAt, recordedAt, seenAt, arrival, seen }: Recorded): boolean {
  const exact = arrival !== 'day' && seen !== 'day';
  return seenAt === undefined || (seenAt <= recordedAt && (!exact || receivedAt <= seenAt));
}
