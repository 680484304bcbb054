import { Replay } from '../../../../src/domain/evidence/replay.js';
import type { LogEntry } from '../../../../src/domain/log/entry.js';
import type { EventName } from '../../../../src/domain/log/events.js';
import { SHA256, UUID } from '../log/entries.js';

const [A, B, C] = ['a', 'b', 'c'].map((letter) => `0198c0de-2222-7222-a222-22222222222${letter}`) as [
  string,
  string,
  string,
];
const DAYS = { safeOn: '2026-12-23', dueOn: '2026-12-23' };

type Step = readonly [request: string, event: EventName, facts?: object];

const recorded = (request: string, more: object = {}): Step => [request, 'request.recorded', more];
const taken = (request: string): Step => [request, 'request.acknowledged', { user: UUID }];
const merged = (request: string, into: string): Step => [request, 'request.merged', { into }];
const joined = (request: string, from: string): Step => [
  request,
  'request.joined',
  { from, rights: ['erasure'], receivedOn: '2026-11-23', ...DAYS },
];
const unmerged = (request: string, from: string): Step => [request, 'request.unmerged', { from }];
const separated = (request: string, from: string): Step => [
  request,
  'request.separated',
  { from, rights: ['erasure'], ...DAYS },
];
const split = (request: string, into: string): Step => [
  request,
  'request.split',
  { into, rights: ['erasure'], ...DAYS },
];
const answered = (request: string): Step => [
  request,
  'request.answered',
  { outcome: 'answered', on: '2026-11-23', late: false, dueOn: '2026-12-23' },
];
const noted = (request: string): Step => [request, 'note.added', { noteId: UUID }];

/** Faults by the place of the step they are found at. */
function faultsOf(steps: readonly Step[]) {
  const replay = new Replay(undefined, 'Europe/Berlin');
  steps.forEach(([request, event, facts = {}], index) => {
    const at = `2026-11-23T15:02:13.${String(index).padStart(3, '0')}Z`;
    const beginning = {
      ...{ receivedAt: at, recordedAt: at, channel: UUID, channelKind: 'linkedin', door: 'handover' },
      ...{ rights: ['access', 'erasure'], instruction: UUID, instructionVersion: 1, designation: UUID },
      ...{ handoverLate: false, ...DAYS, attachments: 0 },
    };
    const entry = {
      ...{ v: 1, id: UUID, at, event, subject: { request }, actor: `user:${UUID}` },
      facts: event === 'request.recorded' ? { ...beginning, ...facts } : facts,
    };
    replay.add(index, entry as unknown as LogEntry);
  });
  return replay.finish();
}

const BOTH = [recorded(A), taken(A), recorded(B), taken(B)];

test.each<[string, readonly Step[]]>([
  ['a merge', [...BOTH, merged(A, B), joined(B, A), answered(B)]],
  ['a merge that is undone', [...BOTH, merged(A, B), joined(B, A), unmerged(A, B), separated(B, A), answered(A)]],
  [
    'a note between a merge and its undoing',
    [...BOTH, merged(A, B), joined(B, A), noted(B), unmerged(A, B), separated(B, A)],
  ],
  [
    'a merge, its undoing, and the merge again',
    [...BOTH, merged(A, B), joined(B, A), unmerged(A, B), separated(B, A), merged(A, B), joined(B, A)],
  ],
  ['a split', [recorded(A), taken(A), split(A, B), recorded(B, { splitFrom: A }), taken(B)]],
  [
    'a split that is merged again',
    [recorded(A), taken(A), split(A, B), recorded(B, { splitFrom: A }), taken(B), merged(B, A), joined(A, B)],
  ],
  ['only one of two, as the bundle of a single request has it', [recorded(B), taken(B), joined(B, A), separated(B, A)]],
])('%s is a possible course', (_, steps) => {
  expect(faultsOf(steps).faults).toEqual([]);
});

test.each<[string, readonly Step[], number, string]>([
  ['a request merged into itself', [recorded(A), taken(A), merged(A, A)], 2, 'joined-wrongly'],
  ['a request joined with itself', [recorded(A), taken(A), joined(A, A)], 2, 'joined-wrongly'],
  ['a merge before it was taken over', [recorded(A), merged(A, B)], 1, 'not-allowed'],
  ['a merge into one that is answered', [...BOTH, answered(B), merged(A, B), joined(B, A)], 6, 'not-allowed'],
  ['an answer to what was merged', [...BOTH, merged(A, B), joined(B, A), answered(A)], 6, 'not-allowed'],
  ['one joined that says it went elsewhere', [...BOTH, merged(A, C), joined(B, A)], 5, 'joined-wrongly'],
  ['one joined that was never merged', [...BOTH, joined(B, A)], 4, 'joined-wrongly'],
  ['an undoing of no merge', [recorded(A), taken(A), unmerged(A, B)], 2, 'not-allowed'],
  ['an undoing of another merge', [...BOTH, merged(A, B), joined(B, A), unmerged(A, C)], 6, 'joined-wrongly'],
  [
    'a separation while the other is still merged',
    [...BOTH, merged(A, B), joined(B, A), separated(B, A)],
    6,
    'joined-wrongly',
  ],
  [
    'an undoing after an answer and its reopening',
    [
      ...BOTH,
      merged(A, B),
      joined(B, A),
      answered(B),
      [B, 'request.reopened', { on: '2026-11-23', dueOn: '2026-12-23' }],
      unmerged(A, B),
      separated(B, A),
    ],
    9,
    'joined-wrongly',
  ],
  ['a part of itself', [recorded(A, { splitFrom: A })], 0, 'joined-wrongly'],
  ['a part that nothing was split into', [recorded(A), taken(A), recorded(B, { splitFrom: A })], 2, 'joined-wrongly'],
  ['a split into itself', [recorded(A), taken(A), split(A, A)], 2, 'joined-wrongly'],
])('%s is impossible', (_, steps, index, fault) => {
  expect(faultsOf(steps).faults[0]).toEqual({ index, fault });
});

test('a part rests on the forwarding of the whole; without the whole nobody can say', () => {
  const forwarding = UUID.replace(/1$/, '2');
  const started: Step = [A, 'forwarding.attempt-started', { forwarding, attempt: 1, designation: UUID }];
  const at = '2026-11-23T15:02:13.002Z';
  const accepted: Step = [
    A,
    'forwarding.accepted',
    { forwarding, attempt: 1, designation: UUID, acceptedAt: at, smtpCode: 250, tls: true, recipients: SHA256 },
  ];
  const part = [recorded(B, { splitFrom: A }), taken(B)];
  const { requests } = faultsOf([recorded(A), started, accepted, taken(A), split(A, B), ...part]);
  expect(requests.map(({ forwardedAt, directly }) => [forwardedAt, directly])).toEqual([
    [at, null],
    [at, null],
  ]);
  expect(faultsOf(part).requests[0]).toMatchObject({ forwardedAt: null, directly: null, atOnce: null });
});
