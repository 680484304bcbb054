import { formatCosignerVkey } from '../../../../src/domain/log/cosignature.js';
import { publicKeyOf } from '../../../../src/domain/log/ed25519.js';
import { formatVkey } from '../../../../src/domain/log/signed-note.js';
import {
  isQuorum,
  parseWitnessPolicy,
  quorumOf,
  type WitnessPolicy,
} from '../../../../src/domain/log/witness-policy.js';

const key = (at: number) => publicKeyOf(Buffer.alloc(32, at));
const LOG = `log ${formatVkey('dsb.example/_logs', key(1))}`;
const witness = (name: string, at: number, called = `w${at}.example`) =>
  `witness ${name} ${formatCosignerVkey(called, key(at))}`;
const text = (...lines: readonly string[]) => `${lines.join('\n')}\n`;
const GOOD = [LOG, witness('a', 2), witness('b', 3), witness('c', 4), 'group ours 2 a b', 'quorum ours'];

test('a policy says how many of whom must have signed', () => {
  const policy = parseWitnessPolicy(text('# who watches', '', ...GOOD)) as WitnessPolicy;
  expect(policy.witnesses.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  expect(quorumOf(policy)).toEqual({ needed: 2, of: 2 });
  expect(isQuorum(policy, new Set(['a', 'b']))).toBe(true);
  expect(isQuorum(policy, new Set(['a', 'c']))).toBe(false);
});

test.each<[string, readonly string[], number]>([
  ['no line quorum', GOOD.slice(0, -1), 6],
  ['two lines quorum', [...GOOD, 'quorum a'], 7],
  ['a member twice in a group', [...GOOD.slice(0, 4), 'group ours 2 a a', 'quorum ours'], 5],
  ['a member of two groups', [...GOOD.slice(0, 5), 'group more 1 a c', 'quorum ours'], 6],
  ['one key under two names', [LOG, witness('a', 2), witness('b', 2), 'quorum none'], 3],
  ['one key under two names of its own', [LOG, witness('a', 2), witness('b', 2, 'other.example'), 'quorum none'], 3],
  ['a log twice', [LOG, LOG, 'quorum none'], 2],
  ['a name twice', [witness('a', 2), witness('a', 3), 'quorum none'], 2],
  ['a carriage return', [`${LOG}\r`, 'quorum none'], 1],
  ['another control character', [`${LOG}\u0007`, 'quorum none'], 1],
  ['half a character', [`# \ud800`, 'quorum none'], 1],
  ['a threshold above the members', [witness('a', 2), 'group g 2 a', 'quorum g'], 2],
  ['a threshold of none', [witness('a', 2), 'group g 0 a', 'quorum g'], 2],
  ['an unknown member', [witness('a', 2), 'group g 1 z', 'quorum g'], 2],
  ['an unknown quorum', [witness('a', 2), 'quorum z'], 2],
  ['an unknown word', [LOG, 'witnesses a', 'quorum none'], 2],
  ['a witness called none', [witness('none', 2), 'quorum none'], 1],
  ['a word too many', [`${LOG} https://one.example https://two.example`, 'quorum none'], 1],
])('%s is not understood', (_, lines, line) => {
  expect(parseWitnessPolicy(text(...lines))).toEqual({ line });
});

test('an installation that asks no witnesses needs no line quorum', () => {
  expect(parseWitnessPolicy(text(LOG), false)).toMatchObject({ quorum: undefined, logs: [{}] });
});
