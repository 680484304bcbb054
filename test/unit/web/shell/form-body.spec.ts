import { refuse } from '../../../../src/domain/problem.js';
import { redirect } from '../../../../src/platform/http/answer.js';
import {
  box,
  choice,
  cut,
  date,
  fieldsIn,
  int,
  line,
  list,
  named,
  orShow,
  readForm,
  text,
} from '../../../../src/web/shell/form-body.js';

describe('a form', () => {
  test('is read by the fields named, each for what it means', () => {
    const body = {
      on: '2026-02-28',
      reason: 'eins\r\nzwei',
      version: '7',
      rights: ['access', 'erasure'],
      sure: 'yes',
      way: 'mail',
      csrf: 'not asked for',
    };
    const fields = {
      on: date,
      reason: text(4000),
      version: int,
      rights: list,
      sure: box('yes'),
      way: choice(['mail']),
    };
    expect(readForm(body, fields)).toEqual({
      values: {
        on: '2026-02-28',
        reason: 'eins\nzwei',
        version: 7,
        rights: ['access', 'erasure'],
        sure: true,
        way: 'mail',
      },
      typed: {
        on: '2026-02-28',
        reason: 'eins\nzwei',
        version: '7',
        rights: ['access', 'erasure'],
        sure: true,
        way: 'mail',
      },
      problems: [],
    });
  });

  test.each([
    ['nothing', undefined],
    ['no such field', {}],
    ['something that is no text', { on: { a: 1 }, reason: 7, version: null }],
  ])('of which came %s has empty fields, and no other', (_, body) => {
    const { values, typed } = readForm(body, { reason: text(), version: int, rights: list, sure: box('yes') });
    expect(values).toEqual({ reason: '', version: undefined, rights: [], sure: false });
    expect(typed).toEqual({ reason: '', version: '', rights: [], sure: false });
  });

  test('with a field named as a property that every object has reads only what was sent', () => {
    expect(readForm({}, { constructor: text(), toString: text() }).values).toEqual({ constructor: '', toString: '' });
  });

  test('keeps text that is too long as it was typed, and says how long it may be', () => {
    const { typed, problems } = readForm({ reason: 'x'.repeat(5) }, { reason: text(4) });
    expect(typed.reason).toBe('xxxxx');
    expect(problems).toEqual([{ field: 'reason', code: 'too-long', limit: 4 }]);
  });

  test.each(['', '2026-02-29', '28.02.2026', 'x'.repeat(1000)])('says that %j is no day', (on) => {
    const { values, problems } = readForm({ on }, { on: date });
    expect([values.on, problems]).toEqual([undefined, [{ field: 'on', code: 'not-a-date' }]]);
  });

  test.each(['', '-1', '1.5', '1e3', '12345678901'])('takes %j for no version: none is compared', (version) => {
    expect(readForm({ version }, { version: int }).values.version).toBeUndefined();
  });

  test('takes no word that it did not offer, but shows it again', () => {
    const { values, typed } = readForm({ way: 'pigeon' }, { way: choice(['mail', 'letter']) });
    expect([values.way, typed.way]).toEqual([undefined, 'pigeon']);
  });

  test('names a problem after the field of the page, under whatever name the handler reads it', () => {
    const { values, problems } = readForm({ 'note-17': 'zu lang' }, { note: named('note-17', text(2)) });
    expect([values.note, problems]).toEqual(['zu lang', [{ field: 'note-17', code: 'too-long', limit: 2 }]]);
  });

  test('in one line is read without the blanks around it; a filter is cut', () => {
    expect(readForm({ into: '  DSR-1 ', q: 'abcdef' }, { into: line(), q: cut(3) }).values).toEqual({
      into: 'DSR-1',
      q: 'abc',
    });
  });

  test('kept as it was typed holds every text, and nothing else', () => {
    expect(fieldsIn({ a: 'eins\r\nzwei', b: ['x'], c: 7 })).toEqual({ a: 'eins\nzwei' });
  });
});

describe('what a form asks for', () => {
  const shown = (problems: unknown) => redirect(`/shown-${JSON.stringify(problems)}`);

  test('is not done when reading it found a problem', async () => {
    let done = false;
    const act = () => {
      done = true;
      return Promise.resolve(redirect('/done'));
    };
    const problems = [{ field: 'on', code: 'not-a-date' }] as const;
    const answer = await orShow(problems, act, shown);
    expect([done, answer]).toEqual([false, shown(problems)]);
  });

  test('may be refused for its fields, and then the form is shown again', async () => {
    const fields = [{ field: 'on', code: 'in-the-future' }] as const;
    const answer = await orShow([], () => refuse('invalid-input', { fields }), shown);
    expect(answer).toEqual(shown(fields));
  });

  test('refused for any other reason is no matter of the form', async () => {
    await expect(orShow([], () => refuse('not-found', {}), shown)).rejects.toMatchObject({ code: 'not-found' });
  });
});
