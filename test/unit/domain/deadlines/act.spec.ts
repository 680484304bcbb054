import { addDays, civilDate } from '../../../../src/domain/civil-date.js';
import { actsPossible, judge, type DeadlineAct } from '../../../../src/domain/deadlines/act.js';
import type { DeadlineEvent, DeadlineFacts } from '../../../../src/domain/deadlines/facts.js';
import { stateOfAll } from '../../../../src/domain/deadlines/situation.js';

const on = civilDate;
const facts = (...events: DeadlineEvent[]): DeadlineFacts => ({ receivedOn: on('2026-06-01'), land: 'BW', events });
const dated = (type: Exclude<DeadlineAct['type'], 'extend' | 'add-claim'>, day: string): DeadlineAct => ({
  type,
  on: on(day),
});
const extend = (decidedOn: string, sentOn: string, reason = 'viele Anträge'): DeadlineAct => ({
  type: 'extend',
  decidedOn: on(decidedOn),
  sentOn: on(sentOn),
  reason,
});
const problems = (known: DeadlineFacts, act: DeadlineAct, today = '2026-12-31') => {
  const judged = judge(known, act, on(today));
  return judged.ok ? [] : judged.problems.map(({ field, code, limit }) => [field, code, ...(limit ? [limit] : [])]);
};
const dueAfter = (known: DeadlineFacts, act: DeadlineAct, today = '2026-12-31') => {
  const judged = judge(known, act, on(today));
  return judged.ok ? judged.after.current.deadline.dueOn : judged.problems;
};

describe('an extension', () => {
  test('decided with reasons and sent within the first month gives two further months', () => {
    expect(dueAfter(facts(), extend('2026-06-20', '2026-07-01'))).toBe('2026-09-01');
  });

  test('sent a day after the first month is refused, with the last day it would have been possible', () => {
    expect(problems(facts(), extend('2026-06-20', '2026-07-02'))).toEqual([
      ['sentOn', 'after-first-month', '2026-07-01'],
    ]);
  });

  test('without reasons, before its decision, before the receipt, in the future or twice is refused', () => {
    expect(problems(facts(), extend('2026-06-20', '2026-06-20', '  '))).toEqual([['reason', 'required']]);
    expect(problems(facts(), extend('2026-06-20', '2026-06-19'))).toEqual([['sentOn', 'before-decision']]);
    expect(problems(facts(), extend('2026-05-31', '2026-06-19'))).toEqual([
      ['decidedOn', 'before-receipt', '2026-06-01'],
    ]);
    expect(problems(facts(), extend('2026-06-20', '2026-06-21'), '2026-06-20')).toEqual([['sentOn', 'in-the-future']]);
    const extended: DeadlineEvent = {
      type: 'extended',
      decidedOn: on('2026-06-05'),
      sentOn: on('2026-06-05'),
      reason: 'sealed',
    };
    expect(problems(facts(extended), extend('2026-06-20', '2026-06-20'))).toEqual([['sentOn', 'only-once']]);
  });

  test('does not carry its reason into the facts', () => {
    const judged = judge(facts(), extend('2026-06-20', '2026-06-20', 'Frau Muster hat'), on('2026-06-20'));
    expect(JSON.stringify(judged.ok && judged.event)).not.toContain('Muster');
  });
});

describe('a question to the person', () => {
  test('stops the clock; the answer adds the lost days', () => {
    const asked = facts({ type: 'identity-requested', on: on('2026-06-05') });
    expect(judge(facts(), dated('request-identity', '2026-06-05'), on('2026-06-05'))).toMatchObject({
      ok: true,
      after: { clock: 'paused', next: { what: 'follow-up', on: '2026-07-05' } },
    });
    expect(dueAfter(asked, dated('confirm-identity', '2026-06-15'))).toBe('2026-07-13');
  });

  test('put late is written down, and the clock runs on', () => {
    expect(judge(facts(), dated('request-identity', '2026-06-25'), on('2026-06-25'))).toMatchObject({
      ok: true,
      after: { clock: 'running', current: { deadline: { dueOn: '2026-07-01' } } },
    });
  });

  test('that was never put has no answer', () => {
    expect(problems(facts(), dated('clarify', '2026-06-15'))).toEqual([['on', 'nothing-asked']]);
  });
});

