import { readFile, writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { CATALOGUE } from '../../../../src/domain/rights/catalogue.js';
import { CHECK_ANSWERS, type Check, type CheckAnswers } from '../../../../src/domain/rights/check.js';
import { carriersOf, judgeDecision, type Decision } from '../../../../src/domain/rights/decision.js';
import { NORMS, normsFor } from '../../../../src/domain/rights/norms/norms.js';
import { matrix, matrixDocument } from './matrix-document.js';

const FILE = 'docs/decisions-matrix.md';

test('the matrix in the docs is the one of the code', async () => {
  const drawn = await format(matrixDocument(), { parser: 'markdown', printWidth: 120 });
  if (process.env['UPDATE_MATRIX'] === '1') {
    await writeFile(FILE, drawn);
  }
  expect(await readFile(FILE, 'utf8')).toBe(drawn);
});

test('every outcome that a right does not have is denied by a provision', () => {
  expect(matrix().filter(({ possible, because }) => !possible && because === '')).toEqual([]);
});

const POSSIBLE = matrix().filter(({ possible }) => possible);

/** As favourable as the checks can be to this decision. */
function favourable({ right, outcome, ground }: (typeof POSSIBLE)[number]): CheckAnswers {
  const answers: Partial<Record<Check, 'yes' | 'no' | 'open'>> = {};
  for (const { check, first } of CATALOGUE[right].checks) {
    if (first === true) {
      answers[check] = 'no';
    }
  }
  if (right === 'objection' && ground === 'no-ground') {
    answers['particular-situation'] = 'no';
  }
  for (const { check, answer } of carriersOf(right, outcome, ground)) {
    answers[check] = answer;
  }
  return answers;
}

const decisionOf = ({ outcome, ground }: (typeof POSSIBLE)[number]): Decision => ({
  ...{ outcome, ground, reasons: 'weil, § 1' },
  norm: ground === 'national-law' ? 'other-law' : null,
});

describe('each case that the matrix allows', () => {
  test.each(POSSIBLE.map((row) => [`${row.right} ${row.outcome} ${row.ground ?? ''}`, row] as const))(
    '%s stands on its checks, and falls with any of those that carry it',
    (_, row) => {
      const answers = favourable(row);
      expect(judgeDecision(row.right, answers, decisionOf(row))).toEqual([]);
      for (const { check, answer, whenPartly } of carriersOf(row.right, row.outcome, row.ground)) {
        for (const other of CHECK_ANSWERS.filter((one) => one !== answer)) {
          const stillCarries = row.outcome === 'partly' && whenPartly === 'answered' && other !== 'open';
          const problems = judgeDecision(row.right, { ...answers, [check]: other }, decisionOf(row));
          expect([other, problems.length > 0]).toEqual([other, !stillCarries]);
        }
      }
    },
  );

  test.each(POSSIBLE.map((row) => [`${row.right} ${row.outcome} ${row.ground ?? ''}`, row] as const))(
    '%s is refused by the name of each check that contradicts it',
    (_, row) => {
      const needed = carriersOf(row.right, row.outcome, row.ground).map(({ check }) => check);
      const asked = CATALOGUE[row.right].checks.map(({ check }) => check);
      const contradicting = CATALOGUE[row.right].contradictions.filter(
        ({ when, check }) => when === row.outcome && !needed.includes(check) && asked.includes(check),
      );
      const unnamed = contradicting.filter(
        ({ check, answer }) =>
          !judgeDecision(row.right, { ...favourable(row), [check]: answer }, decisionOf(row)).some(
            ({ field }) => field === `check-${check}`,
          ),
      );
      expect(unnamed).toEqual([]);
    },
  );
});

describe('provisions', () => {
  test('a public body of a Land does not rest on §§ 29, 34, 35 BDSG (§ 1(1) no. 2 BDSG)', () => {
    const ids = normsFor('BW', 'public-land', 'access').map(({ id }) => id);
    expect(ids).toEqual(['ldsg-bw-9', 'other-law']);
    const decision = { outcome: 'refused', ground: 'national-law', reasons: 'weil' } as const;
    expect(judgeDecision('access', {}, { ...decision, norm: 'bdsg-34' }, ids)).toEqual([
      { field: 'norm', code: 'not-for-this-body' },
    ]);
    expect(judgeDecision('access', {}, decision, ids)).toEqual([{ field: 'norm', code: 'required' }]);
    expect(judgeDecision('access', {}, { ...decision, norm: 'other-law' }, ids)).toEqual([
      { field: 'reasons', code: 'norm-missing' },
    ]);
  });

  test('a private body does, and not on the law of a Land', () => {
    expect(normsFor('BW', 'private', 'erasure').map(({ id }) => id)).toEqual([
      ...['bdsg-35-1', 'bdsg-35-2', 'bdsg-35-3', 'other-law'],
    ]);
  });

  test('each says how it was looked up, and where', () => {
    expect(NORMS.filter(({ source }) => source === '')).toEqual([]);
    expect(NORMS.filter(({ lookedUp, source }) => lookedUp !== 'memory' && !/\d{4}-\d{2}-\d{2}$/.test(source))).toEqual(
      [],
    );
  });
});
