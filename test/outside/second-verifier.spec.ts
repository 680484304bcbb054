import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { UnreadableBundleError } from '../../src/domain/evidence/bundle-files.js';
import { heldBy } from '../../src/domain/evidence/held.js';
import type { BundleVerdict } from '../../src/domain/evidence/verify-bundle.js';
import {
  accepted,
  attempt,
  bundleOf,
  entry,
  issued,
  LOG,
  of,
  OTHER,
  recorded,
  REQUEST,
  SampleLog,
  sampleEntries,
  settings,
  vkeyOf,
  type Files,
} from '../unit/domain/evidence/sample-bundle.js';
import { verify } from '../unit/domain/evidence/verifying.js';
import { evidenceOfProgram } from '../support/program-bundles.js';
import { GENUINE } from '../unit/verifier/genuine.js';
import { mutantsOf, randomOf } from '../unit/verifier/mutants.js';

// A second verifier in Python, written from docs/verified.md and docs/verified.json, none of whose code is ours: both say
// the same of each bundle, finding by finding.

const COUNT = Number(process.env['MUTANTS'] ?? '2000');
const SEED = Number(process.env['MUTATION_SEED'] ?? '20261201');

/** What whoever verifies names; what they hold, as the text of a receipt or of a checkpoint. */
interface Options {
  readonly keys?: readonly string[];
  readonly policy?: string | undefined;
  readonly held?: readonly string[];
}

let second: ChildProcessWithoutNullStreams;
let answers: AsyncIterator<string>;

beforeAll(() => {
  second = spawn('python3', [join(import.meta.dirname, 'python/verify.py'), '--many']);
  second.stderr.pipe(process.stderr);
  answers = createInterface({ input: second.stdout })[Symbol.asyncIterator]();
});

afterAll(() => {
  second.stdin.end();
});

async function saidBySecond(files: Files, options: Options): Promise<unknown> {
  const named = Object.fromEntries([...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString('base64')]));
  second.stdin.write(`${JSON.stringify({ files: named, options })}\n`);
  const answer = await answers.next();
  return JSON.parse(String(answer.value));
}

async function saidByFirst(files: Files, { keys = [], policy, held = [] }: Options): Promise<unknown> {
  try {
    const verdict = await verify(files, {
      trustedKeys: keys,
      held: held.map((text) => heldBy(text)).filter((one) => one !== undefined),
      ...(policy === undefined ? {} : { trustedPolicy: policy }),
    });
    return shown(verdict);
  } catch (error) {
    if (error instanceof UnreadableBundleError) {
      return { outcome: 'unreadable', fault: error.fault, file: error.file ?? null };
    }
    throw error;
  }
}

function shown({ outcome, unconfirmed, complete, checks, requests, synthetic, seen }: BundleVerdict): unknown {
  return {
    ...{ outcome, unconfirmed, complete, requests, synthetic, seen },
    checks: checks.map(({ check, state, findings }) => ({
      ...{ check, state },
      findings: findings.map(({ fault, where }) => [fault, where ?? null]),
    })),
  };
}

async function expectSame(name: string, files: Files, options: Options): Promise<string> {
  const [first, other] = [await saidByFirst(files, options), await saidBySecond(files, options)];
  expect([name, other]).toEqual([name, first]);
  return (first as { readonly outcome: string }).outcome;
}

const optionsOf = ({ trustedKeys = [], trustedPolicy }: (typeof GENUINE)[number]['options']): Options => ({
  keys: trustedKeys,
  policy: trustedPolicy,
});

test('genuine bundles of every kind, with and without a key', async () => {
  for (const { name, files, options } of GENUINE) {
    expect([name, await expectSame(name, files, optionsOf(options))]).toEqual([name, 'proved']);
    expect([name, await expectSame(name, files, {})]).toEqual([name, 'consistent']);
    expect([name, await expectSame(name, files, { keys: [vkeyOf(OTHER)] })]).toEqual([
      name,
      name.includes('rotated') ? 'proved' : 'false',
    ]);
  }
});

test(`${COUNT} mutants of them (seed ${SEED})`, async () => {
  const tally: Record<string, number> = {};
  for (const { genuine, which, files } of mutantsOf(GENUINE, COUNT, randomOf(SEED))) {
    const outcome = await expectSame(`${genuine.name}, mutation ${which}`, files, optionsOf(genuine.options));
    tally[outcome] = (tally[outcome] ?? 0) + 1;
  }
  process.stdout.write(`both verifiers: ${JSON.stringify(tally)}, seed ${SEED}\n`);
  expect(tally['false']).toBeGreaterThan(COUNT / 4);
});

