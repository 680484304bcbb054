import type { LogEntry } from '../log/entry.js';
import type { EventFacts } from '../log/events.js';

interface Designation {
  readonly recipients: string;
  readonly deputy: boolean;
  readonly from: string;
  until: string | undefined;
}

/** Who was designated when, as the log tells it. */
class Designations {
  private readonly byId = new Map<string, Designation>();

  add(entry: LogEntry): void {
    if (entry.event === 'designation.set') {
      const { designation, recipients, deputy, replaces } = entry.facts as EventFacts['designation.set'];
      this.end(replaces, entry.at);
      this.byId.set(designation, { recipients, deputy, from: entry.at, until: undefined });
    } else if (entry.event === 'designation.ended') {
      this.end((entry.facts as EventFacts['designation.ended']).designation, entry.at);
    }
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
    if (known !== undefined) {
      known.until = at;
    }
  }
}

export interface InstructionLimits {
  readonly version: number;
  readonly handoverLimitMinutes: number;
  readonly forwardingLimitSeconds: number;
}

/** The versions of the instruction, as the log tells them. */
class Instructions {
  private readonly byId = new Map<string, InstructionLimits>();

  add(entry: LogEntry): void {
    if (entry.event === 'instruction.issued') {
      const { instruction, ...limits } = entry.facts as EventFacts['instruction.issued'];
      this.byId.set(instruction, limits);
    }
  }

  get(instruction: string): InstructionLimits | undefined {
    return this.byId.get(instruction);
  }
}

/** What the entries of an organisation say that the verdict on its requests depends on. */
export class Standing {
  readonly designations = new Designations();
  readonly instructions = new Instructions();

  add(entry: LogEntry): void {
    this.designations.add(entry);
    this.instructions.add(entry);
  }
}
