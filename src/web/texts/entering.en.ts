import type { ENTERING_DE } from './entering.de.js';

export const ENTERING_EN: typeof ENTERING_DE = {
  title: (reference) => `Enter a message ${reference}`,
  button: 'Enter a message that came in',
  heading: 'Enter a message that came in',
  lead: 'What came by a channel, on the telephone, at the counter or as a letter. It then stands in the thread, as your statement.',
  supplement: 'Add to it',
  supplementTitle: (reference) => `Add to a hand-over ${reference}`,
  supplementLead:
    'One more screenshot or a second message of the same person? The data protection office gets it at once with this case.',
  way: 'How did it come?',
  ways: { channel: 'Direct message or comment', oral: 'Call or conversation', letter: 'Letter or fax' },
  on: 'When did it arrive?',
  today: 'today',
  yesterday: 'yesterday',
  from: 'From whom? (if different from before)',
  text: 'What was written or said?',
  textHint: 'Paste it word for word, a screenshot too. For a call: in your own words.',
  files: 'Screenshots or files',
  filesHint: 'Up to 10 files. Place and camera data are removed from pictures.',
  save: 'Enter',
  send: 'Give it to the data protection office',
  done: 'Entered. The message stands in the thread.',
  supplemented: 'Added. The data protection office sees it with the case.',
};