test(`bundles that the program gives out, and ${COUNT / 4} mutants of them (seed ${SEED})`, async () => {
  const { bundles } = await evidenceOfProgram();
  for (const { name, files, options } of bundles) {
    expect([name, await expectSame(name, files, optionsOf(options))]).toEqual([name, 'proved']);
    // The figures of a report that was changed, whatever else is found of it.
    const figures = files.get('compliance.json');
    for (const [at, member] of (figures === undefined ? [] : membersOf(figures)).entries()) {
      const changed = new Map([...files, ['compliance.json', member]]);
      expect(await expectSame(`${name}, member ${at} changed`, changed, optionsOf(options))).toBe('false');
    }
  }
  for (const { genuine, which, files } of mutantsOf(bundles, COUNT / 4, randomOf(SEED))) {
    await expectSame(`${genuine.name}, mutation ${which}`, files, optionsOf(genuine.options));
  }
});

/** The report with each of its figures in turn another one. */
function membersOf(report: Uint8Array): readonly Uint8Array[] {
  const value = JSON.parse(Buffer.from(report).toString('utf8')) as { figures: Record<string, unknown> };
  return Object.keys(value.figures).map((member) =>
    Buffer.from(JSON.stringify({ ...value, figures: { ...value.figures, [member]: 'another' } })),
  );
}

describe('cases that end otherwise', () => {
  const day = { safeOn: '2026-12-23', dueOn: '2026-12-23' };
  const told = { proof: 'attested', way: 'letter', enteredLate: undefined, evidence: undefined } as const;
  const answered = (on: string) =>
    entry('request.answered', 9, { ...told, outcome: 'answered', on, late: false, dueOn: '2026-12-23' }, of(REQUEST));
  const acknowledged = entry('request.acknowledged', 5, {}, of(REQUEST));

  test.each<[string, readonly unknown[]]>([
    ['answered', [acknowledged, answered('2026-11-23')]],
    ['answered before it was taken over', [acknowledged, answered('2026-10-15')]],
    ['answered without being taken over', [answered('2026-11-23')]],
    [
      'another end than the law gives',
      [
        acknowledged,
        {
          ...answered('2026-11-23'),
          facts: { outcome: 'answered', on: '2026-11-23', late: false, dueOn: '2031-01-01' },
        },
      ],
    ],
    ['the instruction issued twice', [settings()[1]]],
    ['a complaint at an authority', [acknowledged, entry('complaint.opened', 6, { dueOn: '2026-11-20' }, of(REQUEST))]],
    ['an attempt out of turn', [attempt(5, REQUEST, 7)]],
    [
      'accepted twice',
      [attempt(5, REQUEST, 2), accepted(6, REQUEST, 2, { recipients: Buffer.alloc(32, 1).toString('base64') })],
    ],
    ['recorded twice', [recorded(6)]],
    ['merged into itself', [acknowledged, entry('request.merged', 6, { into: REQUEST }, of(REQUEST))]],
    [
      'asked, extended and answered',
      [
        acknowledged,
        entry(
          'deadline.paused',
          6,
          { ...told, doubt: undefined, kind: 'identity', on: '2026-11-23', stands: true, ...day },
          of(REQUEST),
        ),
        entry('deadline.resumed', 7, { ...told, kind: 'identity', on: '2026-11-23', ...day }, of(REQUEST)),
        entry(
          'deadline.extended',
          8,
          {
            ...told,
            cause: undefined,
            decidedOn: '2026-11-23',
            sentOn: '2026-11-23',
            safeOn: '2027-02-23',
            dueOn: '2027-02-23',
          },
          of(REQUEST),
        ),
      ],
    ],
    [
      'the clock stands while a question is open',
      [
        acknowledged,
        entry(
          'deadline.paused',
          6,
          { ...told, doubt: undefined, kind: 'clarification', on: '2026-11-23', stands: true, ...day },
          of(REQUEST),
        ),
      ],
    ],
  ])('%s', async (name, more) => {
    const log = new SampleLog([
      ...[...settings(), recorded(1), attempt(2), accepted(3)],
      ...(more as ReturnType<typeof settings>),
      issued(20),
    ]);
    await expectSame(name, bundleOf(log), { keys: [vkeyOf(LOG)] });
  });

  test('what the reader holds already', async () => {
    const log = new SampleLog(sampleEntries());
    const other = new SampleLog([...sampleEntries().slice(0, 4), entry('clock.anomaly', 3, { behindMs: 1 })]);
    const held = [log.checkpoint(4), other.checkpoint(5), log.checkpoint(9), other.checkpoint(3, [OTHER])];
    for (const [at, one] of held.entries()) {
      await expectSame(`held ${at}`, bundleOf(log), { held: [one] });
      await expectSame(`held ${at}, with a key`, bundleOf(log, { earlier: [4] }), { keys: [vkeyOf(LOG)], held: [one] });
    }
  });
});
