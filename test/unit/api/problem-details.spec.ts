import { languageOf } from '../../../src/api/language.js';
import { detailsOfRefusal } from '../../../src/api/problem-details.js';
import { Refusal, type RefusalCode, type RefusalFacts } from '../../../src/domain/problem.js';

const said = <C extends RefusalCode>(code: C, facts: RefusalFacts[C], language: 'de' | 'en' = 'de') =>
  detailsOfRefusal(new Refusal(code, facts), language);

describe('the language of an answer', () => {
  test.each([
    [undefined, 'de'],
    ['en', 'en'],
    ['en-GB,en;q=0.9', 'en'],
    ['de;q=0.3, en;q=0.9', 'en'],
    ['fr, en;q=0.5, de;q=0.8', 'de'],
    ['en;q=0, fr', 'de'],
    ['fr-CH, fr', 'de'],
    ['den, ent', 'de'],
  ])('%s: %s', (header, expected) => {
    expect(languageOf(header)).toBe(expected);
  });
});

describe('a refusal says what is to be done', () => {
  test('where nothing leads there any more', () => {
    const facts = { command: 'decide', state: 'withdrawn', possible: [], first: [] };
    expect(said('command-not-allowed', facts, 'en').detail).toContain('Nothing leads there any more.');
  });

  test('for everything that is missing before closing', () => {
    const { detail } = said('not-ready-to-close', { missing: ['undecided', 'recipients'], duties: [] }, 'en');
    expect(detail).toBe(
      'The case cannot be closed yet. To do: answer each claim (decide); tell each recipient, or leave them out with ' +
        'reasons (notify-recipient, record-recipient-told, leave-out-recipient).',
    );
  });

  test('with the bound that was crossed, and without one where there is none', () => {
    const fields = [
      { field: 'sentOn', code: 'after-first-month', limit: '2026-11-09' },
      { field: 'until', code: 'too-far-ahead' },
      { field: 'reason', code: 'too-long', limit: 4000 },
    ] as const;
    expect(said('invalid-input', { fields }).errors?.map(({ detail }) => detail)).toEqual([
      'sentOn liegt nach dem ersten Monat (Art. 12 Abs. 3 S. 3 DSGVO); er endet am 2026-11-09, und die Frist bleibt, wie sie ist',
      'until liegt zu weit voraus',
      'reason ist zu lang (höchstens 4000 Zeichen)',
    ]);
  });
});
