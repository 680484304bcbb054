import { checkFacts, EVENTS, isEventName, type EventName } from '../../../../src/domain/log/events.js';
import { FACT_KINDS, isFact, type FactKind } from '../../../../src/domain/log/fact-kinds.js';
import { goodFacts, goodValue, shapesOf } from './entries.js';

const NAMES = Object.keys(EVENTS) as EventName[];

/** What a person could write or be called, in the forms that such things have. */
const PERSONAL = [
  'Erika Mustermann',
  'erika.mustermann@mail.example',
  '+49 30 5550 1234',
  'Musterweg 1, 12345 Musterstadt',
  'Bitte löschen Sie meine Daten.',
  '192.0.2.7',
  '<a@b.example>',
  '',
  ' ',
  '1985-04-12T00:00',
  { name: 'Erika' },
  ['Erika'],
  null,
];

describe('the kinds of facts', () => {
  test('are these and no others: whoever adds one shows here that it cannot hold what is personal', () => {
    expect([...FACT_KINDS].sort()).toEqual(
      ['boolean', 'date', 'integer', 'keyId', 'moment', 'rights', 'sha256', 'slug', 'uuid'].sort(),
    );
  });

  test.each(FACT_KINDS)('%s takes its own and nothing that a person could write or be called', (kind) => {
    expect(isFact(kind, goodValue(kind))).toBe(true);
    expect(PERSONAL.filter((value) => isFact(kind, value))).toEqual([]);
  });

  test('a text of one word would pass as a slug only, and only the creation of an organisation has one', () => {
    expect(FACT_KINDS.filter((kind) => isFact(kind, 'mustermann'))).toEqual(['slug']);
    const slugs = NAMES.flatMap((event) =>
      Object.entries(shapesOf(event)).flatMap(([fact, shape]) => (shape === 'slug' ? [`${event} ${fact}`] : [])),
    );
    expect(slugs).toEqual(['organisation.created slug']);
  });

  test('a number could be that of a telephone; so the numbers are counted, and these are they', () => {
    const numbers = NAMES.flatMap((event) =>
      Object.entries(shapesOf(event)).flatMap(([fact, shape]) => (shape === 'integer' ? [fact] : [])),
    );
    expect([...new Set(numbers)].sort()).toEqual([
      'afterEndDays',
      'answer',
      'at',
      'attachments',
      'attempt',
      'authority',
      'authorityMonths',
      'behindMs',
      'copies',
      'deliveredDays',
      'due',
      'epoch',
      'filesLeftOut',
      'forwardingLimitSeconds',
      'found',
      'handoverLimitMinutes',
      'index',
      'indexMonths',
      'instructionVersion',
      'internal',
      'limitHours',
      'limitationYears',
      'link',
      'links',
      'mails',
      'message',
      'openings',
      'package',
      'previousSize',
      'reasons',
      'recipients',
      'remedyMonths',
      'requests',
      'restriction',
      'rules',
      'sessions',
      'smtpCode',
      'takeoverLimitHours',
      'tokens',
      'version',
      'within',
    ]);
  });

  const near: readonly (readonly [FactKind, readonly unknown[]])[] = [
    [
      'uuid',
      [
        '0198C0DE-0000-7000-8000-000000000001',
        '0198c0de00007000800000000000000',
        '{0198c0de-0000-7000-8000-000000000001}',
      ],
    ],
    [
      'moment',
      [
        '2026-11-23T15:02:13Z',
        '2026-11-23T15:02:13.000000Z',
        '2026-11-23T15:02:13.000+00:00',
        '2026-11-23 15:02:13.000Z',
        '2026-02-30T00:00:00.000Z',
        '2026-11-23T24:00:00.000Z',
        '2026-11-23T23:59:60.000Z',
        '2026-13-01T00:00:00.000Z',
        '2026-11-23T15:02:13.000Z\n',
        1_795_446_133_000,
      ],
    ],
    [
      'date',
      ['2026-02-29', '2026-00-10', '2026-04-31', '26-04-30', '2026-4-30', '2026-04-30T00:00:00.000Z', 20_260_430],
    ],
    ['integer', [-1, 0.5, 2 ** 53, Number.NaN, '1', 1n]],
    ['boolean', [0, 1, 'true']],
    [
      'sha256',
      [
        'AA==',
        Buffer.alloc(31).toString('base64'),
        Buffer.alloc(32).toString('hex'),
        Buffer.alloc(32).toString('base64url'),
      ],
    ],
    ['rights', [['erase'], ['erasure', 'erasure'], 'erasure', { 0: 'erasure' }]],
    ['slug', ['IHK', 'a--b', '-a', 'a-', 'a b', 'a'.repeat(41), 'ä']],
    ['keyId', ['C74F20A3', 'c74f20a', 'c74f20a3a', 'x74f20a3']],
  ];
  test.each(near)('%s does not take what only looks like it', (kind, values) => {
    expect(values.filter((value) => isFact(kind, value))).toEqual([]);
  });

  test('a leap day is a day, and a due date may lie behind the years that can be entered', () => {
    expect(isFact('date', '2028-02-29')).toBe(true);
    expect(isFact('date', '2101-01-03')).toBe(true);
    expect(isFact('rights', [])).toBe(true);
  });
});

describe('the events', () => {
  test('are a closed list', () => {
    expect(isEventName('request.recorded')).toBe(true);
    expect(['request.deleted', 'toString', '__proto__', '', 1, null].filter(isEventName)).toEqual([]);
  });

  test.each(NAMES)('%s is named in the past tense of its noun, glossed in one line, and has facts', (event) => {
    expect(event).toMatch(/^[a-z]+(-[a-z]+)?\.[a-z]+(-[a-z]+)*$/);
    expect(EVENTS[event].gloss).toMatch(/^.{10,120}$/);
    expect(Object.keys(shapesOf(event)).length).toBeGreaterThan(0);
  });

  test.each(NAMES)('%s takes all of its facts, and without the optional ones', (event) => {
    const required = Object.keys(EVENTS[event].facts);
    const facts = goodFacts(event);
    expect(checkFacts(event, facts)).toEqual([]);
    expect(checkFacts(event, Object.fromEntries(required.map((fact) => [fact, facts[fact]])))).toEqual([]);
  });

  test.each(NAMES)('%s refuses a fact that is missing, is not its own, or is personal', (event) => {
    const facts = goodFacts(event);
    expect(checkFacts(event, { ...facts, note: 'Erika' })).toEqual([{ fact: 'note', fault: 'unknown' }]);
    for (const fact of Object.keys(EVENTS[event].facts)) {
      const rest = Object.fromEntries(Object.entries(facts).filter(([name]) => name !== fact));
      expect(checkFacts(event, rest)).toEqual([{ fact, fault: 'missing' }]);
    }
    for (const fact of Object.keys(facts)) {
      const passed = [...PERSONAL, undefined].filter(
        (value) => checkFacts(event, { ...facts, [fact]: value }).length === 0,
      );
      expect(passed).toEqual([]);
    }
  });

  test('a word outside the closed list of a fact is refused', () => {
    const facts = goodFacts('request.recorded');
    expect(checkFacts('request.recorded', { ...facts, channelKind: 'rohrpost' })).toEqual([
      { fact: 'channelKind', fault: 'wrong-kind' },
    ]);
  });

  test('a fault names the fact and never its value', () => {
    const faults = checkFacts('user.added', { user: 'Erika Mustermann', role: 'queen' });
    expect(JSON.stringify(faults)).not.toMatch(/Erika|queen/);
    expect(faults).toHaveLength(2);
  });
});
