import type { Loose } from './de.js';
import type { FINDING_DE } from './finding.de.js';

export const FINDING_EN: Loose<typeof FINDING_DE> = {
  label: 'Find a person or reference',
  placeholder: 'Name, e-mail, telephone, reference',
  submit: 'Search',
  title: 'Who is calling?',
  lead: 'All states are searched. That you searched is in the log; what for is not.',
  found: (count: number) => (count === 1 ? '1 case found' : `${count} cases found`),
  more: 'There are more matches. Please be more exact, for instance with first and last name.',
  none: 'No case found',
  noneText:
    'Found is what was given as name, e-mail, telephone or user name at the hand-over, and each part of the reference from its beginning or after the last dash. Erased cases are found by their reference only.',
  tooShort: 'Please enter at least three letters or digits.',
  tooLong: 'Please be shorter: 200 characters at most.',
  gone: 'Please search again; old searches are not kept.',
  due: 'Deadline',
  received: (on: string, channel: string) => `Received ${on} · ${channel}`,
  open: (reference: string) => `Open case ${reference}`,
  elsewhere: 'In another organisation: sign in there to open it.',
  say: 'On the telephone',
  identity: {
    confirmed: 'The identity was confirmed in this case.',
    open: 'The identity check is still open.',
    'not-confirmed': 'The identity was not confirmed.',
    'no-longer-doubted': 'The identity is no longer in doubt.',
    none: 'The identity was not checked.',
  },
  known:
    'You may say the state and the deadline if the person proves who they are now, too: by the reference, or when you call back the number you know. Never content or data on the telephone.',
  unknown:
    'Do not confirm that there is a case. Have the reference named; then you may say state and deadline. Otherwise: “We will write to the address that your request came from.”',
  states: {
    recorded: 'with the data protection office, not taken over yet',
    acknowledged: 'being worked on',
    answered: 'answered',
    closed: 'closed',
    retracted: 'taken back by the person',
    withdrawn: 'no case (a mistake or another matter)',
    merged: 'goes on in another case',
  },
};
