import { CATALOGUE } from '../../../../src/domain/rights/catalogue.js';
import { carriersOf } from '../../../../src/domain/rights/decision.js';
import { OUTCOMES, type Ground, type Outcome } from '../../../../src/domain/rights/outcome.js';
import { RIGHT_NAMES, RIGHTS, type Right } from '../../../../src/domain/rights/right.js';
import { whyNot } from '../../../../src/domain/rights/why-not.js';

/** One line of the matrix: a right, an outcome, a ground, and on what it stands or falls. */
export interface MatrixRow {
  readonly right: Right;
  readonly outcome: Outcome;
  readonly ground: Ground | null;
  readonly possible: boolean;
  readonly because: string;
}

/** Every outcome of every right, on every ground that it knows; those that do not exist with the provision. */
export function matrix(): readonly MatrixRow[] {
  return RIGHT_NAMES.flatMap((right) =>
    OUTCOMES.flatMap((outcome): MatrixRow[] => {
      const rule = CATALOGUE[right].outcomes[outcome];
      if (rule === undefined) {
        const because = whyNot(right, outcome) ?? '';
        return [{ right, outcome, ground: null, possible: false, because }];
      }
      const grounds = rule.grounds.length === 0 ? [null] : rule.grounds;
      return grounds.map((ground) => ({
        ...{ right, outcome, ground, possible: true, because: conditionsOf(right, outcome, ground) },
      }));
    }),
  );
}

function conditionsOf(right: Right, outcome: Outcome, ground: Ground | null): string {
  const { checks, contradictions } = CATALOGUE[right];
  const normOf = (check: string) => checks.find((asked) => asked.check === check)?.norm ?? '';
  const needed = carriersOf(right, outcome, ground).map(
    ({ check, answer, whenPartly }) =>
      `needs ${check} = ${outcome === 'partly' && whenPartly === 'answered' ? 'answered' : answer} (${normOf(check)})`,
  );
  const against = contradictions
    .filter(({ when, check }) => when === outcome && checks.some((asked) => asked.check === check))
    .map(({ check, answer }) => `no where ${check} = ${answer} (${normOf(check)})`);
  const first = outcome === 'withdrawn' ? [] : checks.filter((asked) => asked.first === true);
  return [
    ...first.map(({ check, norm }) => `after ${check} (${norm})`),
    ...needed,
    ...(ground === 'national-law' ? ['needs a provision for this body (Art. 23, 12(4))'] : []),
    ...against,
    ...barsOf(right, outcome, ground),
  ].join('; ');
}

/** What a rule weighs by itself, in words; the tests of decisions hold it to them. */
function barsOf(right: Right, outcome: Outcome, ground: Ground | null): readonly string[] {
  if (right === 'objection') {
    return [
      ...(outcome === 'refused' ? ['no where direct-marketing = yes (Art. 21(3))'] : []),
      ...(outcome === 'partly' ? ['direct-marketing = yes needs beyond-marketing = yes (Art. 21(1), (3))'] : []),
      ...(ground === 'no-ground'
        ? ['needs particular-situation or public-or-legitimate-basis = no (Art. 21(1) s. 1); no for marketing (21(3))']
        : []),
    ];
  }
  return right === 'rectification' && outcome === 'granted'
    ? ['no where inaccurate = no and incomplete = no (Art. 16)']
    : [];
}

export function matrixDocument(): string {
  const rows = matrix();
  return [
    '# What can be decided, and why not',
    '',
    `Drawn from \`src/domain/rights\` (${rows.length} cases); a test compares the two. \`UPDATE_MATRIX=1 npm test -- test/unit/domain/rights/matrix.spec.ts\``,
    'draws it anew. `yes`: the outcome stands, on these conditions; each condition that is not met is refused by the name of its',
    'check. `no`: it does not exist for this right, by this provision. Articles without a law are those of the GDPR.',
    ...RIGHT_NAMES.flatMap((right) => [
      '',
      `## ${right} (Art. ${RIGHTS[right]})`,
      '',
      '| outcome | ground | | conditions, or why not |',
      '| --- | --- | --- | --- |',
      ...rows
        .filter((row) => row.right === right)
        .map(
          ({ outcome, ground, possible, because }) =>
            `| ${outcome} | ${ground ?? '–'} | ${possible ? 'yes' : 'no'} | ${because === '' ? '–' : because} |`,
        ),
    ]),
    '',
  ].join('\n');
}
