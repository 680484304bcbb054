import { canonicalJson } from '../../../src/domain/log/canonical-json.js';
import { hasControlCharacter } from '../../../src/domain/log/encoding.js';
import { signNote, type Signer } from '../../../src/domain/log/signed-note.js';
import { LOG, OTHER, vkeyOf, type Files } from '../domain/evidence/sample-bundle.js';
import { changed } from '../domain/evidence/verifying.js';
import { GENUINE, type Genuine } from './genuine.js';

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
type Mutation = (files: Files, random: Random) => Files;

export const one = <T>(items: readonly T[], random: Random): T => items[random(items.length)] as T;
const textOf = (files: Files, name: string) => Buffer.from(files.get(name) ?? '').toString('utf8');
const anyName = (files: Files, random: Random) => one([...files.keys()], random);

function withLines(files: Files, random: Random, change: (lines: string[], at: number) => void): Files {
  const name = one(
    [...files.keys()].filter((file) => file !== 'report.pdf' && file !== 'verify.html'),
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
  (files, random) => {
    const other = one(GENUINE, random).files;
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
  (files, random) => signedAgain(files, [one([STRANGER, LOG, OTHER], random)], []),
  (files, random) => signedAgain(files, [one([STRANGER, LOG, OTHER], random)], [STRANGER]),
  (files, random) => signedAgain(files, [STRANGER, one([LOG, OTHER], random)], [STRANGER]),
];

/** A signature of Ed25519 is the same each time: signing again by the same keys changes nothing. */
const isSame = (one_: Files, other: Files) =>
  one_.size === other.size &&
  [...one_].every(([name, bytes]) => Buffer.from(bytes).equals(Buffer.from(other.get(name) ?? '')));

export interface Mutant {
  readonly genuine: Genuine;
  /** Which mutation made it. */
  readonly which: number;
  readonly files: Files;
}

/** Mutants of the genuine bundles, some of them changed twice; those that came out unchanged are left out. */
export function* mutantsOf(genuine: readonly Genuine[], count: number, random: Random): Generator<Mutant> {
  for (let at = 0; at < count; at += 1) {
    const each = one(genuine, random);
    const which = random(MUTATIONS.length);
    let files = (MUTATIONS[which] as Mutation)(each.files, random);
    if (random(4) === 0) {
      files = one(MUTATIONS, random)(files, random);
    }
    if (!isSame(files, each.files)) {
      yield { genuine: each, which, files };
    }
  }
}
