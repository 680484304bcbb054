import type { ChannelKind } from '../../domain/channel-kind.js';
import { addDays, civilDateIn, type CivilDate } from '../../domain/civil-date.js';
import type { MessageKind } from '../../domain/correspondence/kinds.js';
import { deadline } from '../../domain/deadlines/deadline.js';
import type { Land } from '../../domain/deadlines/land.js';
import type { SettledDuty } from '../../domain/duties/duty.js';
import { isHandoverLate } from '../../domain/forwarding/verdict.js';
import type { State } from '../../domain/lifecycle/lifecycle.js';
import type { EventFacts, EventName } from '../../domain/log/events.js';
import { GROUNDS, OUTCOMES } from '../../domain/rights/outcome.js';
import { RIGHT_NAMES, type Right } from '../../domain/rights/right.js';
import type { Chance } from './chance.js';

/** What synthetic requests are put into. */
export interface SyntheticPlace {
  readonly timeZone: string;
  readonly land: Land;
  readonly channels: readonly { readonly id: string; readonly kind: ChannelKind }[];
  readonly instruction: {
    readonly id: string;
    readonly version: number;
    readonly handoverLimitMinutes: number;
    readonly forwardingLimitSeconds: number;
  };
  readonly designation: { readonly id: string; readonly recipients: string };
  readonly dpo: string;
}

export interface SyntheticEvent {
  readonly at: number;
  readonly event: EventName;
  readonly facts: object;
  readonly byDpo: boolean;
}

export interface SyntheticRequest {
  readonly id: string;
  readonly channel: string;
  readonly rights: readonly Right[];
  readonly receivedAt: number;
  readonly receivedOn: CivilDate;
  readonly recordedAt: number;
  readonly handoverLate: boolean;
  readonly safeOn: CivilDate;
  readonly dueOn: CivilDate;
  readonly forwarding: SyntheticForwarding;
  /** In the order of their time; what would lie behind the end is left out. */
  readonly events: readonly SyntheticEvent[];
  readonly state: State;
}

export interface SyntheticForwarding {
  readonly id: string;
  readonly attempts: number;
  /** It may lie behind the end: then it is queued still. */
  readonly acceptedAt: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Due {
  readonly safeOn: CivilDate;
  readonly dueOn: CivilDate;
}

/** Nothing proves it. */
const STATED = { proof: 'attested', way: 'mail' } as const;

/** What is done where it is granted, of the rights that leave one thing to do. */
const DUTY_OF: Readonly<Partial<Record<Right, SettledDuty>>> = {
  access: 'send-copy',
  rectification: 'rectify',
  erasure: 'erase',
  withdrawal: 'stop-consent-processing',
};

/** One request from receipt to its end: mostly as it should be, and each way in which it goes wrong now and then. */
export class SyntheticLives {
  private readonly deadlines = new Map<string, Due>();

  constructor(
    private readonly place: SyntheticPlace,
    private readonly chance: Chance,
    /** First moment that is not told any more. */
    private readonly end: number,
  ) {}

  at(recordedAt: number): SyntheticRequest {
    const { chance, place } = this;
    const receivedAt = recordedAt - this.handover();
    const receivedOn = civilDateIn(receivedAt, place.timeZone);
    const { safeOn, dueOn } = this.deadlineOf(receivedOn);
    const channel = chance.one(place.channels);
    const rights = this.rights();
    const handoverLate = isHandoverLate(receivedAt, recordedAt, place.instruction.handoverLimitMinutes);
    const life = new Telling(this.end);
    life.tell(recordedAt, 'request.recorded', {
      ...{ receivedAt: new Date(receivedAt).toISOString(), recordedAt: new Date(recordedAt).toISOString() },
      ...{ channel: channel.id, channelKind: channel.kind, door: 'handover', rights, handoverLate, safeOn, dueOn },
      ...{ instruction: place.instruction.id, instructionVersion: place.instruction.version },
      ...{ designation: place.designation.id, attachments: chance.happens(0.2) ? 1 : 0 },
    });
    const forwarding = this.forward(life, recordedAt);
    const forwardedAt = forwarding.acceptedAt;
    if (forwardedAt < recordedAt + 9 * MINUTE && chance.happens(0.02)) {
      const within = chance.between(30, 500);
      life.tell(Math.max(forwardedAt, recordedAt + within * 1_000), 'request.withdrawn', { within });
      life.state('withdrawn');
    } else if (!chance.happens(0.01)) {
      this.work(life, forwardedAt + chance.between(5, 2_000) * MINUTE, { rights, receivedOn, safeOn, dueOn });
    } else {
      this.miss(life, dueOn);
    }
    return {
      ...{ id: chance.uuid(recordedAt), channel: channel.id, rights, receivedAt, receivedOn, recordedAt },
      ...{ handoverLate, safeOn, dueOn, forwarding, events: life.told(), state: life.current },
    };
  }

