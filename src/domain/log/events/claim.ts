import { TOLD_FACTS } from '../../proof/told.js';
import { CHECK_ANSWERS, CHECKS } from '../../rights/check.js';
import { GROUNDS, OUTCOMES, RESTRICTION_GROUNDS } from '../../rights/outcome.js';
import { NORM_IDS } from '../../rights/norms/norms.js';
import { RIGHT_NAMES } from '../../rights/right.js';
import type { EventShape } from '../event-shape.js';
import { DEFERRAL } from './correspondence.js';

const RIGHT = { oneOf: RIGHT_NAMES } as const;
const OUTCOME = { oneOf: OUTCOMES } as const;
const GROUND = { oneOf: GROUNDS } as const;
const RESTRICTION_GROUND = { oneOf: RESTRICTION_GROUNDS } as const;

/** Rights claimed in a matter, what became of each, and what its article makes follow (Art. 7(3), 15–22, 77). */
export const CLAIM_EVENTS = {
  'claim.added': {
    gloss: 'a further right was claimed in the same matter; it has a deadline of its own',
    facts: { rights: 'rights', on: 'date', dueOn: 'date' },
  },
  'claim.corrected': {
    gloss:
      'the data protection officer named the right that is claimed, or another than before; the reason is committed to',
    facts: { right: RIGHT },
    optional: { replaces: RIGHT },
  },
  'claim.checked': {
    gloss: 'the data protection officer checked what the article of the right demands',
    facts: { right: RIGHT, check: { oneOf: CHECKS }, answer: { oneOf: CHECK_ANSWERS } },
  },
  'claim.decided': {
    gloss: 'what becomes of a claim was decided; the reasons are committed to',
    facts: { right: RIGHT, outcome: OUTCOME },
    // `decider`: who decided for the controller; what proves it where it was not the data protection officer.
    optional: {
      ground: GROUND,
      norm: { oneOf: NORM_IDS },
      decider: { oneOf: ['delegated', 'function'] },
      decidedOn: 'date',
      against: 'boolean',
      ...TOLD_FACTS,
    },
  },
  'restriction.began': {
    gloss: 'processing was restricted on a ground of Art. 18(1)',
    facts: { restriction: 'uuid', ground: RESTRICTION_GROUND },
  },
  'restriction.lifting-announced': {
    gloss: 'the person was told before the restriction is lifted, Art. 18(3)',
    facts: { restriction: 'uuid', liftingOn: 'date' },
    optional: { ...TOLD_FACTS, on: 'date' },
  },
  'restriction.lifted': { gloss: 'the restriction was lifted', facts: { restriction: 'uuid', on: 'date' } },
  'recipient.listed': {
    gloss: 'somebody to whom the data had been disclosed was named, Art. 19; who it is, is committed to',
    facts: { recipient: 'uuid' },
  },
  'recipient.addressed': {
    gloss: 'a mail to a recipient was ordered; its text is committed to',
    facts: { recipient: 'uuid' },
  },
  'recipient.notified': {
    gloss: 'a recipient was told of the rectification, erasure or restriction',
    facts: { recipient: 'uuid', by: { oneOf: ['mail', 'recorded'] } },
    optional: { attempt: 'integer', smtpCode: 'integer', ...TOLD_FACTS },
  },
  'recipient.deferred': {
    gloss: 'the mail to a recipient could not be handed over yet and will be tried again',
    facts: { recipient: 'uuid', attempt: 'integer', reason: DEFERRAL, retryAt: 'moment' },
    optional: { smtpCode: 'integer' },
  },
  'recipient.failed': {
    gloss: 'the mail server refused the mail to a recipient for good',
    facts: { recipient: 'uuid', attempt: 'integer' },
    optional: { smtpCode: 'integer' },
  },
  'recipient.accepted': {
    gloss: 'the mail server accepted the mail to a recipient who had been settled otherwise meanwhile',
    facts: { recipient: 'uuid', attempt: 'integer' },
    optional: { smtpCode: 'integer' },
  },
  'recipient.bounced': {
    gloss: 'a mail that had been accepted came back: it did not reach the recipient',
    facts: { recipient: 'uuid' },
  },
  'recipient.left-out': {
    gloss: 'telling a recipient is impossible or a disproportionate effort; the reasons are committed to',
    facts: { recipient: 'uuid', why: { oneOf: ['impossible', 'disproportionate'] } },
  },
  'recipient.disclosed': {
    gloss: 'the person was told who the recipients are, because they asked',
    facts: { recipients: 'integer' },
    optional: { ...TOLD_FACTS, on: 'date' },
  },
  'portability.prepared': {
    gloss: 'a package of the data in a machine-readable form was made ready',
    facts: { package: 'uuid', document: 'sha256' },
  },
  'portability.offered': {
    gloss: 'a link to collect the package once was ordered; the address it goes to is committed to',
    facts: { package: 'uuid' },
  },
  'portability.link-sent': {
    gloss: 'the mail with the link was accepted by a mail server',
    facts: { package: 'uuid', smtpCode: 'integer' },
  },
  'portability.code-asked': {
    gloss: 'whoever followed the link asked for a code to the address the link went to',
    facts: { package: 'uuid' },
  },
  'portability.code-sent': {
    gloss: 'the mail with the code was accepted by a mail server',
    facts: { package: 'uuid', smtpCode: 'integer' },
  },
  'portability.code-refused': { gloss: 'a wrong code was entered', facts: { package: 'uuid' } },
  'portability.download-begun': {
    gloss: 'the right code was entered, and the package began to go out; the code is used up',
    facts: { package: 'uuid' },
  },
  'portability.download-broken': {
    gloss: 'the connection broke before all of the package had gone out; it can still be collected',
    facts: { package: 'uuid' },
  },
  'portability.collected': {
    gloss: 'the person collected the package: all of it went out',
    facts: { package: 'uuid' },
  },
  'portability.transmitted': {
    gloss: 'the package went directly to another controller, Art. 20(2)',
    facts: { package: 'uuid', on: 'date' },
    optional: TOLD_FACTS,
  },
  'portability.ended': { gloss: 'the package can no longer be collected and is gone', facts: { package: 'uuid' } },
  'complaint.opened': {
    gloss: 'the authority wrote about a complaint; its file number is committed to',
    facts: { complaint: 'uuid', dueOn: 'date' },
  },
  'complaint.stated': {
    gloss: 'the statement went to the authority',
    facts: { complaint: 'uuid', on: 'date' },
    optional: TOLD_FACTS,
  },
  'complaint.concluded': {
    gloss: 'the authority told the result',
    facts: { complaint: 'uuid', result: { oneOf: ['no-infringement', 'settled', 'infringement', 'measure', 'fine'] } },
  },
} as const satisfies Readonly<Record<string, EventShape>>;
