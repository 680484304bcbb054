import type { Texts } from './de.js';

export const CASE_EN: Pick<Texts, 'thread' | 'course' | 'quickNote' | 'readings'> = {
  thread: {
    title: 'Messages',
    original: 'Original message',
    us: 'We',
    note: 'Internal note',
    telephone: 'Telephone call',
    earlier: (count) => (count === 1 ? '1 earlier message' : `${count} earlier messages`),
    toLetter: 'See the letter and enter when it was posted',
    whole: 'See the whole message',
    write: 'Write',
    entered: 'Note saved.',
  },
  course: {
    title: 'Steps',
    steps: {
      understand: 'Understand',
      identity: 'Identity',
      decide: 'Decide',
      answer: 'Answer',
      close: 'Close',
    },
    standings: { done: 'done', now: 'next', waiting: 'waiting', open: 'open', none: '–' },
    identity: {
      none: 'no check begun',
      open: 'check is running',
      confirmed: 'confirmed',
      'no-longer-doubted': 'no doubt any more',
      'not-confirmed': 'not confirmed',
      withdrawn: 'ended without a result',
    },
    decided: (done, all) => `${done} of ${all} decided`,
  },
  quickNote: {
    title: 'Note',
    text: 'Note or call, for the data protection office only',
    telephone: 'It was a telephone call',
    save: 'Save note',
  },
  readings: (count, last) => (count === 1 ? `Read by the data protection office on ${last}` : `Read by the data protection office ${count} times, last on ${last}`),
};