  private handover(): number {
    const { chance } = this;
    const kind = chance.next();
    return kind < 0.8
      ? chance.between(1, 50) * MINUTE + chance.between(0, 59_999)
      : kind < 0.95
        ? chance.between(1, 20) * HOUR
        : chance.between(1, 5) * DAY;
  }

  private rights(): readonly Right[] {
    const { chance } = this;
    const kind = chance.next();
    if (kind < 0.05) {
      return [];
    }
    const first = kind < 0.6 ? chance.one(['access', 'erasure', 'objection'] as const) : chance.one(RIGHT_NAMES);
    const second = chance.happens(0.1) ? chance.one(RIGHT_NAMES) : first;
    return second === first ? [first] : [first, second];
  }

  private forward(life: Telling, recordedAt: number): SyntheticForwarding {
    const { chance, place } = this;
    const forwarding = chance.uuid(recordedAt);
    let at = recordedAt + chance.between(20, 200);
    let attempt = 1;
    const start = (): void =>
      life.tell(at, 'forwarding.attempt-started', { forwarding, attempt, designation: place.designation.id });
    start();
    if (chance.happens(0.005)) {
      const wait = chance.happens(0.2) ? chance.between(10, 90) * MINUTE : 5_000;
      const reason = chance.one(['network', 'timeout', 'server-4xx'] as const);
      at += 50;
      life.tell(at, 'forwarding.deferred', { forwarding, attempt, reason, retryAt: new Date(at + wait).toISOString() });
      at += wait;
      attempt = 2;
      start();
    }
    at += chance.between(20, 400);
    life.tell(at, 'forwarding.accepted', {
      ...{ forwarding, attempt, designation: place.designation.id, acceptedAt: new Date(at).toISOString() },
      ...{ smtpCode: 250, tls: true, recipients: place.designation.recipients },
    });
    return { id: forwarding, attempts: attempt, acceptedAt: at };
  }

  private work(
    life: Telling,
    acknowledgedAt: number,
    {
      rights,
      receivedOn,
      ...first
    }: { rights: readonly Right[]; receivedOn: CivilDate; safeOn: CivilDate; dueOn: CivilDate },
  ): void {
    const { chance, place } = this;
    life.tell(acknowledgedAt, 'request.acknowledged', { user: place.dpo }, true);
    life.state('acknowledged');
    let [at, { safeOn, dueOn }] = [acknowledgedAt, first];
    if (chance.happens(0.05)) {
      const on = this.dayOf((at += HOUR));
      const asked = this.tellByMail(life, at, 'identity');
      life.tell(at, 'deadline.paused', { kind: 'identity', on, stands: false, safeOn, dueOn, ...asked }, true);
      const confirmedOn = this.dayOf((at += chance.between(1, 5) * DAY));
      life.tell(at, 'deadline.resumed', { kind: 'identity', on: confirmedOn, safeOn, dueOn, ...STATED }, true);
    }
    if (chance.happens(0.06)) {
      const on = this.dayOf((at += DAY));
      ({ safeOn, dueOn } = this.deadlineOf(receivedOn, on));
      const told = this.tellByMail(life, at, 'extension');
      life.tell(at, 'deadline.extended', { decidedOn: on, sentOn: on, safeOn, dueOn, ...told }, true);
    }
    if (chance.happens(0.02)) {
      life.tell((at += HOUR), 'request.retracted', { on: this.dayOf(at), ...STATED }, true);
      life.state('retracted');
      return;
    }
    const isLate = chance.happens(0.03);
    const answeredAt = isLate
      ? Date.parse(`${addDays(dueOn, chance.between(2, 9))}T10:00:00Z`)
      : Math.max(at, Math.min(at + chance.between(1, 24) * DAY, Date.parse(`${dueOn}T09:00:00Z`)));
    if (isLate) {
      this.miss(life, dueOn);
    }
    this.answer(life, answeredAt, rights, dueOn);
  }

