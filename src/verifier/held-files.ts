import { readFileSync, statSync } from 'node:fs';
import { heldInBundle } from '../domain/evidence/held-bundle.js';
import { compareHeld, heldBy, rootsOf, type Comparison, type Held } from '../domain/evidence/held.js';
import { verifyBundle } from '../domain/evidence/verify-bundle.js';
import { parseCheckpoint } from '../domain/log/checkpoint.js';
import { textOf } from '../domain/log/encoding.js';
import { parseOrigin } from '../domain/log/origin.js';
import { openBundle } from './node-files.js';
import { NODE_PORT } from './node-port.js';
import { UnusableTrustError } from './trust-options.js';

const SMALL_FILE_BYTES = 1_000_000;
const ZIP = 'PK';

/**
 * What somebody holds of a log: a receipt, a checkpoint, or a bundle (ZIP or folder).
 * @throws UnusableTrustError for what is none, or false in itself; UnreadableBundleError; what the file system throws
 */
export async function heldIn(path: string): Promise<Held> {
  const text = smallTextIn(path);
  const held = text === undefined ? await heldInBundleAt(path) : heldBy(text);
  if (held === undefined) {
    throw new UnusableTrustError(`${path} is neither a receipt, nor a checkpoint, nor a bundle that holds in itself`);
  }
  return held;
}

async function heldInBundleAt(path: string): Promise<Held | undefined> {
  const { files, close } = await openBundle(path);
  try {
    return await heldInBundle(files, NODE_PORT);
  } finally {
    await close();
  }
}

/** Undefined for a bundle. */
function smallTextIn(path: string): string | undefined {
  const stat = statSync(path);
  if (!stat.isFile() || stat.size > SMALL_FILE_BYTES) {
    return undefined;
  }
  const bytes = readFileSync(path);
  return bytes.toString('latin1', 0, ZIP.length) === ZIP ? undefined : (textOf(bytes) ?? '');
}

/** Whether two files tell of one history. @throws as `heldIn` */
export async function compareFiles(one: string, other: string): Promise<Comparison> {
  const [first, second] = [await heldIn(one), await heldIn(other)];
  const [bundle, held] = smallTextIn(one) === undefined ? [one, second] : [other, first];
  if (smallTextIn(bundle) !== undefined) {
    return compareHeld(first, sideOf(second));
  }
  // A bundle that holds all entries from the first on tells the root at any size.
  const { files, close } = await openBundle(bundle);
  try {
    const { checks, unconfirmed } = await verifyBundle(files, NODE_PORT, { held: [held] });
    const [finding] = checks.find(({ check }) => check === 'held-before')?.findings ?? [];
    if (finding !== undefined) {
      return finding.fault === 'forked' ? 'forked' : 'other-log';
    }
    return unconfirmed.includes('not-linked') ? 'unlinked' : 'agrees';
  } finally {
    await close();
  }
}

function sideOf({ notes, leaves }: Held) {
  const checkpoints = notes.map((note) => parseCheckpoint(note)).filter((one) => one !== undefined);
  return { log: parseOrigin(checkpoints[0]?.origin ?? '').log, roots: rootsOf(checkpoints), leaves };
}
