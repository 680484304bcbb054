import type { LogEntry } from '../log/entry.js';
import type { EventFacts, EventName } from '../log/events.js';
import type { CivilDate } from '../civil-date.js';
import type { InstructionFigures } from './figures.js';

/** Entries about the organisation itself that a report reads. */
export const ORGANISATION_REPORT_EVENTS: readonly EventName[] = [
  'designation.set',
  'designation.ended',
  'instruction.issued',
  'instruction.confirmed',
  'user.added',
  'role.granted',
  'role.revoked',
];

/** Instructions, who confirmed them, and who is staff, as the log tells it. */
export class OrganisationStanding {
  private readonly issued: (EventFacts['instruction.issued'] & { readonly confirmed: Set<string> })[] = [];
  private readonly staffed = new Set<string>();

  add({ event, facts }: LogEntry): void {
    if (event === 'instruction.issued') {
      this.issued.push({ ...(facts as EventFacts['instruction.issued']), confirmed: new Set() });
    } else if (event === 'instruction.confirmed') {
      const { instruction, user } = facts as EventFacts['instruction.confirmed'];
      this.issued.find((one) => one.instruction === instruction)?.confirmed.add(user);
    } else if (event === 'user.added' || event === 'role.granted') {
      const { user, role } = facts as EventFacts['role.granted'];
      if (role === 'staff') {
        this.staffed.add(user);
      }
    } else if (event === 'role.revoked') {
      const { user, role } = facts as EventFacts['role.revoked'];
      if (role === 'staff') {
        this.staffed.delete(user);
      }
    }
  }

  get staff(): number {
    return this.staffed.size;
  }

  /** The version that held when the period began, and each that began to hold in it. */
  instructionsIn(from: CivilDate, to: CivilDate): readonly InstructionFigures[] {
    const inOrder = [...this.issued].sort((a, b) => a.version - b.version);
    const heldBefore = inOrder.filter(({ holdsFrom }) => holdsFrom <= from).at(-1);
    return inOrder
      .filter((one) => one === heldBefore || (one.holdsFrom > from && one.holdsFrom <= to))
      .map(({ confirmed, ...one }) => ({
        instruction: one.instruction,
        version: one.version,
        holdsFrom: one.holdsFrom as CivilDate,
        handoverLimitMinutes: one.handoverLimitMinutes,
        forwardingLimitSeconds: one.forwardingLimitSeconds,
        text: one.text,
        // Who has left since, or was never staff, has confirmed it too, but is none of those it binds.
        confirmedBy: [...confirmed].filter((user) => this.staffed.has(user)).length,
      }));
  }
}
