import { UnreadableBundleError } from '../../../src/domain/evidence/bundle-files.js';
import { verifyReceiptFile, type ReceiptOptions } from '../../../src/domain/evidence/verify-receipt.js';
import { NODE_PORT } from '../../../src/verifier/node-port.js';
import { receiptText } from '../../../src/verifier/receipt-text.js';
import { verdictText } from '../../../src/verifier/verdict-text.js';
import { en } from '../../../src/verifier/words.en.js';
import type { Files } from '../domain/evidence/sample-bundle.js';
import { verify } from '../domain/evidence/verifying.js';
import type { Genuine } from './genuine.js';
import { mutantsOf, one, randomOf, type MutableBundle, type Random } from './mutants.js';

// A mutant is accepted when it is proved; then it must say, word for word, what the genuine one says.

/** What a face says of a bundle that is proved; undefined for every other outcome. */
export async function said(files: Files, { options }: Pick<Genuine, 'options'>): Promise<string | undefined> {
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

export interface Judged {
  readonly refused: number;
  /** Accepted, and saying the same. */
  readonly same: number;
  /** A whole anchor is gone, and with it what it said; nothing else is said. */
  readonly less?: number;
  /** Accepted, and saying something else. */
  readonly lies: readonly unknown[];
}

/** @param onProgress after each thousand */
export async function judgeMutants(
  all: readonly MutableBundle[],
  count: number,
  seed: number,
  onProgress: (done: number) => void = () => undefined,
): Promise<Judged> {
  const genuine = new Map<MutableBundle, string | undefined>();
  for (const each of all) {
    genuine.set(each, await said(each.files, each));
  }
  const tally = { refused: 0, same: 0, less: 0 };
  const lies: unknown[] = [];
  for (const { genuine: each, which, files } of mutantsOf(all, count, randomOf(seed))) {
    const text = await said(files, each);
    if (text === undefined) {
      tally.refused += 1;
    } else if (text === genuine.get(each)) {
      tally.same += 1;
    } else {
      const before = genuine.get(each)?.split('\n') ?? [];
      const now = text.split('\n');
      const [says, lost] = [now.filter((line) => !before.includes(line)), before.filter((line) => !now.includes(line))];
      if (says.length === 0 && lacksAnAnchor(each.files, files)) {
        tally.less += 1;
      } else {
        lies.push({ which, bundle: each.name, says, lost });
      }
    }
    const done = tally.refused + tally.same + tally.less + lies.length;
    if (done % 1_000 === 0) {
      onProgress(done);
    }
  }
  return { ...tally, lies };
}

/**
 * Whether nothing but anchors was taken out. What witnesses saw is no part of what the log binds, as they see it later: one
 * anchor less is one statement less, and never another one.
 */
function lacksAnAnchor(genuine: ReadonlyMap<string, Uint8Array>, files: ReadonlyMap<string, Uint8Array>): boolean {
  const gone = [...genuine.keys()].filter((name) => !files.has(name));
  const rest = [...files].every(([name, bytes]) => Buffer.compare(bytes, genuine.get(name) ?? Buffer.alloc(0)) === 0);
  return gone.length > 0 && gone.every((name) => name.startsWith('anchors/')) && rest;
}

export interface MutableReceipt {
  readonly name: string;
  readonly text: string;
  readonly options: ReceiptOptions;
}

type Change = (lines: string[], random: Random, other: readonly string[]) => void;

const CHANGES: readonly Change[] = [
  (lines, random) => lines.splice(random(lines.length), 1),
  (lines, random) => {
    const at = random(lines.length);
    lines.splice(at, 0, lines[at] ?? '');
  },
  (lines, random) => {
    const [a, b] = [random(lines.length), random(lines.length)];
    [lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? ''];
  },
  (lines, random, other) => (lines[random(lines.length)] = other[random(other.length)] ?? ''),
  (lines, random) => {
    const at = random(lines.length);
    const bytes = Buffer.from(lines[at] ?? '');
    const place = random(bytes.length || 1);
    bytes[place] = (bytes[place] ?? 0) ^ (1 << random(8));
    lines[at] = bytes.toString('utf8');
  },
  (lines, random, other) => lines.splice(random(lines.length), lines.length, ...other.slice(random(other.length))),
];

/** The same for receipts, whose mutants are made of their lines and those of others. */
export async function judgeReceipts(all: readonly MutableReceipt[], count: number, seed: number): Promise<Judged> {
  const random = randomOf(seed);
  const say = async (text: string, options: ReceiptOptions) => {
    const verdict = await verifyReceiptFile(text, NODE_PORT, options);
    return verdict.outcome === 'proved' ? receiptText(verdict, 'en') : undefined;
  };
  const tally = { refused: 0, same: 0 };
  const lies: unknown[] = [];
  for (let at = 0; at < count; at += 1) {
    const each = one(all, random);
    const lines = each.text.split('\n');
    for (let times = random(4) === 0 ? 2 : 1; times > 0; times -= 1) {
      one(CHANGES, random)(lines, random, one(all, random).text.split('\n'));
    }
    if (all.some((other) => other.text === lines.join('\n'))) {
      // It has become another genuine one.
      continue;
    }
    const text = await say(lines.join('\n'), each.options);
    const before = await say(each.text, each.options);
    if (text === undefined) {
      tally.refused += 1;
    } else if (text === before) {
      tally.same += 1;
    } else {
      lies.push({ receipt: each.name, says: text, before });
    }
  }
  return { ...tally, lies };
}
