import { MessageIntake } from '../../../src/requests/correspondence/message-intake.js';
import { stated } from '../../support/stated.js';
import { day, PERSON, today, type ApiWorld } from './api-world.js';

/** One command as a program sends it: to which case, with which fields, and what it must leave in the log. */
export interface CommandCase {
  readonly rights?: readonly string[];
  /** The fields besides `type`, once what they rest on is there. */
  readonly fields: (world: ApiWorld, id: string) => Promise<object> | object;
  readonly event: string;
  /** It begins with a case that nobody has taken over. */
  readonly untouched?: true;
  /** Where no state of the case refuses it: other fields that are, and what is said then. */
  readonly otherwise?: { readonly fields: object; readonly status: number; readonly says: object };
}

const NOWHERE = '01890000-0000-7000-8000-000000000000';
const RECIPIENT = { type: 'list-recipient', name: 'Druckerei Muster', email: 'druck@muster.example' };
const RESTRICTION = {
  ...{ type: 'restrict', ground: 'accuracy-contested', on: day(30), what: 'Anschrift', end: 'Prüfung' },
};
const COMPLAINT = {
  ...{ authority: 'Landesbeauftragte', fileNumber: 'AZ 7', on: day(10), until: day(-20) },
};
const TASK = { type: 'assign-task', what: 'Bitte Bild entfernen.', until: day(-3), address: 'it@kammer.example' };
const CHECK = { doubt: 'name-differs', why: 'Der Name weicht ab.', method: 'known-channel' };
const LETTER = {
  ...{ type: 'send', kind: 'free', way: 'letter', address: 'Aurelia Beispiel\nWeg 1\n12345 Ort' },
  ...{ subject: 'Ihr Anliegen', body: 'Guten Tag, wir sind dabei.' },
};

const HOLD = { reason: 'lawsuit', reviewOn: day(-60) };

const recipient = async (world: ApiWorld, id: string) => ({ recipient: await world.made(id, RECIPIENT) });
const task = async (world: ApiWorld, id: string) => ({ task: await world.made(id, { ...TASK, afterSafe: true }) });
const complaint = async (world: ApiWorld, id: string) => ({
  complaint: await world.made(id, { type: 'record-complaint', ...COMPLAINT }),
});
const hold = async (world: ApiWorld, id: string) => ({ hold: await world.made(id, { type: 'hold', ...HOLD }) });
const othersHold = async (world: ApiWorld, id: string) => {
  const { body } = await world.command(id, { type: 'hold', ...HOLD }, {}, await world.app.token('dpo'));
  return { hold: String(body.created) };
};
const pack = async (world: ApiWorld, id: string) => {
  await world.did(id, { type: 'check-claim', right: 'portability', check: 'public-task', answer: 'no' });
  return { package: await world.made(id, { type: 'prepare-package', files: { 'daten.json': '{"a":1}' } }) };
};
/** The id of an answer by the person. */
const answered = async (world: ApiWorld, id: string): Promise<string> => {
  const sent = await world.made(id, {
    ...{ type: 'send', kind: 'free', to: PERSON, subject: 'Ihr Anliegen', body: 'Guten Tag, wir sind dabei.' },
  });
  const about = `<${sent}.message@localhost.localdomain>`;
  const mail = [`From: ${PERSON}`, `In-Reply-To: ${about}`, `Message-ID: <${sent}@post.example>`, '', 'Danke.'];
  await world.app.running.application.get(MessageIntake).take(Buffer.from(mail.join('\r\n')));
  const { body } = await world.read(id, 'messages');
  return String(body.items.find(({ direction }) => direction === 'in')?.['id']);
};
const onDay = { fields: () => stated(today) };
const DOUBT = { doubt: 'name-differs' };
const NEED = { need: 'Um welche Daten geht es?' };
const checked = { type: 'check-claim', right: 'access', check: 'others-affected', answer: 'yes' };
const decided = { type: 'decide', right: 'access', outcome: 'partly', ground: 'rights-of-others', reasons: 'Dritte' };

async function after(world: ApiWorld, id: string, ...bodies: readonly object[]): Promise<void> {
  for (const body of bodies) {
    await world.did(id, body);
  }
}

