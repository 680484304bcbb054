import type { Texts } from './de.js';

export const UNASSIGNED_EN: Texts['unassigned'] = {
  nav: 'Incoming mail',
  title: 'Unassigned mails',
  lead: 'These mails came in, but the program cannot tell where they belong. Look at each and say so: a request must not be left here, because its time limit runs from the day it came in.',
  empty: 'No mail is waiting here.',
  count: (count) =>
    count === 1 ? 'One mail is not assigned to a case.' : `${count} mails are not assigned to a case.`,
  toList: 'Look at the mails',
  unknownSender: 'Unknown sender',
  noSubject: '(no subject)',
  from: 'From (says the mail)',
  arrived: 'Came in',
  size: 'Size',
  files: 'Files',
  why: {
    unassigned: 'Belongs to no known case',
    automatic: 'Perhaps sent automatically',
    spam: 'Marked as spam by the filter',
    'delivery-report': 'Report of a mail server, please read',
    'over-budget': 'Too intricate to be read here',
    'too-large': 'Too large to be fetched',
    'not-recorded': 'Could not be recorded as a case',
    requested: 'New case',
  },
  unreadable: {
    'over-budget':
      'This mail is built so that the program cannot read it. It is kept as it came. Open the original with care.',
    'too-large':
      'This mail is larger than 60 MB. Only what its head says is kept here. Please look at it in the mailbox itself; it can be handed over from there.',
  },
  suggested: (reference) => `Its subject names ${reference}, or it answers a mail of that case.`,
  toCase: 'Put it to a case',
  reference: 'Reference',
  referenceHint: 'It is then a message in the correspondence of that case.',
  put: 'To this case',
  newCase: 'New case',
  newCaseText: 'It is taken in as a request and forwarded at once. It was received when our mail server got it.',
  makeCase: 'Make a new case',
  aside: 'None of our business',
  asideText:
    'An advertisement, for instance. What it says is erased after seven days; until then you can take this back.',
  setAside: 'Set aside',
  original: 'Original (.eml)',
  back: 'To the list',
  done: 'Dealt with lately',
  doneText: 'For seven days you can take back what you did with a mail.',
  states: { open: 'open', 'in-case': 'put to the case', 'new-case': 'new case', 'set-aside': 'set aside' },
  takeBack: 'Take back',
  told: {
    put: 'The mail is with the case now.',
    aside: 'The mail is set aside. You can take this back below.',
    back: 'Taken back. The mail is waiting again.',
  },
};
