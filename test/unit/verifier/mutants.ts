import { canonicalJson } from '../../../src/domain/log/canonical-json.js';
import { formatCheckpoint } from '../../../src/domain/log/checkpoint.js';
import { hasControlCharacter } from '../../../src/domain/log/encoding.js';
import { inclusionPath, leafHash, nodesOver, rootOfLeaves } from '../../../src/domain/log/merkle.js';
import { signNote, type Signer } from '../../../src/domain/log/signed-note.js';
import { formatProof } from '../../../src/domain/log/tlog-proof.js';
import { LOG, OTHER, vkeyOf, type Files } from '../domain/evidence/sample-bundle.js';
import { changed } from '../domain/evidence/verifying.js';
import type { Genuine } from './genuine.js';

const STRANGER: Signer = { ...LOG, seed: Buffer.alloc(32, 99) };

/** Mulberry32: the same mutants for the same seed. */
export function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

export type Random = ReturnType<typeof randomOf>;

/** What a mutation may take from: the bundle it began with, and others. */
interface Around {
  readonly genuine: MutableBundle;
  readonly all: readonly MutableBundle[];
}

type Mutation = (files: Files, random: Random, around: Around) => Files;

/** A genuine bundle, and the keys of its log that count no more. */
export interface MutableBundle extends Genuine {
  readonly retired?: readonly Signer[];
}

export const one = <T>(items: readonly T[], random: Random): T => items[random(items.length)] as T;
const textOf = (files: Files, name: string) => Buffer.from(files.get(name) ?? '').toString('utf8');
const anyName = (files: Files, random: Random) => one([...files.keys()], random);

function withLines(files: Files, random: Random, change: (lines: string[], at: number) => void): Files {
  const name = one(
    [...files.keys()].filter((file) => !/\.(?:pdf|html|mjs)$/.test(file)),
    random,
  );
  const lines = textOf(files, name).split('\n');
  change(lines, random(lines.length));
  return changed(files, { [name]: lines.join('\n') });
}

