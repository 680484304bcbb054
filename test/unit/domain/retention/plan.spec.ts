import { civilDate } from '../../../../src/domain/civil-date.js';
import { classOfField, RETENTION_CLASSES, type RetentionClass } from '../../../../src/domain/retention/classes.js';
import {
  BLOCKERS,
  dueClasses,
  planErasure,
  retentionDays,
  type RetentionFacts,
} from '../../../../src/domain/retention/plan.js';
import { RULE_LIMITS, RULE_NAMES, ruleFault, rulesOf, STANDARD_RULES } from '../../../../src/domain/retention/rules.js';

const on = civilDate;
const facts = (changed: Partial<RetentionFacts> = {}): RetentionFacts => ({
  endedOn: on('2026-03-10'),
  answeredOn: on('2026-03-02'),
  outcome: 'granted',
  recipientsToldOn: null,
  restrictionLiftedOn: null,
  authorityConcludedOn: null,
  blockers: [],
  ...changed,
});
const dayOf = (one: RetentionClass, changed: Partial<RetentionFacts> = {}, rules = STANDARD_RULES) =>
  planErasure(facts(changed), rules).find((planned) => planned.class === one)?.on;

describe('the days everything is counted from', () => {
  it.each([
    // closed, answered: the end, the end of the remedy period, of the limitation period
    ['2026-03-10', '2026-03-02', '2026-03-16', '2027-03-16', '2029-12-31'],
    ['2026-03-20', '2026-03-02', '2026-03-20', '2027-03-20', '2029-12-31'],
    ['2026-12-25', '2026-12-24', '2027-01-07', '2028-01-07', '2030-12-31'],
    ['2028-02-29', null, '2028-02-29', '2029-02-28', '2031-12-31'],
  ])('closed on %s and answered on %s, a matter ends on %s', (ended, answered, end, remedy, limitation) => {
    const answeredOn = answered === null ? null : on(answered);
    expect(retentionDays({ endedOn: on(ended), answeredOn }, STANDARD_RULES)).toEqual({ end, remedy, limitation });
  });

  it('has none for a matter that goes on', () => {
    expect(retentionDays({ endedOn: null, answeredOn: on('2026-03-02') }, STANDARD_RULES)).toBeUndefined();
  });
});

describe('what goes when', () => {
  it.each<[RetentionClass, string, string]>([
    // class, where all was granted, where something was refused
    ['message', '2026-03-30', '2027-03-16'],
    ['copies', '2026-03-16', '2026-03-16'],
    ['answer', '2026-03-16', '2029-12-31'],
    ['reasons', '2026-03-16', '2029-12-31'],
    ['internal', '2026-03-16', '2026-03-16'],
    ['recipients', '2027-03-16', '2027-03-16'],
    ['restriction', '2027-03-16', '2027-03-16'],
    ['authority', '2026-03-16', '2029-12-31'],
    ['package', '2026-03-16', '2026-03-16'],
    ['index', '2026-03-30', '2027-03-16'],
    ['openings', '2029-12-31', '2029-12-31'],
    ['link', '2029-12-31', '2029-12-31'],
  ])('%s goes on %s, or %s after a refusal', (one, granted, refused) => {
    expect([dayOf(one), dayOf(one, { outcome: 'refused' })]).toEqual([granted, refused]);
  });

  it('waits for the recipient who was told last, the restriction and the authority', () => {
    expect(dayOf('recipients', { recipientsToldOn: on('2027-05-01') })).toBe('2027-05-01');
    expect(dayOf('restriction', { restrictionLiftedOn: on('2026-05-01') })).toBe('2027-05-01');
    expect(dayOf('authority', { authorityConcludedOn: on('2026-05-31') })).toBe('2026-06-30');
    expect(dayOf('authority', { authorityConcludedOn: on('2026-05-31'), outcome: 'refused' })).toBe('2029-12-31');
  });

  it('names attachments before the proof of the answer, and every class once', () => {
    const planned = planErasure(facts({ outcome: 'refused' }), STANDARD_RULES).map((one) => one.class);
    expect(planned.indexOf('copies')).toBeLessThan(planned.indexOf('answer'));
    expect([...planned].sort()).toEqual([...RETENTION_CLASSES].sort());
  });

  it('follows what the organisation has set', () => {
    expect(dayOf('message', {}, rulesOf({ afterEndDays: 0, deliveredDays: 3 }))).toBe('2026-03-10');
    expect(dayOf('message', { outcome: 'refused' }, rulesOf({ remedyMonths: 1 }))).toBe('2026-04-16');
    expect(dayOf('index', {}, rulesOf({ indexMonths: 12 }))).toBe('2027-03-16');
    expect(dayOf('openings', {}, rulesOf({ limitationYears: 1 }))).toBe('2027-12-31');
  });
});

