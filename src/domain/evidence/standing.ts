import type { Land } from '../deadlines/land.js';
import type { LogEntry } from '../log/entry.js';
import type { EventFacts } from '../log/events.js';

interface Designation {
  readonly recipients: string;
  readonly deputy: boolean;
  readonly from: string;
  until: string | undefined;
}

/** Something was set up a second time under an id that stands for something already. */
export type StandingFault = 'issued-twice';

/** Who was designated when, as the log tells it. */
class Designations {
  private readonly byId = new Map<string, Designation>();

  add(entry: LogEntry): StandingFault | undefined {
    if (entry.event === 'designation.set') {
      const { designation, recipients, deputy, replaces } = entry.facts as EventFacts['designation.set'];
      this.end(replaces, entry.at);
      if (this.byId.has(designation)) {
        return 'issued-twice';
      }
      this.byId.set(designation, { recipients, deputy, from: entry.at, until: undefined });
    } else if (entry.event === 'designation.ended') {
      this.end((entry.facts as EventFacts['designation.ended']).designation, entry.at);
    }
    return undefined;
  }

  /** Whether the designation was in force at some time between two moments (RFC 3339), and its recipients are these. */
  covers(designation: string, recipients: string, from: string, until: string): boolean {
    const known = this.byId.get(designation);
    return (
      known !== undefined &&
      known.recipients === recipients &&
      known.from <= until &&
      (known.until === undefined || known.until >= from)
    );
  }

  private end(designation: string | undefined, at: string): void {
    const known = designation === undefined ? undefined : this.byId.get(designation);
    // What has ended stays ended: a later entry does not move the day.
    if (known !== undefined) {
      known.until ??= at;
    }
  }
}

export interface InstructionLimits {
  readonly version: number;
  readonly handoverLimitMinutes: number;
  readonly forwardingLimitSeconds: number;
}

interface IssuedInstruction extends InstructionLimits {
  readonly instruction: string;
  readonly holdsFrom: string;
}

/** The versions of the instruction, as the log tells them. What was issued first under an id is what it says for ever. */
class Instructions {
  private readonly byId = new Map<string, IssuedInstruction>();

  add(entry: LogEntry): StandingFault | undefined {
    if (entry.event !== 'instruction.issued') {
      return undefined;
    }
    const issued = entry.facts as EventFacts['instruction.issued'];
    if (this.byId.has(issued.instruction)) {
      return 'issued-twice';
    }
    this.byId.set(issued.instruction, issued);
    return undefined;
  }

  get(instruction: string): InstructionLimits | undefined {
    return this.byId.get(instruction);
  }

  /** The newest of those issued so far that already holds on that day; undefined when none is known. */
  inForceOn(day: string): string | undefined {
    const holding = [...this.byId.values()].filter(({ holdsFrom }) => holdsFrom <= day);
    const newest = holding.reduce<IssuedInstruction | undefined>(
      (best, one) => (best === undefined || isNewer(one, best) ? one : best),
      undefined,
    );
    return newest?.instruction;
  }

  get isKnown(): boolean {
    return this.byId.size > 0;
  }
}

function isNewer(one: IssuedInstruction, other: IssuedInstruction): boolean {
  return one.holdsFrom === other.holdsFrom ? one.version > other.version : one.holdsFrom > other.holdsFrom;
}

/** What entries of an organisation tell of where and when its days are counted; undefined: they do not. */
class Seat {
  timeZone: string | undefined;
  land: Land | undefined;
  /** Made up for trying out: no case in this log ever happened. */
  synthetic = false;

  add({ event, facts }: LogEntry): void {
    if (event === 'organisation.created' || event === 'organisation.changed') {
      const { timeZone, land, synthetic } = facts as EventFacts['organisation.created'];
      this.timeZone = timeZone ?? this.timeZone;
      this.land = land ?? this.land;
      this.synthetic ||= synthetic === true;
    }
  }
}

/** What the entries of an organisation say that the verdict on its requests depends on. */
export class Standing {
  readonly designations = new Designations();
  readonly instructions = new Instructions();
  readonly seat = new Seat();

  add(entry: LogEntry): StandingFault | undefined {
    this.seat.add(entry);
    return this.designations.add(entry) ?? this.instructions.add(entry);
  }
}