  private answer(life: Telling, at: number, rights: readonly Right[], dueOn: CivilDate): void {
    const { chance } = this;
    let isRefused = false;
    const granted: [Right, SettledDuty][] = [];
    for (const right of rights) {
      const outcome = chance.happens(0.75) ? 'granted' : chance.one(OUTCOMES);
      isRefused ||= outcome === 'refused';
      const ground = outcome === 'refused' || outcome === 'partly' ? { ground: chance.one(GROUNDS) } : {};
      life.tell(at, 'claim.decided', { right, outcome, ...ground }, true);
      const duty = DUTY_OF[right];
      if (outcome === 'granted' && duty !== undefined) {
        granted.push([right, duty]);
      }
    }
    const on = this.dayOf(at + 1_000);
    const outcome = isRefused ? 'refused' : 'answered';
    // Most answers are proved by the mail that a server took; now and then somebody says that they wrote.
    const told = chance.happens(0.85)
      ? this.tellByMail(life, at + 500, isRefused ? 'refusal' : 'grant')
      : {
          proof: 'attested' as const,
          way: chance.one(['letter', 'telephone'] as const),
          enteredLate: chance.happens(0.3),
        };
    life.tell(at + 1_000, 'request.answered', { outcome, on, late: on > dueOn, dueOn, ...told }, true);
    for (const [nth, [right, duty]] of granted.entries()) {
      const proof = duty === 'send-copy' ? told : STATED;
      life.tell(at + 2_000 + nth, 'duty.done', { right, duty, on, ...proof }, true);
    }
    life.state('answered');
    if (chance.happens(0.9)) {
      const closedAt = at + chance.between(1, 10) * DAY;
      life.tell(closedAt, 'request.closed', { on: this.dayOf(closedAt) }, true);
      life.state('closed');
    }
  }

  /** A mail to the person, taken by a server: the proof of what it tells. */
  private tellByMail(life: Telling, at: number, kind: MessageKind) {
    const message = this.chance.uuid(at);
    const on = this.dayOf(at + 1);
    life.tell(at - 1, 'message.written', { message, kind, by: 'mail', language: 'de' }, true);
    life.tell(at, 'message.sent', { message, by: 'mail', on, attempt: 1, smtpCode: 250, tls: true });
    return { proof: 'message', evidence: message } as const;
  }

  private miss(life: Telling, dueOn: CivilDate): void {
    life.tell(Date.parse(`${addDays(dueOn, 1)}T03:00:00Z`), 'deadline.missed', { dueOn });
  }

  private dayOf(at: number): CivilDate {
    return civilDateIn(at, this.place.timeZone);
  }

  /** @param extendedOn the day on which an extension was decided and sent */
  private deadlineOf(receivedOn: CivilDate, extendedOn?: CivilDate): Due {
    const place = `${receivedOn} ${extendedOn === undefined ? '' : 'extended'}`;
    const events =
      extendedOn === undefined
        ? []
        : [{ type: 'extended', decidedOn: extendedOn, sentOn: extendedOn, reason: 'synthetic' } as const];
    const due = this.deadlines.get(place) ?? deadline({ receivedOn, land: this.place.land, events });
    this.deadlines.set(place, due);
    return due;
  }
}

/** Collects what happens, up to the end of the story. */
class Telling {
  private readonly events: SyntheticEvent[] = [];
  private isOver = false;
  current: State = 'recorded';

  constructor(private readonly end: number) {}

  tell<E extends EventName>(at: number, event: E, facts: EventFacts[E], byDpo = false): void {
    this.isOver = at >= this.end;
    if (!this.isOver) {
      this.events.push({ at, event, facts, byDpo });
    }
  }

  /** The state that the event told last has led to. */
  state(state: State): void {
    if (!this.isOver) {
      this.current = state;
    }
  }

  told(): readonly SyntheticEvent[] {
    return this.events;
  }
}
