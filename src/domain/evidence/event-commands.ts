import type { Command } from '../lifecycle/lifecycle.js';
import type { LogEntry } from '../log/entry.js';
import type { EventFacts, EventName } from '../log/events.js';

type CommandOf<E extends EventName> = Command | ((facts: EventFacts[E]) => Command);

/** Which command each event is the trace of; an event that no command leaves is not here. */
const COMMAND_OF: { readonly [E in EventName]?: CommandOf<E> } = {
  'request.acknowledged': 'acknowledge',
  'request.withdrawn': 'withdraw',
  'request.mistake-noted': 'note-mistake',
  'request.dismissed': 'dismiss',
  'request.answered': ({ outcome }) => (outcome === 'refused' ? 'refuse' : 'answer'),
  'request.retracted': 'retract',
  'request.reopened': 'reopen',
  'request.closed': 'close',
  'request.merged': 'merge',
  'request.unmerged': 'unmerge',
  // It brings claims, as a person does who asks for more.
  'request.joined': 'add-claim',
  'request.split': 'split',
  'note.added': 'add-note',
  'deadline.paused': ({ kind }) => (kind === 'identity' ? 'request-identity' : 'request-clarification'),
  'deadline.resumed': ({ kind }) => (kind === 'identity' ? 'confirm-identity' : 'clarify'),
  'deadline.extended': 'extend',
  'claim.added': 'add-claim',
  'claim.corrected': 'correct-claim',
  'claim.checked': 'check-claim',
  'claim.decided': 'decide',
  'duty.done': 'settle-duty',
  'duty.left-out': 'settle-duty',
  'duty.reopened': 'settle-duty',
  'restriction.began': 'restrict',
  'restriction.lifting-announced': 'announce-lifting',
  'restriction.lifted': 'lift-restriction',
  'recipient.listed': 'list-recipient',
  'recipient.addressed': 'notify-recipient',
  'recipient.notified': 'notify-recipient',
  'recipient.left-out': 'notify-recipient',
  'recipient.disclosed': 'notify-recipient',
  'portability.prepared': 'hand-over-package',
  'portability.offered': 'hand-over-package',
  'portability.transmitted': 'hand-over-package',
  'complaint.opened': 'record-complaint',
  'complaint.stated': 'record-complaint',
  'complaint.concluded': 'record-complaint',
  'task.assigned': 'assign-task',
  'task.extended': 'assign-task',
  'identity.asked': 'check-identity',
  'message.written': 'send',
};

export function commandOf({ event, facts }: LogEntry): Command | undefined {
  const command = COMMAND_OF[event] as CommandOf<never> | undefined;
  return typeof command === 'function' ? command(facts as never) : command;
}
