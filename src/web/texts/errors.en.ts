import { CORRESPONDENCE_EN } from './correspondence.en.js';
import { namedBlocks } from './errors.de.js';
import type { Texts } from './de.js';

export const REFUSALS_EN: Texts['refusals'] = {
  'not-found': { title: 'Page not found', text: 'This page does not exist, or it is not meant for you.' },
  'not-allowed': {
    title: 'No access',
    text: 'Your role does not allow this. Ask your administrator if you need it.',
  },
  'not-signed-in': { title: 'Please sign in', text: 'Sign in to go on.' },
  'wrong-credentials': { title: 'Could not sign in', text: 'The e-mail address or the password is wrong.' },
  'access-ended': {
    title: 'Access ended',
    text: 'This access had an end date, and its last day is over. If you still need it, turn to the organisation that set it up.',
  },
  'too-many-attempts': { title: 'Too many attempts', text: 'Please wait a quarter of an hour, then try again.' },
  'form-expired': { title: 'Form expired', text: 'Please reload the page and send it again.' },
  'invalid-input': { title: 'Please correct', text: 'Some entries are missing or do not fit.' },
  'malformed-body': { title: 'Not readable', text: 'The input did not arrive complete. Please send it again.' },
  'unsupported-media-type': { title: 'Not readable', text: 'This format is not accepted.' },
  'too-large': { title: 'Too large', text: 'The input is too large. A file may have 25 MB.' },
  'idempotency-key-reused': {
    title: 'Form used before',
    text: 'This form was sent before with other content. Please open the page again.',
  },
  'command-not-allowed': { title: 'Not possible now', text: 'The state of the case no longer allows this.' },
  'withdrawal-too-late': {
    title: 'Too late to withdraw',
    text: 'Withdrawing is possible in the first ten minutes only. Please call the data protection officer.',
  },
  'sign-in-elsewhere-failed': {
    title: 'Sign-in did not succeed',
    text: 'The provider answered, but the answer was not valid or had been used already. Please sign in again. If it stays so, tell the administrators.',
  },
  'no-role': {
    title: 'No access',
    text: 'You are signed in, but have no role here. Please ask the administrators of your organisation.',
  },
  'link-over': {
    title: 'Link no longer valid',
    text: 'This link has been used already, or its time is over. Please have a new one sent to you.',
  },
  'last-of-role': {
    title: 'Nobody else has this role',
    text: 'The last administrator and the only data protection officer cannot be removed. Give the role to somebody else first.',
  },
  'last-role': {
    title: 'It is the only role',
    text: 'If the person leaves, choose “Leave”. If they do something else now, give the new role first.',
  },
  'second-factor-due': {
    title: 'Please set up the second factor first',
    text: 'Your organisation demands it for your role. You find it under “My account”, “Second factor”.',
  },
  'account-suspended': {
    title: 'The account is on hold',
    text: 'Take that back first.',
  },
  'second-person-needed': {
    title: 'Somebody else confirms it',
    text: 'Whoever set a legal hold cannot confirm it. Ask a second person.',
  },
  'erasure-halted': {
    title: 'Erasure is halted',
    text: 'The clock has jumped, or nobody has looked for long. Please confirm the time on the page “Erasure”.',
  },
  'undo-too-late': {
    title: 'Can no longer be undone',
    text: 'The time for it is over, or something has come of it meanwhile.',
  },
  'not-forwarded': {
    title: 'Not forwarded yet',
    text: 'A case can be split once its forwarding has arrived.',
  },
  'version-conflict': {
    title: 'Changed meanwhile',
    text: 'Someone else has just changed the case. Please look at it again.',
  },
  'precondition-required': {
    title: 'Something is missing',
    text: 'It is missing which version the change refers to.',
  },
  'content-erased': { title: 'Erased', text: 'The personal data of this case has been erased.' },
  'no-designation': {
    title: 'No forwarding set up',
    text: 'No designation or instruction is in force for this organisation. Please tell your administrator.',
  },
  'not-ready-to-close': {
    title: 'Cannot be closed yet',
    text: 'Something is still open. The page “Rights and decisions” says what is missing.',
  },
  'log-has-gap': {
    title: 'An entry is missing from the log',
    text: 'No report is issued over a log with a gap. Please turn to whoever runs this installation.',
  },
  unavailable: {
    title: 'Not possible just now',
    text: 'Nothing was saved. Please try again in a moment; your text is still in the form.',
  },
  defect: { title: 'Something went wrong', text: 'The error is on our side and has been noted. Please try again.' },
};

