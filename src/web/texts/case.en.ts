import type { Texts } from './de.js';

export const CASE_EN: Pick<Texts, 'thread' | 'course' | 'quickNote' | 'readings' | 'answering'> = {
  thread: {
    title: 'Messages',
    original: 'Original message',
    person: 'The person',
    enteredFor: (on) => `entered, as stated received on ${on}`,
    us: 'We',
    note: 'Internal note',
    telephone: 'Telephone call',
    earlier: (count) => (count === 1 ? '1 earlier message' : `${count} earlier messages`),
    toLetter: 'See the letter and enter when it was posted',
    toTold: 'Enter when and by whom it was told',
    copy: 'Copy the text',
    copied: 'Text for the direct message',
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
  answering: {
    title: (reference) => `Answer ${reference}`,
    decided: 'Decided',
    decideFirst: 'Decide',
    undecided: 'Not everything is decided yet. You can answer already; the case can be closed only after that.',
    letter: 'Insert the letter for this decision',
    checked: (done, all) => `Checklist (${done} of ${all} answered)`,
    askFirst: 'First give a task',
    otherTemplate: (kind, language) => `Template: ${kind}, ${language} (choose another)`,
    afterwards: 'Afterwards',
    afterwardsHint: 'It is entered only once the answer has gone out, with the answer as its proof.',
    enter: 'Enter it as answered',
    close: 'Close the case if nothing is left to do',
    send: 'Send',
    refresh: 'Refresh preview and check',
    gaps: (count) => (count === 1 ? 'One gap is still to be filled' : `${count} gaps are still to be filled`),
    tooLong: (length, limit) =>
      `The text has ${length} characters. As a direct message not everywhere more than ${limit.toLocaleString('en-GB')} fit.`,
    asked: 'What the person has written',
    results: {
      closed: 'Answered, entered and closed.',
      answered: 'Answered and entered. What is still to be done stands with the steps.',
      underway: 'The answer is on its way. Once the mail server has taken it, it is entered.',
      made: 'The answer is ready. Enter when it was sent; the rest then follows by itself.',
      sent: 'The answer has gone out.',
    },
  },
  quickNote: {
    title: 'Note',
    text: 'Note or call, for the data protection office only',
    telephone: 'It was a telephone call',
    save: 'Save note',
  },
  readings: (count, last) =>
    count === 1
      ? `Read by the data protection office on ${last}`
      : `Read by the data protection office ${count} times, last on ${last}`,
};
