import { draftOf, filesOf } from '../../../../../src/web/case/correspondence/message-draft-form.js';

const ID = '0193f0a0-0000-7000-8000-000000000001';
const SENT = {
  message: ID,
  kind: 'refusal',
  language: 'de',
  way: 'letter',
  body: 'Sehr geehrte\r\nDamen',
  version: '3',
};

test('what was typed is a draft, with the state of the case that its writer had seen', () => {
  expect(draftOf({ ...SENT, confirmed: 'yes' })).toMatchObject({
    draft: { id: ID, kind: 'refusal', language: 'de', way: 'letter', body: 'Sehr geehrte\nDamen', confirmed: true },
    version: 3,
    seen: undefined,
  });
});

test.each([
  ['no kind', { kind: 'poem' }],
  ['no language', { language: 'fr' }],
  ['no id', { message: 'x' }],
])('a form with %s is not one of ours', (_, wrong) => {
  expect(() => draftOf({ ...SENT, ...wrong })).toThrow('refused: invalid-input');
});

test('a file that was ticked, and is gone since, is told and never left out in silence', () => {
  const { files, problems } = filesOf(['a'.repeat(64)], [], []);
  expect([files, problems]).toEqual([[], [{ field: 'files', code: 'unknown-value' }]]);
});