export const FIELD_ERRORS_EN: Texts['fieldErrors'] = {
  required: () => 'Please fill this in.',
  'too-long': (limit) => `Please shorten: ${limit} characters at most.`,
  'too-short': (limit) => `Too short: ${limit} characters at least.`,
  'easily-guessed': () =>
    'This is easily guessed. Please choose several words that have nothing to do with each other.',
  published: () => 'This password stands in published lists of stolen passwords. Please choose another.',
  'too-many': (limit) => `Please choose ${limit} at most.`,
  'too-large': () => 'Too large: a file may have 25 MB, all together 40 MB.',
  'not-a-moment': () => 'Please give date and time, for example 23/11/2026, 09:15.',
  'not-a-date': () => 'Please give a date, for example 23/11/2026.',
  'not-a-number': (limit) => `Please give a whole number from 0 to ${limit}.`,
  'in-the-future': () => 'This lies in the future. Please check the date.',
  'too-long-ago': (limit) => `This lies too far back: ${limit} at the earliest.`,
  'unknown-value': () => 'Please choose one of the values offered.',
  'not-text': () => 'Please enter text.',
  'wrong-type': () => 'This does not fit here.',
  'unknown-field': () => 'There is no such field.',
  'empty-file': () => 'One of the files is empty (0 bytes). Please choose it again.',
  'file-gone': () => 'A file that stood here is kept no longer; files are kept for a day. Please choose it again.',
  malware: () =>
    'The virus scanner has found malware in a file. Please send without this file and tell your IT department.',
  'control-characters': () =>
    'Contains invisible control characters. Please type the text again or paste it without formatting.',
  'not-an-address': () => 'Please give an e-mail address.',
  'before-arrival': () => 'This lies before the arrival. Please check both moments.',
  'before-receipt': (limit) => `This lies before the receipt on ${limit}.`,
  'before-forwarding': (limit) =>
    `The request had not reached you then: it was forwarded on ${limit}. Please check the date.`,
  'before-acknowledgement': (limit) =>
    `The case had not been taken over then: that was on ${limit}. Please check the date.`,
  'other-case': () => 'This does not belong to this case.',
  'proves-something-else': () => 'This proves something else. Please choose a fitting letter.',
  'not-sent': () => 'This has not gone out yet. Please wait until a mail server has accepted it.',
  'came-back': () => 'This did not arrive. Please write on another way.',
  'other-day': (limit) => `The proof is of ${limit}. Please enter that day or leave the field empty.`,
  'no-legal-cause': () =>
    'This carries no extension. The law knows two causes only: the complexity and the number of the requests. Lack of staff and holidays are none (Art. 12(3) s. 2 GDPR). Please answer within the first month, in part if need be.',
  'not-for-this-body': () =>
    'This provision does not hold for your body or for this right. Please choose one of those offered.',
  'norm-missing': () => 'Please name the provision in the reasons (§ …).',
  'before-last-step': () => 'Something else happened after this day. Please check the date.',
  'before-decision': () => 'An extension can be sent only once it is decided.',
  'after-first-month': (limit) =>
    `Too late: the person has to be told of the extension within the first month, that is by ${limit} (Art. 12(3) s. 3 GDPR). The deadline is unchanged.`,
  'name-taken': () => 'This short name is taken. Please choose another.',
  'not-a-web-address': () => 'Please enter an address that begins with https://.',
  'not-the-key': () => 'That is not the key of this installation. Please choose the file that you downloaded.',
  'not-a-picture': () => 'Please choose a PNG picture of at most 100 kB.',
  'not-a-colour': () => 'Please enter a colour such as #00473e, readable on white (contrast 4.5 : 1).',
  'only-once': () => 'This case already has it; it cannot be done a second time.',
  'nothing-asked': () => 'No question to the person is open that this could answer.',
  'not-ended': () => 'The case is still open.',
  'before-start': (limit) => `This lies before ${limit}.`,
  'check-open': () => 'Please answer this question first: what can be decided depends on it.',
  'check-contradicts': () => 'This contradicts an answer in the checklist. Please look at both again.',
  'not-for-this-right': () => 'This does not exist for this right.',
  'not-for-this-outcome': () => 'This ground does not carry this outcome. Please choose one of those offered.',
  'absolute-right': () => 'An objection to direct marketing is absolute (Art. 21(3) GDPR): it has to be followed.',
  'beyond-limits': (limit) => `Possible is ${String(limit)}.`,
  'too-far-ahead': (limit) => `That lies too far ahead: ${limit} at the latest.`,
  'only-one-of-these': () => 'Please only one of the two: a person from the list or an address.',
  'wrong-app-code': () => 'This code is wrong, over, or used already. Please enter the next one that the app shows.',
  'wrong-password': () => 'This is not your present password.',
  'wrong-code': (limit) =>
    limit === 1 ? 'The code is wrong. One more attempt.' : `The code is wrong. ${limit} more attempts.`,
  'code-expired': () => 'This code has expired or was used already.',
  'code-locked': () => 'Too many wrong codes. This code is not valid any more.',
  'unknown-placeholder': (limit) => `There is no such placeholder: {{${limit}}}.`,
  'no-postal-address': () => 'Please give name and postal address: with a single line no letter arrives.',
  'beyond-window': (limit) =>
    `This does not fit into the window of the envelope. Please use ${limit} lines at most, and shorten very long ones.`,
  'unfilled-gap': (limit) => `Something is still missing here: ${limit}`,
  'missing-blocks': (limit) =>
    `The template lacks what a letter of this kind must contain: ${namedBlocks(CORRESPONDENCE_EN.contents, limit)}. Please put it back, or take the standard template.`,
  'missing-contents': () => 'Something that belongs here is missing. Please add it, or confirm that it is right so.',
  'not-announced': () => 'The person must be told first (Art. 18(3) GDPR). Please enter the notice first.',
  'same-case': () => 'This is the case itself.',
  'not-taken-over': () => 'This case is not taken over, or answered already.',
  'tells-something-else': () =>
    'This letter does not fit the decision: whoever gets less than they asked for hears reasons and remedies (Art. 12(4)).',
  'no-decider': () =>
    'Whoever answered this task may not decide. Please give the task to an account with the role “Decider”.',
  'not-delegated': () =>
    'You can recommend this; the function that the profile names decides. Please say when and how it did.',
  'not-done': () => 'This task was not answered as done, or was withdrawn.',
  'seen-in-register': () => 'Record it under “Recipients”; here it can only be left out with reasons.',
  'not-for-this-duty': () => 'That is no ground to leave this duty out.',
  'not-machine-readable': (limit) =>
    `File no. ${limit} is no readable JSON or CSV (UTF-8). In CSV every row needs the same number of fields.`,
  'nothing-left': () => 'At least one right has to stay here.',
  'period-too-long': (limit) => `The period may be ${limit} years at most.`,
};
