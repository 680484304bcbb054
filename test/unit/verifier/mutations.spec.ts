import { canonicalJson } from '../../../src/domain/log/canonical-json.js';
import { signNote, type Signer } from '../../../src/domain/log/signed-note.js';
import { formatProof } from '../../../src/domain/log/tlog-proof.js';
import { UnreadableBundleError } from '../../../src/domain/evidence/bundle-files.js';
import { NODE_PORT } from '../../../src/verifier/node-port.js';
import { verifyReceiptFile } from '../../../src/domain/evidence/verify-receipt.js';
import { receiptText } from '../../../src/verifier/receipt-text.js';
import { verdictText } from '../../../src/verifier/verdict-text.js';
import { en } from '../../../src/verifier/words.en.js';
import { LOG, OTHER, SampleLog, sampleEntries, vkeyOf, type Files } from '../domain/evidence/sample-bundle.js';
import { changed, verify } from '../domain/evidence/verifying.js';
import { GENUINE, type Genuine } from './genuine.js';

// Long runs: bench/mutations.mjs.
const COUNT = Number(process.env['MUTANTS'] ?? '2000');
const SEED = Number(process.env['MUTATION_SEED'] ?? '20261201');
const STRANGER: Signer = { ...LOG, seed: Buffer.alloc(32, 99) };

/** Mulberry32: the same mutants for the same seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Random = ReturnType<typeof randomOf>;
type Mutation = (files: Files, random: Random) => Files;

const one = <T>(items: readonly T[], random: Random): T => items[random(items.length)] as T;
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

async function said(files: Files, { options }: Genuine): Promise<string | undefined> {
  try {
    const verdict = await verify(files, options);
    return verdict.outcome === 'proved' ? verdictText(verdict, en) : undefined;
  } catch (error) {
    if (error instanceof UnreadableBundleError) {
      return undefined;
    }
    throw error;
  }
}

/** A signature of Ed25519 is the same each time: signing again by the same keys changes nothing. */
const isSame = (one_: Files, other: Files) =>
  one_.size === other.size &&
  [...one_].every(([name, bytes]) => Buffer.from(bytes).equals(Buffer.from(other.get(name) ?? '')));

test('genuine bundles of every kind are proved', async () => {
  expect(GENUINE.length).toBeGreaterThanOrEqual(15);
  for (const genuine of GENUINE) {
    expect([
      genuine.name,
      (await verify(genuine.files, genuine.options)).checks.filter(({ state }) => state === 'failed'),
    ]).toEqual([genuine.name, []]);
    expect([genuine.name, (await said(genuine.files, genuine)) !== undefined]).toEqual([genuine.name, true]);
  }
});

test(`${COUNT} mutants of them: what is accepted says the same, word for word (seed ${SEED})`, async () => {
  const random = randomOf(SEED);
  const genuine = new Map<Genuine, string | undefined>();
  for (const each of GENUINE) {
    genuine.set(each, await said(each.files, each));
  }
  const tally = { refused: 0, same: 0, untouched: 0 };
  const lies: unknown[] = [];
  for (let at = 0; at < COUNT; at += 1) {
    const each = one(GENUINE, random);
    const which = random(MUTATIONS.length);
    let mutant = (MUTATIONS[which] as Mutation)(each.files, random);
    if (random(4) === 0) {
      mutant = one(MUTATIONS, random)(mutant, random);
    }
    if (isSame(mutant, each.files)) {
      tally.untouched += 1;
      continue;
    }
    const text = await said(mutant, each);
    if (text === undefined) {
      tally.refused += 1;
    } else if (text === genuine.get(each)) {
      tally.same += 1;
    } else {
      const before = genuine.get(each)?.split('\n') ?? [];
      lies.push({
        at,
        which,
        bundle: each.name,
        says: text.split('\n').filter((line) => !before.includes(line)),
        lost: before.filter((line) => !text.split('\n').includes(line)),
      });
    }
  }
  process.stdout.write(`mutants: ${JSON.stringify(tally)}, seed ${SEED}\n`);
  expect(lies).toEqual([]);
  expect(tally.refused).toBeGreaterThan(COUNT / 2);
});

test('mutants of receipts, too', async () => {
  const random = randomOf(SEED);
  const log = new SampleLog(sampleEntries());
  const options = { trustedKeys: [vkeyOf(LOG)] };
  const say = async (text: string) => {
    const verdict = await verifyReceiptFile(text, NODE_PORT, options);
    return verdict.outcome === 'proved' ? receiptText(verdict, 'en') : undefined;
  };
  for (let at = 0; at < COUNT / 4; at += 1) {
    const index = random(log.lines.length);
    const good = formatProof({
      ...{ extra: log.lines[index] ?? Buffer.alloc(0), index, path: log.path(index), checkpoint: log.checkpoint() },
    });
    const bytes = Buffer.from(good);
    const place = random(bytes.length);
    bytes[place] = (bytes[place] ?? 0) ^ (1 << random(8));
    const text = await say(bytes.toString('utf8'));
    expect([at, text === undefined || text === (await say(good))]).toEqual([at, true]);
  }
});