describe('an end', () => {
  test('takes the matter off every list; reopened, the original deadline holds', () => {
    const answered = facts({ type: 'answered', on: on('2026-06-10') });
    expect(stateOfAll(answered)).toMatchObject({ clock: 'ended', next: undefined });
    expect(dueAfter(answered, dated('reopen', '2026-06-20'))).toBe('2026-07-01');
  });

  test('does not lie before something that was done after it', () => {
    const asked = facts({ type: 'identity-requested', on: on('2026-06-10') });
    expect(problems(asked, dated('answer', '2026-06-05'))).toEqual([['on', 'before-last-step']]);
  });

  test('late is written down as late', () => {
    expect(judge(facts(), dated('answer', '2026-07-02'), on('2026-07-02'))).toMatchObject({
      ok: true,
      after: { current: { deadline: { ended: { late: true } } } },
    });
  });

  test('that never was cannot be taken back', () => {
    expect(problems(facts(), dated('reopen', '2026-06-20'))).toEqual([['on', 'not-ended']]);
  });
});

describe('a further claim', () => {
  test('has a deadline of its own; the next thing to do is the earlier one', () => {
    const added = facts({ type: 'claim-added', on: on('2026-06-15'), claim: 'erasure' });
    const { claims, next } = stateOfAll(added);
    expect(claims.map(({ deadline }) => deadline.dueOn)).toEqual(['2026-07-01', '2026-07-15']);
    expect(next).toEqual({ what: 'answer', on: '2026-07-01' });
  });

  test('is answered with the rest', () => {
    const added = facts({ type: 'claim-added', on: on('2026-06-15'), claim: 'erasure' });
    expect(judge(added, dated('answer', '2026-06-30'), on('2026-06-30'))).toMatchObject({
      ok: true,
      after: { clock: 'ended', next: undefined },
    });
  });
});

describe('what may be entered', () => {
  test('an answer only to a question, an extension only once, nothing but reopening after the end', () => {
    const today = on('2026-06-10');
    expect(actsPossible(facts(), today)).toEqual([
      ...['request-identity', 'request-clarification', 'extend'],
      ...['add-claim', 'answer', 'refuse', 'retract'],
    ]);
    expect(actsPossible(facts({ type: 'identity-requested', on: on('2026-06-05') }), today)).toContain(
      'confirm-identity',
    );
    expect(actsPossible(facts({ type: 'answered', on: on('2026-06-05') }), today)).toEqual(['reopen']);
  });

  test('the extension is still offered when it is too late, because its form says why not', () => {
    expect(actsPossible(facts(), on('2026-08-01'))).toContain('extend');
  });

  test('and every act that is offered is accepted today', () => {
    for (let day = on('2026-06-01'); day < '2026-07-02'; day = addDays(day, 1)) {
      for (const type of actsPossible(facts(), day)) {
        const act: DeadlineAct =
          type === 'extend'
            ? extend(day, day)
            : type === 'add-claim'
              ? { type, on: day, right: 'erasure' }
              : { type, on: day };
        expect([type, judge(facts(), act, day).ok]).toEqual([type, true]);
      }
    }
  });
});

describe('while the clock stands an extension is measured on the strict line', () => {
  const asked = facts({ type: 'identity-requested', on: on('2026-06-05') });

  test.each([
    ['2026-07-01', []],
    ['2026-07-02', [['sentOn', 'after-first-month', '2026-07-01']]],
  ])('told on %s', (day, expected) => {
    expect(problems(asked, extend(day, day))).toEqual(expected);
  });

  test('the three lines say why they differ', () => {
    const answered: DeadlineEvent = { type: 'identity-confirmed', on: on('2026-06-08') };
    const { strictOn, safeOn, dueOn, later } = stateOfAll({
      ...asked,
      events: [...asked.events, answered],
    }).current.deadline;
    expect([strictOn, safeOn, dueOn, later]).toEqual(['2026-07-01', '2026-07-04', '2026-07-06', ['pause', 'rolling']]);
  });
});
