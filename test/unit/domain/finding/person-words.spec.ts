import { folded, queryOf, wordsToKeep } from '../../../../src/domain/finding/person-words.js';

/** True: what is typed finds what is kept. */
function finds(typed: string, kept: { from?: string; contact?: string }): boolean {
  const query = queryOf(typed);
  const words = wordsToKeep({ from: '', contact: '', ...kept });
  return query.ok && query.words.every((word) => words.includes(word));
}

test.each([
  ['Müller', 'muller'],
  ['Mueller', 'muller'],
  ['MULLER', 'muller'],
  ['Strauß', 'strauss'],
  ['STRAUSS', 'strauss'],
  ['Renée', 'renee'],
  ['Łukasz', 'lukasz'],
  ['Sørensen', 'sorensen'],
])('%s is spelled %s', (written, spelled) => {
  expect(folded(written)).toBe(spelled);
});

test.each([
  ['Müller', 'Jürgen Mueller', ''],
  ['mueller', 'Jürgen Müller', ''],
  ['Müll', 'Jürgen Müller', ''],
  ['jürgen müller', 'Müller, Jürgen', ''],
  ['Strauss', 'Eva Strauß', ''],
  ['obrien', 'Pat O’Brien', ''],
  ['Lüdenscheidt', 'Anna Müller-Lüdenscheidt', ''],
  ['Müller-Lüd', 'Anna Müller-Lüdenscheidt', ''],
  ['Li', 'Li Wei', ''],
  ['Aurelia@Post.Example', '', 'aurelia@post.example'],
  ['aurelia', '', 'aurelia.beispiel@post.example'],
  ['beispiel', '', 'Frau <aurelia.beispiel@post.example>'],
  ['@aurelia_b93', '', '@aurelia_b93'],
  ['aureliab93', '', '@aurelia_b93'],
  ['aurelia_b', '', '@aurelia_b93'],
  ['0170 1234567', '', '+49 170 1234567'],
  ['+49 (0)170/123 45 67', '', '0170-1234567'],
  ['0049 170 1234567', '', '0170 1234567'],
  ['1234567', '', 'Tel. 0170 1234567, abends'],
  ['🦊', '', '@🦊'],
  ['foxy', '', '@🦊foxy'],
])('%s finds %s %s', (typed, from, contact) => {
  expect(finds(typed, { from, contact })).toBe(true);
});

test.each([
  ['Meier', 'Jürgen Müller', ''],
  ['Jürgen Meier', 'Jürgen Müller', ''],
  ['post.example', '', 'aurelia@post.example'],
  ['aurelia@post.example', '', 'aurelia@post.test'],
  ['0170 7654321', '', '0170 1234567'],
])('%s does not find %s %s', (typed, from, contact) => {
  expect(finds(typed, { from, contact })).toBe(false);
});

test.each([
  ['%', 'too-short'],
  ['', 'too-short'],
  ['   ', 'too-short'],
  ["' OR 1=1 --", undefined],
  ['a'.repeat(10_000), 'too-long'],
])('input $# is answered, not looked for blindly', (typed, why) => {
  const query = queryOf(typed);
  expect(query.ok ? undefined : query.why).toBe(why);
});

test('however long a text is, what is kept of it has an end', () => {
  const words = wordsToKeep({ from: 'ä'.repeat(100_000), contact: `${'+1 '.repeat(50_000)}x` });
  expect(words.length).toBeLessThanOrEqual(120);
  expect(
    wordsToKeep({ from: Array.from({ length: 500 }, (_, at) => `wort${at}`).join(' '), contact: '' }),
  ).toHaveLength(120);
});
