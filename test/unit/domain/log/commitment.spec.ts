import { commit } from '../../../../src/domain/log/commitment.js';
import { sha } from './naive-tree.js';

const SALT = Uint8Array.from({ length: 32 }, (_, at) => at);

test('a commitment is base64 of SHA-256 over the salt and the canonical payload', () => {
  const expected = Buffer.from(sha(SALT, Buffer.from('{"from":"Erika","message":"Löschen"}'))).toString('base64');
  expect(commit(SALT, { message: 'Löschen', from: 'Erika' })).toBe(expected);
});

test('another salt or another payload makes another commitment', () => {
  const other = SALT.map((byte, at) => (at === 31 ? byte ^ 1 : byte));
  const all = [commit(SALT, 'a'), commit(other, 'a'), commit(SALT, 'b'), commit(SALT, ['a'])];
  expect(new Set(all).size).toBe(4);
});

test.each([0, 16, 31, 33])('a salt of %i bytes is rejected', (length) => {
  expect(() => commit(new Uint8Array(length), 'a')).toThrow(RangeError);
});
