import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '../../../src/domain/problem.js';
import { explained, mustBeWritable, writeReport } from '../../../src/cli/report-target.js';

const folder = mkdtempSync(join(tmpdir(), 'forthwith-target-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('where a report cannot go is said before it is made and recorded', () => {
  const file = join(folder, 'there.json');
  writeFileSync(file, 'kept');
  expect(() => mustBeWritable(folder, true)).toThrow(/is a folder/);
  expect(() => mustBeWritable(file, false)).toThrow(/--force/);
  expect(() => mustBeWritable(join(folder, 'none', 'r.json'), false)).toThrow(/no folder/);
  expect(() => mustBeWritable(join(file, 'r.json'), false)).toThrow(/no folder/);
  mustBeWritable(file, true);
  mustBeWritable(join(folder, 'new.json'), false);
});

test('what the system does not take is one sentence and leaves nothing half written', async () => {
  await expect(writeReport(Buffer.from('{}'), join(folder, 'none', 'r.json'))).rejects.toThrow(/ENOENT/);
  await writeReport(Buffer.from('{}'), join(folder, 'r.json'));
  expect(readFileSync(join(folder, 'r.json'), 'utf8')).toBe('{}');
  expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test.each([
  [[{ field: 'from', code: 'in-the-future' }], '--from lies in the future'],
  [[{ field: 'to', code: 'before-start', limit: '2026-02-01' }], '--to lies before --from, 2026-02-01'],
  [[{ field: 'to', code: 'period-too-long', limit: 11 }], 'from --from to --to it is more than 11 years'],
  [[{ field: 'from', code: 'too-long-ago', limit: '2000-01-01' }], '--from lies before 2000-01-01'],
  [[{ field: 'from', code: 'not-a-date' }], '--from is no date; write YYYY-MM-DD'],
] as const)('%j is told as a sentence', (fields, sentence) => {
  expect(explained(new Refusal('invalid-input', { fields }), 'kammer')).toMatchObject({ message: sentence });
});

test('an organisation that there is not is named; what has another reason stays what it is', () => {
  expect(String(explained(new Refusal('not-found', {}), 'kamer'))).toContain('no organisation kamer');
  const gap = new Refusal('log-has-gap', { index: 3 });
  expect(explained(gap, 'kammer')).toBe(gap);
});
