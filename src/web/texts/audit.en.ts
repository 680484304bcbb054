import type { AuditTexts } from './audit.de.js';

export const AUDIT_EN: AuditTexts = {
  actors: {
    system: 'program',
    cli: 'command line',
    department: 'department',
    person: 'person concerned',
    user: 'account',
    token: 'token',
  },
  filter: 'Filter entries',
  event: 'Event',
  anyEvent: 'all events',
  request: 'Reference',
  from: 'from',
  to: 'to',
  apply: 'Filter',
  reset: 'Remove filter',
  noEntries: 'There are no entries for this filter.',
  health: 'State',
  built: (built, size) =>
    built === size ? `all ${size} entries built in and signed` : `${built} of ${size} entries built in`,
  integration: 'Building in',
  halted:
    'Halted: nothing is signed until an administrator brings back the former state or opens a new epoch (forthwith open-epoch).',
  monitor: 'Continuous check',
  monitorNothing: 'no round ended yet',
  monitorGood: (size, at) => `nothing found, last ${at} over ${size} entries`,
  damage: {
    entry: (index) => `Entry ${index} is no longer the one that was signed`,
    root: (size) => `The first ${size} entries do not fit the signed checkpoint`,
    'gone-back': (size) => `The checkpoint given out over ${size} entries is missing: the log was set back`,
    'key-lost': (size) =>
      `None of the keys here has signed the checkpoint over ${size} entries: the log’s key is lost or another was put in its place`,
    renamed: (size) =>
      `The checkpoint over ${size} entries bears another name: the name of the log or the address of the program was changed`,
    'tree-changed': (size) =>
      `The stored tree does not lead to the signed checkpoint over ${size} entries: entries or tiles were changed`,
    'witness-contradicts': (size) =>
      `A witness has seen a checkpoint that this log (${size} entries) does not continue: there are two versions`,
    'entry-gone': (index) => `Entry ${index} was deleted before it was signed`,
  },
  damageTitle: 'The log was altered',
  damageText:
    "Someone with access to the database has changed stored entries, or a backup was restored. Secure the present state and the last receipts in the DPO's mailbox.",
  witnesses: 'Witnesses',
  noWitnesses: 'none set up',
  witnessed: (name, size) => `${name}: up to ${size}`,
  timeStamps: 'Time stamps',
  noTimeStamps: 'no time-stamping authority set up',
  noTimeStampYet: 'none received yet',
  timeStamped: (at) => `last ${at}`,
  evidence: 'Give out an evidence bundle',
  evidenceLead:
    'A ZIP file that strangers can verify without a network and without this software. Giving it out is recorded in the log.',
  evidencePeriod: 'For a period',
  evidenceSubmit: 'Download evidence bundle',
  evidenceRequest: 'Evidence',
  language: 'Language of the report',
  german: 'German',
  english: 'English',
  disclose: 'Disclose content (personal data!)',
  discloseHint:
    'Only on demand: the message and the mail server’s answers are added in clear and can be checked against the log.',
  verifyNow: 'Verify the whole log now',
  verifyTitle: 'Verification of the whole log',
  verifyNever: 'Nothing was verified yet in this run of the program.',
  verifyRunning: (done, total) => `${done} of ${total} entries checked …`,
  verifyFailed: 'Verification was broken off. Please begin again.',
  verifyReload: 'Reload',
  startedAt: 'begun',
  receipts: 'Check receipts',
  receiptsLead:
    'A receipt (.tlog-proof) or the whole mail (.eml) from the DPO’s mailbox: does today’s log still contain what it proved then?',
  receiptFile: 'File (.tlog-proof or .eml)',
  receiptText: 'Or paste the text of the receipt',
  receiptSubmit: 'Check receipt',
  receiptNone: 'There is no receipt in the file. Choose a .tlog-proof file or the whole mail as .eml.',
  standing: {
    contained: 'Yes: today’s log contains this entry unchanged and has only grown since.',
    forked: 'No: today’s log is no continuation of what this receipt shows. It was altered.',
    'gone-back': 'No: today’s log ends before this receipt. It was set back.',
    lost: 'No, and the log says so itself: what this receipt shows was lost, and a new epoch was opened afterwards (event log.epoch-opened). Keep the receipt: it still proves what the log held then.',
    'other-log': 'The receipt belongs to another log.',
    'not-verified': 'The receipt itself is not right.',
  },
  entryTitle: (index) => `Entry ${index}`,
  entryBytes: 'Exactly these bytes are signed',
  entryLeaf: 'Leaf (SHA-256)',
  entryProof: 'Download receipt (.tlog-proof)',
  entryPath: 'Path to the checkpoint',
  entryNotBuilt: 'Not built in yet; try again in a moment.',
  entryCase: 'To the case',
  back: 'To the log',
  print: 'Verifier for strangers (verify.html)',
  alarms: {
    title: 'Alarms about the log',
    lead: 'What the program found in the log that must not be. An alarm stands until somebody resolves it; that is written into the log.',
    none: 'There is no open alarm.',
    banner: (count) =>
      count === 1
        ? 'Something is wrong with the log: 1 open alarm'
        : `Something is wrong with the log: ${count} open alarms`,
    show: 'See the alarms',
    since: (at) => `found at ${at}`,
    gone: (at) => `not found any more since ${at}`,
    told: (at) => `told at ${at}`,
    untold: 'not told yet: the mail is on its way',
    todo: 'Have the present state secured before anybody changes anything, and keep the last mails with receipts. Resolve the alarm only once it is clear what happened. What is still wrong is told again.',
    resolve: 'Cleared up: resolve the alarm',
    sentences: {
      entry: (place) => `Entry ${place} is no longer the one that was signed.`,
      root: (place) => `The first ${place} entries do not fit the signed checkpoint.`,
      'gone-back': (place) => `The checkpoint given out over ${place} entries is missing: the log was set back.`,
      'key-lost': (place) => `None of the keys here has signed the checkpoint over ${place} entries.`,
      renamed: (place) => `The checkpoint over ${place} entries bears another name.`,
      'tree-changed': (place) =>
        `The stored tree does not lead to the signed checkpoint over ${place} entries: entries or tiles were changed.`,
      'entry-gone': (place) => `Entry ${place} was deleted before it was signed.`,
      'witness-contradicts': (place) =>
        `The witness ${place} has seen a checkpoint that does not fit this log: there are two versions of it.`,
      'witness-refuses': (place) => `The witness ${place} does not take the checkpoint.`,
      'fork-seen': (place) =>
        `The log ${place} of somebody else, which this installation witnesses, shows two versions. Both signed checkpoints are kept.`,
      'stamp-stale': (place) => `There has been no new time stamp since ${place}.`,
      'stray-entry': (place) => `A foreign entry lay behind the end of the log (${place}); it was put aside.`,
      'entry-malformed': (place) => `Entry ${place} is not of the prescribed form: the program has not written it.`,
      columns: (place) => `What stands beside entry ${place} is other than what stands in it.`,
      'request-row': (place) => `The case ${place} stands in the database other than the log says.`,
      'forwarding-row': (place) => `The forwarding ${place} stands in the database other than the log says.`,
      'instruction-row': (place) => `The instruction ${place} stands in the database other than the log says.`,
      'claim-row': (place) => `A right claimed (${place}) stands in the database other than the log says.`,
      'designation-row': (place) =>
        `The designation ${place} stands in the database other than the log says: forwardings could go to somebody else.`,
      'role-row': (place) =>
        `In the database stands a role that nobody gave according to the log (account and role: ${place}).`,
      'request-content': (place) =>
        `The content of case ${place} can no longer be read, and no erasure stands in the log.`,
      'head-changed': (place) =>
        `The end of the log had been set back to ${place} in the database; it was put right, and no entry is missing.`,
      'copy-changed': (place) =>
        `The copy of the last checkpoint outside the database (${place}) was removed, set back or exchanged, or cannot be written.`,
      'witness-silent': (place) => `The witness ${place} cannot be reached.`,
      'clock-apart': (place) =>
        `The clock of the database and the clock of the witness ${place} are more than five minutes apart.`,
      'sister-contradicts': (place) =>
        `The log ${place} of somebody else, which this installation recomputes, is no longer the one that it saw.`,
      'sister-silent': (place) =>
        `The log ${place} of somebody else, which this installation recomputes, cannot be reached.`,
      'stamp-ends': (place) =>
        `What the time stamps of this installation prove ends on ${place}. They must be renewed before.`,
    },
  },
};
