import type { LogEntry } from '../domain/log/entry.js';
import type { EventFacts } from '../domain/log/events.js';
import type { AlarmKind } from '../domain/log/events/log.js';
import type { RowDifference } from './row-differences.js';
import type { DesignationRow, RoleRow } from './row-differences.sql.js';

/** An alarm that the log tells of. */
export interface ToldAlarm {
  readonly id: string;
  readonly kind: AlarmKind;
  /** Index or size, where the entry names one. */
  readonly at: number | undefined;
}

export interface HouseRows {
  readonly designations: readonly DesignationRow[];
  readonly roles: readonly RoleRow[];
  readonly instructions: readonly string[];
}

/**
 * What the entries say of whom requests go to, who may do what, and which alarms stand, folded over the whole log: rows that
 * nobody answers for are the ones by which content could be led elsewhere.
 */
export class HouseFold {
  private readonly designations = new Map<string, { readonly recipients: string; ended: boolean }>();
  private readonly roles = new Set<string>();
  private readonly instructions = new Set<string>();
  private readonly raised = new Map<string, ToldAlarm>();
  private made = false;
  private recorded = 0;

  /** The log says of itself that all of it is invented. */
  get synthetic(): boolean {
    return this.made;
  }

  /** Requests that were recorded. */
  get requests(): number {
    return this.recorded;
  }

  /** Raised, and resolved by nobody. */
  get openAlarms(): readonly ToldAlarm[] {
    return [...this.raised.values()];
  }

  add({ event, facts }: LogEntry): void {
    switch (event) {
      case 'organisation.created':
        this.made = (facts as EventFacts['organisation.created']).synthetic === true;
        break;
      case 'request.recorded':
        this.recorded += 1;
        break;
      case 'designation.set': {
        const { designation, recipients, replaces } = facts as EventFacts['designation.set'];
        this.endDesignation(replaces);
        this.designations.set(designation, { recipients, ended: false });
        break;
      }
      case 'designation.ended':
        this.endDesignation((facts as EventFacts['designation.ended']).designation);
        break;
      case 'instruction.issued':
        this.instructions.add((facts as EventFacts['instruction.issued']).instruction);
        break;
      case 'user.added':
      case 'role.granted': {
        const { user, role } = facts as EventFacts['role.granted'];
        this.roles.add(`${user} ${role}`);
        break;
      }
      case 'role.revoked': {
        const { user, role } = facts as EventFacts['role.revoked'];
        this.roles.delete(`${user} ${role}`);
        break;
      }
      case 'user.left': {
        const { user } = facts as EventFacts['user.left'];
        [...this.roles].filter((one) => one.startsWith(`${user} `)).forEach((one) => this.roles.delete(one));
        break;
      }
      case 'log.alarm-raised': {
        const { alarm, kind, at } = facts as EventFacts['log.alarm-raised'];
        this.raised.set(alarm, { id: alarm, kind, at });
        break;
      }
      case 'log.alarm-resolved':
        this.raised.delete((facts as EventFacts['log.alarm-resolved']).alarm);
        break;
      default:
        break;
    }
  }

  /** @param hash of recipients, as the entries name them */
  differences(rows: HouseRows, hash: (addresses: readonly string[]) => string): readonly RowDifference[] {
    const ids = new Set(rows.designations.map(({ id }) => id));
    const gone = [...this.designations].filter(([id, { ended }]) => !ended && !ids.has(id)).map(([id]) => id);
    const other = rows.designations
      .filter(({ id, email, ended }) => {
        const told = this.designations.get(id);
        return told === undefined || told.recipients !== hash([email]) || told.ended !== ended;
      })
      .map(({ id }) => id);
    const roles = this.made ? [] : rows.roles.filter(({ user, role }) => !this.roles.has(`${user} ${role}`));
    return [
      ...[...gone, ...other].map((place) => ({ kind: 'designation-row' as const, place })),
      ...roles.map(({ user, role }) => ({ kind: 'role-row' as const, place: `${user}, ${role}` })),
      ...rows.instructions
        .filter((id) => !this.instructions.has(id))
        .map((place) => ({ kind: 'instruction-row' as const, place })),
    ];
  }

  private endDesignation(id: string | undefined): void {
    const known = id === undefined ? undefined : this.designations.get(id);
    if (known !== undefined) {
      known.ended = true;
    }
  }
}
