// Art. 5(2) GDPR: what the entries of one request prove of it, recomputed from nothing but them.

import { civilDateIn } from '../civil-date.js';
import { DUTY_RULES, type SettledDuty } from '../duties/duty.js';
import type { LogEntry } from '../log/entry.js';
import type { EventFacts } from '../log/events.js';
import type { Told } from './told.js';

/** `came-back`: what was said to prove it did not arrive. */
export type ProofStanding = 'proved' | 'stated' | 'came-back';

/** `no-such-proof`: it names what the log does not have, or of another day. `stated-too-early`: before the DPO had it. */
export type ProofFault = 'no-such-proof' | 'stated-too-early';

/** Told by the house, so not before the data protection officer took the request over. */
const BY_HOUSE: readonly string[] = [
  'request.answered',
  'deadline.paused',
  'deadline.extended',
  'restriction.lifting-announced',
  'recipient.disclosed',
  'duty.done',
  'claim.decided',
];

/** Told to the person, or by them, by a message whose day has to be that of the entry. */
const DAY_OF: Readonly<Record<string, string>> = {
  'deadline.extended': 'sentOn',
  'claim.decided': 'decidedOn',
};

interface SentMessage {
  readonly by: 'mail' | 'letter' | 'other';
  readonly on: string;
}

/** Messages, checks and tasks of one request as its entries tell them, in their order. */
export class ProofLedger {
  private readonly sent = new Map<string, SentMessage>();
  private readonly cameBack = new Set<string>();
  private readonly received = new Set<string>();
  private readonly asked = new Set<string>();
  private readonly codesSent = new Set<string>();
  /** What each task was answered last; one that was withdrawn is not there. */
  private readonly answeredTasks = new Map<string, EventFacts['task.answered']['outcome']>();
  private acknowledgedAt: string | undefined;

  /** What makes the entry impossible behind those before it; an entry that claims no proof is never at fault. */
  add(entry: LogEntry, timeZone: string): ProofFault | undefined {
    this.note(entry);
    const told = toldIn(entry);
    if (told === undefined) {
      return undefined;
    }
    const on = dayIn(entry);
    if (told.proof === 'attested') {
      return this.isTooEarly(entry, on, timeZone) ? 'stated-too-early' : undefined;
    }
    return this.has(told, on, entry.event) ? undefined : 'no-such-proof';
  }

  /** How what an entry says is known, by all that came until now: a mail may come back later. */
  standingOf(entry: LogEntry): ProofStanding {
    const told = toldIn(entry);
    const evidence = told?.evidence ?? '';
    switch (told?.proof) {
      case 'message':
        if (this.cameBack.has(evidence)) {
          return 'came-back';
        }
        // The day a letter was posted is typed by whoever posted it.
        return this.received.has(evidence) || this.sent.get(evidence)?.by === 'mail' ? 'proved' : 'stated';
      case 'check':
        return this.codesSent.has(evidence) ? 'proved' : 'stated';
      case 'task':
        return this.answeredTasks.has(evidence) ? 'proved' : 'stated';
      case 'attested':
      case undefined:
        return 'stated';
    }
  }

  private note({ event, facts, at }: LogEntry): void {
    switch (event) {
      case 'request.acknowledged':
        this.acknowledgedAt ??= at;
        break;
      case 'message.sent': {
        const { message, by, on } = facts as EventFacts['message.sent'];
        this.sent.set(message, { by: by === 'mail' ? 'mail' : by === 'letter' ? 'letter' : 'other', on });
        break;
      }
      case 'message.bounced':
        this.cameBack.add((facts as EventFacts['message.bounced']).message);
        break;
      case 'message.received': {
        const { message, from = 'person' } = facts as EventFacts['message.received'];
        // What a department, the DPO or a mail server writes is no answer of the person.
        if (from === 'person') {
          this.received.add(message);
        }
        break;
      }
      case 'identity.asked':
        this.asked.add((facts as EventFacts['identity.asked']).check);
        break;
      case 'identity.code-sent':
        this.codesSent.add((facts as EventFacts['identity.code-sent']).check);
        break;
      case 'task.answered': {
        const { task, outcome } = facts as EventFacts['task.answered'];
        this.answeredTasks.set(task, outcome);
        break;
      }
      case 'task.withdrawn':
        this.answeredTasks.delete((facts as EventFacts['task.withdrawn']).task);
        break;
      default:
        break;
    }
  }

  private has({ proof, evidence = '' }: Told, on: string | undefined, event: LogEntry['event']): boolean {
    switch (proof) {
      case 'message': {
        const sent = this.sent.get(evidence);
        return sent === undefined ? this.received.has(evidence) : on === undefined || sent.on === on;
      }
      case 'check':
        return this.asked.has(evidence);
      case 'task':
        // That something was done is not proved by a department that says it could not do it.
        return event === 'duty.done' || event === 'claim.decided'
          ? this.answeredTasks.get(evidence) === 'done'
          : this.answeredTasks.has(evidence);
      case 'attested':
        return true;
    }
  }

  private isTooEarly({ event, facts }: LogEntry, on: string | undefined, timeZone: string): boolean {
    // Art. 7(3), 21(3): marketing may have stopped before the data protection officer heard of it.
    const atOnce = 'duty' in facts && DUTY_RULES[facts.duty as SettledDuty].atOnce === true;
    return (
      on !== undefined &&
      this.acknowledgedAt !== undefined &&
      BY_HOUSE.includes(event) &&
      !atOnce &&
      on < civilDateIn(this.acknowledgedAt, timeZone)
    );
  }
}

/** What an entry says of how it is known; undefined where it says nothing, and counts as stated. */
export function toldIn({ facts }: LogEntry): Told | undefined {
  return 'proof' in facts && facts.proof !== undefined ? (facts as unknown as Told) : undefined;
}

function dayIn({ event, facts }: LogEntry): string | undefined {
  const day = (facts as Readonly<Record<string, unknown>>)[DAY_OF[event] ?? 'on'];
  return typeof day === 'string' ? day : undefined;
}