export const CASES: Readonly<Record<string, CommandCase>> = {
  acknowledge: { untouched: true, fields: () => ({}), event: 'request.acknowledged' },
  dismiss: {
    fields: () => ({ why: 'not-a-rights-request', reason: 'Adresse gefragt.', passedOn: 'Bildungsberatung' }),
    event: 'request.dismissed',
  },
  'request-identity': { fields: () => ({ ...stated(today), ...DOUBT }), event: 'deadline.paused' },
  'confirm-identity': {
    fields: async (world, id) => {
      await after(world, id, { type: 'request-identity', ...stated(day(2)), ...DOUBT });
      return stated(today);
    },
    event: 'deadline.resumed',
  },
  'request-clarification': { fields: () => ({ ...stated(today), ...NEED }), event: 'deadline.paused' },
  clarify: {
    fields: async (world, id) => {
      await after(world, id, { type: 'request-clarification', ...stated(day(2)), ...NEED });
      return stated(today);
    },
    event: 'deadline.resumed',
  },
  extend: {
    fields: () => {
      const { on, ...statement } = stated(day(20));
      return { ...statement, decidedOn: on, sentOn: on, cause: 'complexity', reason: 'Viele Daten.' };
    },
    event: 'deadline.extended',
  },
  'add-claim': { fields: () => ({ on: today, right: 'erasure' }), event: 'claim.added' },
  answer: { ...onDay, event: 'request.answered' },
  refuse: { ...onDay, event: 'request.answered' },
  retract: { ...onDay, event: 'request.retracted' },
  reopen: {
    fields: async (world, id) => {
      await after(world, id, { type: 'answer', ...stated(today) });
      return { on: today };
    },
    event: 'request.reopened',
  },
  close: {
    fields: async (world, id) => {
      await after(world, id, checked, decided, { type: 'answer', ...stated(today) });
      for (const duty of ['send-copy', 'redact']) {
        await after(world, id, { type: 'do-duty', right: 'access', duty, ...stated(today) });
      }
      return {};
    },
    event: 'request.closed',
  },
  'check-claim': {
    rights: ['erasure'],
    fields: () => ({ right: 'erasure', check: 'data-held', answer: 'yes' }),
    event: 'claim.checked',
  },
  'correct-claim': {
    fields: () => ({ right: 'access', as: 'erasure', reason: 'So gemeint.' }),
    event: 'claim.corrected',
  },
  decide: {
    fields: async (world, id) => {
      await after(world, id, checked);
      return { right: 'access', outcome: 'partly', ground: 'rights-of-others', reasons: 'Dritte' };
    },
    event: 'claim.decided',
  },
  'check-identity': { fields: () => CHECK, event: 'identity.asked' },
  'enter-identity-code': {
    fields: async (world, id) => {
      const address = `${id}@post.example`;
      const check = await world.made(id, { type: 'check-identity', ...CHECK, method: 'code', address });
      const text = await world.mailTo(address, /Code: \d{6}/);
      return { check, code: /Code: (\d{6})/.exec(text)?.[1] ?? '' };
    },
    event: 'identity.confirmed',
    otherwise: { fields: { code: 'abc' }, status: 422, says: { errors: [{ field: 'code', code: 'wrong-code' }] } },
  },
  'do-duty': {
    fields: async (world, id) => {
      await after(world, id, { type: 'decide', right: 'access', outcome: 'granted' });
      return { right: 'access', duty: 'send-copy', ...stated(today) };
    },
    event: 'duty.done',
  },
  'leave-out-duty': {
    fields: async (world, id) => {
      await after(world, id, { type: 'decide', right: 'access', outcome: 'granted' });
      return { right: 'access', duty: 'send-copy', why: 'person-declined', reasons: 'Will nur die Auskunft.' };
    },
    event: 'duty.left-out',
  },
  'reopen-duty': {
    fields: async (world, id) => {
      await after(
        world,
        id,
        { type: 'decide', right: 'access', outcome: 'granted' },
        { type: 'do-duty', right: 'access', duty: 'send-copy', ...stated(today) },
      );
      return { right: 'access', duty: 'send-copy', reason: 'Die Kopie war unvollständig.' };
    },
    event: 'duty.reopened',
  },
  'end-identity-check': {
    fields: async (world, id) => ({
      check: await world.made(id, { type: 'check-identity', ...CHECK }),
      outcome: 'confirmed',
    }),
    event: 'identity.confirmed',
    otherwise: { fields: { check: NOWHERE }, status: 404, says: { title: 'not-found' } },
  },
  send: {
    fields: () => ({ kind: 'free', to: PERSON, subject: 'Ihr Anliegen', body: 'Guten Tag, wir sind dabei.' }),
    event: 'message.written',
  },
  'record-posted': {
    fields: async (world, id) => ({ message: await world.made(id, LETTER), on: today }),
    event: 'message.sent',
    otherwise: { fields: { message: NOWHERE }, status: 404, says: { title: 'not-found' } },
  },
  'confirm-read': {
    fields: async (world, id) => ({ messages: [await answered(world, id)] }),
    event: 'message.read',
    otherwise: { fields: { messages: [] }, status: 422, says: { title: 'invalid-input' } },
  },
  restrict: {
    fields: () => ({ ground: 'unlawful', on: today, what: 'Anschrift', end: 'bis zur Klärung' }),
    event: 'restriction.began',
  },
  'announce-lifting': {
    fields: async (world, id) => ({
      restriction: await world.made(id, RESTRICTION),
      ...stated(today),
      liftingOn: day(-20),
    }),
    event: 'restriction.lifting-announced',
  },
  'lift-restriction': {
    fields: async (world, id) => {
      const restriction = await world.made(id, RESTRICTION);
      await after(world, id, { type: 'announce-lifting', restriction, ...stated(day(25)), liftingOn: day(5) });
      return { restriction, on: today };
    },
    event: 'restriction.lifted',
  },
  'list-recipient': { fields: () => ({ name: 'Druckerei Muster', address: 'Weg 1' }), event: 'recipient.listed' },
  'notify-recipient': {
    fields: async (world, id) => ({
      ...{ ...(await recipient(world, id)), subject: 'Löschung', text: 'Bitte löschen Sie die Daten.' },
    }),
    event: 'recipient.addressed',
  },
  'record-recipient-told': {
    fields: async (world, id) => ({ ...(await recipient(world, id)), on: today, how: 'am Telefon' }),
    event: 'recipient.notified',
  },
  'leave-out-recipient': {
    fields: async (world, id) => ({ ...(await recipient(world, id)), why: 'impossible', reasons: 'erloschen' }),
    event: 'recipient.left-out',
  },
  'disclose-recipients': { ...onDay, event: 'recipient.disclosed' },
  'prepare-package': {
    rights: ['portability'],
    fields: async (world, id) => {
      await after(world, id, { type: 'check-claim', right: 'portability', check: 'public-task', answer: 'no' });
      return { files: { 'daten.json': '{"a":1}' } };
    },
    event: 'portability.prepared',
  },
  'offer-package': {
    rights: ['portability'],
    fields: async (world, id) => ({ ...(await pack(world, id)), address: PERSON, days: 7 }),
    event: 'portability.offered',
  },
  'transmit-package': {
    rights: ['portability'],
    fields: async (world, id) => ({ ...(await pack(world, id)), controller: 'Andere Kammer', on: today }),
    event: 'portability.transmitted',
  },
  'end-package': {
    rights: ['portability'],
    fields: pack,
    event: 'portability.ended',
    otherwise: { fields: { package: NOWHERE }, status: 404, says: { title: 'not-found' } },
  },
  'note-breach': { fields: () => ({}), event: 'breach.noted' },
  'conclude-breach': {
    fields: async (world, id) => {
      await world.did(id, { type: 'note-breach' });
      return { outcome: 'no-breach', on: today };
    },
    event: 'breach.concluded',
  },
  'record-complaint': { fields: () => COMPLAINT, event: 'complaint.opened' },
  'record-statement': {
    fields: async (world, id) => ({ ...(await complaint(world, id)), on: today }),
    event: 'complaint.stated',
  },
  'conclude-complaint': {
    fields: async (world, id) => ({ ...(await complaint(world, id)), on: today, result: 'no-infringement' }),
    event: 'complaint.concluded',
  },
  'assign-task': {
    fields: () => ({ what: TASK.what, until: TASK.until, address: TASK.address, afterSafe: true }),
    event: 'task.assigned',
  },
  'extend-task': {
    fields: async (world, id) => ({ ...(await task(world, id)), until: day(-5), note: 'Bitte bis dahin.' }),
    event: 'task.extended',
  },
  'withdraw-task': {
    fields: task,
    event: 'task.withdrawn',
    otherwise: { fields: { taskVersion: 99 }, status: 412, says: { title: 'version-conflict' } },
  },
  'finish-task': {
    fields: task,
    event: 'task.finished',
    otherwise: { fields: { task: NOWHERE }, status: 404, says: { title: 'not-found' } },
  },
  hold: {
    fields: () => HOLD,
    event: 'hold.set',
    otherwise: { fields: { reason: 'to-be-safe' }, status: 422, says: { title: 'invalid-input' } },
  },
  'confirm-hold': {
    fields: othersHold,
    event: 'hold.confirmed',
    otherwise: { fields: { hold: NOWHERE }, status: 404, says: { title: 'not-found' } },
  },
  'review-hold': {
    fields: async (world, id) => ({ ...(await hold(world, id)), reviewOn: day(-90) }),
    event: 'hold.reviewed',
    otherwise: { fields: { hold: NOWHERE }, status: 404, says: { title: 'not-found' } },
  },
  'release-hold': {
    fields: hold,
    event: 'hold.released',
    otherwise: { fields: { hold: NOWHERE }, status: 404, says: { title: 'not-found' } },
  },
  'add-note': { fields: () => ({ text: 'Rückruf am Montag.' }), event: 'note.added' },
  'retract-note': {
    fields: async (world, id) => ({ note: await world.made(id, { type: 'add-note', text: 'Irrtum.' }) }),
    event: 'note.retracted',
    otherwise: { fields: { note: NOWHERE }, status: 409, says: { title: 'undo-too-late' } },
  },
  merge: {
    fields: async (world) => ({ into: await world.takenOver(['erasure']) }),
    event: 'request.merged',
  },
  unmerge: {
    fields: async (world, id) => {
      await after(world, id, { type: 'merge', into: await world.takenOver(['erasure']) });
      return {};
    },
    event: 'request.unmerged',
  },
  split: {
    rights: ['access', 'erasure'],
    fields: async (world, id) => {
      await world.forwarded(id);
      return { rights: ['erasure'] };
    },
    event: 'request.split',
  },
};
