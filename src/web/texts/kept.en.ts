import type { KEPT_DE } from './kept.de.js';
import type { Loose } from './de.js';

export const KEPT_EN: Loose<typeof KEPT_DE> = {
  staged: 'These files are here already and go with it',
  takeOut: (name: string) => `Remove ${name}`,
  signedOut: 'You had been signed out',
  signedOutKept: 'What you entered is not lost: it is kept under seal. Sign in, and you can send it.',
  signedOutGone: 'Please sign in and send the form again.',
  ended: 'Your session has ended. What you have written is still here.',
  endedText:
    'Sign in in a second window, come back and send again. Or send now: what you entered is then kept under seal until you have signed in.',
  signInElsewhere: 'Sign in in a new window',
  sendAnyway: 'Keep it and sign in',
  afterRefusal: 'What you have written or attached is kept under seal for a day.',
  title: 'What you entered is still here',
  lead: (at: string) => `You sent it on ${at}. Nothing has been done with it yet.`,
  content: 'What you have written',
  files: (count: number) => (count === 1 ? '1 file belongs to it.' : `${count} files belong to it.`),
  send: 'Send now',
  discard: 'Discard',
  gone: 'This is no longer kept',
  goneText: 'It has been sent or discarded, or it is older than a day.',
};