/** Undefined where another mutation has left none. */
function manifestIn(files: Files): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(textOf(files, 'bundle.json'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function withManifest(files: Files, change: (manifest: Record<string, unknown>) => void): Files {
  const manifest = manifestIn(files);
  if (manifest === undefined) {
    return files;
  }
  change(manifest);
  return changed(files, { 'bundle.json': canonicalJson(manifest) });
}

/** The checkpoint under other signatures, wherever it stands, and their keys beside those that were there. */
function signedAgain(files: Files, signers: readonly Signer[], keys: readonly Signer[]): Files {
  const before = textOf(files, 'checkpoint');
  const text = before.slice(0, before.indexOf('\n\n') + 1);
  // Another mutation may have put something else in its place.
  if (!/^[^\s+]+\n/.test(text) || !text.isWellFormed() || hasControlCharacter(text)) {
    return files;
  }
  const name = text.split('\n')[0] ?? '';
  const note = signNote(
    text,
    signers.map((signer) => ({ ...signer, name })),
  );
  const named = keys.map((signer) => vkeyOf({ ...signer, name }));
  return new Map(
    [...files].map(([file, bytes]): [string, Uint8Array] => [
      file,
      file === 'keys'
        ? Buffer.from(
            [...new Set([...textOf(files, file).trim().split('\n'), ...named])].map((key) => `${key}\n`).join(''),
          )
        : Buffer.from(
            Buffer.from(bytes)
              .toString('latin1')
              .replace(Buffer.from(before).toString('latin1'), Buffer.from(note).toString('latin1')),
            'latin1',
          ),
    ]),
  );
}

const thieves = ({ genuine: { retired = [LOG, OTHER] } }: Around) => [STRANGER, ...retired];
/** Who has the retired key as the one named can be deceived by its thief: that is no mutation of what the log says. */
const forgers = ({ genuine: { retired = [], options } }: Around) => [
  STRANGER,
  ...retired.filter((signer) => !(options.trustedKeys ?? []).includes(vkeyOf(signer))),
];

/** A bundle that holds the log from its beginning up to the checkpoint, with one entry changed or left out. */
function rewritten(files: Files, random: Random, signers: readonly Signer[]): Files {
  const manifest = manifestIn(files);
  const runs: unknown = manifest?.['runs'];
  const [first] = Array.isArray(runs) ? (runs as readonly ({ first: number; count: number } | undefined)[]) : [];
  const lines = textOf(files, 'entries.jsonl').split('\n').slice(0, -1);
  const [name = ''] = textOf(files, 'checkpoint').split('\n');
  if (first?.first !== 0 || first.count !== lines.length || !/^[^\s+]+$/.test(name)) {
    return files;
  }
  const at = random(lines.length);
  lines[at] = otherValue(lines[at] ?? '', random);
  const leaves = lines.map((line) => leafHash(Buffer.from(line)));
  const text = formatCheckpoint({ origin: name, size: lines.length, root: rootOfLeaves(leaves) });
  const named = signers.map((signer) => ({ ...signer, name }));
  const checkpoint = signNote(text, named);
  const proofs = [...files.keys()].filter((file) => /^proofs\/\d+\.tlog-proof$/.test(file));
  const proofOf = (file: string) => {
    const index = Math.min(Number(/\d+/.exec(file)?.[0]), lines.length - 1);
    const path = inclusionPath(index, lines.length, nodesOver(leaves));
    return formatProof({ extra: Buffer.from(lines[index] ?? ''), index, path, checkpoint });
  };
  return changed(files, {
    'entries.jsonl': `${lines.join('\n')}\n`,
    checkpoint,
    keys: [...new Set([...textOf(files, 'keys').trim().split('\n'), ...named.map(vkeyOf)])]
      .map((key) => `${key}\n`)
      .join(''),
    ...Object.fromEntries(proofs.map((file) => [file, proofOf(file)])),
  });
}

/** One number, day, moment, hash or word of a line is another one. */
function otherValue(line: string, random: Random): string {
  const values = [...line.matchAll(/\d+|true|false|[A-Za-z0-9+/]{42,}={0,2}|[a-z][a-z-]{2,}/g)];
  if (values.length === 0) {
    return `${line} `;
  }
  const { 0: value, index } = one(values, random);
  const digit = random(value.length);
  const other =
    value === 'true' || value === 'false'
      ? String(value === 'false')
      : `${value.slice(0, digit)}${value[digit] === '1' ? '2' : '1'}${value.slice(digit + 1)}`;
  return line.slice(0, index) + other + line.slice(index + value.length);
}

const FIELDS = ['v', 'kind', 'runs', 'requests', 'references', 'from', 'to', 'timeZone', 'bound'];
const VALUES: readonly unknown[] = [
  null,
  [],
  {},
  'period',
  'request',
  '2026-11-22',
  '2026-12-31',
  'Asia/Tokyo',
  2,
  '0198c0de-0000-7000-8000-000000000102',
];

const MUTATIONS: readonly Mutation[] = [
  (files, random) => changed(files, { [anyName(files, random)]: undefined }),
  (files, random) => changed(files, { [anyName(files, random)]: files.get(anyName(files, random)) ?? '' }),
  (files, random) => {
    const [a, b] = [anyName(files, random), anyName(files, random)];
    return changed(files, { [a]: files.get(b), [b]: files.get(a) });
  },
  (files, random) => changed(files, { [`${anyName(files, random)}x`]: files.get(anyName(files, random)) }),
  (files, random, { all }) => {
    const other = one(all, random).files;
    const name = anyName(other, random);
    return changed(files, { [name]: other.get(name) });
  },
  (files, random) => {
    const name = anyName(files, random);
    const bytes = Buffer.from(files.get(name) ?? '');
    if (bytes.length > 0) {
      const at = random(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
    }
    return changed(files, { [name]: bytes });
  },
  (files, random) => withLines(files, random, (lines, at) => lines.splice(at, 1)),
  (files, random) => withLines(files, random, (lines, at) => lines.splice(at, 0, lines[at] ?? '')),
  (files, random) =>
    withLines(files, random, (lines, at) => {
      const other = random(lines.length);
      [lines[at], lines[other]] = [lines[other] ?? '', lines[at] ?? ''];
    }),
  (files, random) => withManifest(files, (manifest) => (manifest[one(FIELDS, random)] = one(VALUES, random))),
  (files, random) => withManifest(files, (manifest) => delete manifest[one(FIELDS, random)]),
  (files, random) =>
    withManifest(files, (manifest) => {
      // Another mutation may have been there before.
      const bound = manifest['bound'] as Record<string, unknown> | undefined;
      if (typeof bound === 'object' && bound !== null) {
        bound[one(['size', 'chosen', 'earlier', 'files'], random)] = one([0, [], {}, [{ first: 0, count: 4 }]], random);
      }
    }),
  (files, random) => {
    // Entries taken out, with their proofs and in the manifest as well.
    const lines = textOf(files, 'entries.jsonl').trim().split('\n');
    const [from, count] = [random(lines.length), 1 + random(3)];
    const runs = [
      { first: 0, count: from },
      { first: from + count, count: lines.length - from - count },
    ].filter((run) => run.count > 0);
    const kept = lines.filter((_, at) => at < from || at >= from + count);
    const gone = Object.fromEntries(
      Array.from({ length: count }, (_, at) => [`proofs/${String(from + at).padStart(12, '0')}.tlog-proof`, undefined]),
    );
    const fewer = changed(files, { 'entries.jsonl': `${kept.join('\n')}\n`, ...gone });
    return withManifest(fewer, (manifest) => (manifest['runs'] = runs));
  },
  // By a stranger, by a retired key, by a key of another log, or by two at once; with and without its line in `keys`.
  (files, random, around) => signedAgain(files, [one(thieves(around), random)], []),
  (files, random, around) => signedAgain(files, [one(thieves(around), random)], [STRANGER]),
  (files, random, around) => signedAgain(files, [STRANGER, one(thieves(around), random)], [STRANGER]),
  // The whole log written anew: another entry in it, all proofs right, and signed by whom nobody has named.
  (files, random, around) => rewritten(files, random, [one(forgers(around), random)]),
  (files, random, around) => rewritten(files, random, [STRANGER, one(forgers(around), random)]),
  // A value of an entry or of a file of values is another value of the same kind.
  (files, random) => withLines(files, random, (lines, at) => (lines[at] = otherValue(lines[at] ?? '', random))),
  // A numbered file under another number.
  (files, random) => {
    const numbered = [...files.keys()].filter((name) => /\d{12}\./.test(name));
    const name = numbered.length === 0 ? anyName(files, random) : one(numbered, random);
    const number = String(random(40)).padStart(12, '0');
    return changed(files, { [name]: undefined, [name.replace(/\d{12}/, number)]: files.get(name) });
  },
];

/** A signature of Ed25519 is the same each time: signing again by the same keys changes nothing. */
const isSame = (one_: Files, other: Files) =>
  one_.size === other.size &&
  [...one_].every(([name, bytes]) => Buffer.from(bytes).equals(Buffer.from(other.get(name) ?? '')));

export interface Mutant<T extends MutableBundle = MutableBundle> {
  readonly genuine: T;
  /** Which mutation made it. */
  readonly which: number;
  readonly files: Files;
}

/** Mutants of the genuine bundles, a quarter of them changed twice; those that came out unchanged are left out. */
export function* mutantsOf<T extends MutableBundle>(
  all: readonly T[],
  count: number,
  random: Random,
): Generator<Mutant<T>> {
  for (let at = 0; at < count;) {
    const genuine = one(all, random);
    const around = { genuine, all };
    const which = random(MUTATIONS.length);
    let files = (MUTATIONS[which] as Mutation)(genuine.files, random, around);
    if (random(4) === 0) {
      files = one(MUTATIONS, random)(files, random, around);
    }
    if (!isSame(files, genuine.files)) {
      at += 1;
      yield { genuine, which, files };
    }
  }
}
