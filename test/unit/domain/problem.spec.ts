import { isRefusal, refuse } from '../../../src/domain/problem.js';

function thrownBy(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

const refused = thrownBy(() => refuse('version-conflict', { current: 7 }));

test('a refusal is one of the codes that are asked for, and its facts are those of the code', () => {
  expect(isRefusal(refused)).toBe(true);
  expect(isRefusal(refused, 'version-conflict')).toBe(true);
  expect(isRefusal(refused, 'not-found', 'content-erased')).toBe(false);
  expect(isRefusal(refused, 'version-conflict') ? refused.facts.current : undefined).toBe(7);
});

test('any other error is no refusal, whatever it carries', () => {
  expect(isRefusal(Object.assign(new Error('refused: not-found'), { code: 'not-found' }))).toBe(false);
  expect(isRefusal(undefined, 'not-found')).toBe(false);
});