describe('never early', () => {
  it.each(BLOCKERS)('%s keeps everything, whatever day it is', (blocker) => {
    expect(dueClasses(facts({ blockers: [blocker] }), STANDARD_RULES, on('2099-12-31'))).toEqual([]);
  });

  it.each([
    ['2026-03-15', []],
    ['2026-03-16', ['copies', 'answer', 'reasons', 'internal', 'authority', 'package']],
    ['2026-03-29', ['copies', 'answer', 'reasons', 'internal', 'authority', 'package']],
    ['2026-03-30', ['copies', 'answer', 'reasons', 'internal', 'authority', 'package', 'message', 'index']],
  ])('on %s goes exactly %j', (today, classes) => {
    expect(dueClasses(facts(), STANDARD_RULES, on(today)).map((one) => one.class)).toEqual(classes);
  });

  it('lets nothing go of a matter that has not ended', () => {
    expect(dueClasses(facts({ endedOn: null }), STANDARD_RULES, on('2099-12-31'))).toEqual([]);
  });
});

describe('the rules of an organisation', () => {
  it('have a standard within their limits', () => {
    for (const name of RULE_NAMES) {
      const { standard, min, max } = RULE_LIMITS[name];
      expect([name, ruleFault(name, standard), ruleFault(name, min), ruleFault(name, max)]).toEqual([
        name,
        undefined,
        undefined,
        undefined,
      ]);
    }
  });

  it.each([
    ['remedyMonths', 0, 'beyond-limits'],
    ['limitationYears', 30, 'beyond-limits'],
    ['deliveredDays', 2, 'beyond-limits'],
    ['afterEndDays', 1.5, 'not-a-number'],
    ['afterEndDays', '14', 'not-a-number'],
    ['indexMonths', -1, 'beyond-limits'],
  ] as const)('%s cannot be %s', (name, value, fault) => {
    expect(ruleFault(name, value)).toBe(fault);
  });
});

describe('the class of a sealed field', () => {
  const outgoing = new Set(['0198-out']);
  it.each([
    ['content', 'message'],
    ['attachment-1', 'message'],
    ['attachment-mail-0198', 'message'],
    ['attachment-identity-0198', 'message'],
    ['message-0198-in', 'message'],
    ['message-0198-out', 'answer'],
    ['attachment-letter-0198', 'answer'],
    ['attachment-out-0198-1', 'copies'],
    ['note-0198', 'internal'],
    ['task-0198-answer-1', 'internal'],
    ['attachment-task-0198-1-1', 'internal'],
    ['reply-0198-1', 'internal'],
    ['dismissal-2', 'reasons'],
    ['act-4', 'reasons'],
    ['duty-erasure-erased-4', 'reasons'],
    ['recipient-0198', 'recipients'],
    ['recipients-told-4', 'recipients'],
    ['complaint-result-0198', 'authority'],
    ['restriction-told-0198-2', 'restriction'],
    ['attachment-package-0198', 'package'],
    ['package-offer-0198', 'package'],
    ['something-new', 'message'],
  ])('%s is %s', (field, one) => {
    expect(classOfField(field, outgoing)).toBe(one);
  });
});
