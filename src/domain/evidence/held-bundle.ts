import { parseConsistency } from '../log/consistency-file.js';
import { ENTRY_LIMIT_BYTES } from '../log/entry-bundle.js';
import { leafHash } from '../log/merkle.js';
import { linesOf, readSmallText, readWhole, type BundleFiles } from './bundle-files.js';
import { BUNDLE_FILES, earlierName, parseManifest, readNames } from './bundle.js';
import type { Held } from './held.js';
import type { VerifierPort } from './verifier-port.js';
import { verifyBundle } from './verify-bundle.js';

const MANIFEST_LIMIT_BYTES = 100_000_000;

/** What a bundle holds of its log; undefined for one that is false. @throws UnreadableBundleError */
export async function heldInBundle(files: BundleFiles, port: VerifierPort): Promise<Held | undefined> {
  const { outcome } = await verifyBundle(files, port);
  if (outcome === 'false') {
    return undefined;
  }
  const notes = [(await readSmallText(files, BUNDLE_FILES.checkpoint)) ?? ''];
  for (const size of readNames(files.names).earlier) {
    notes.push(parseConsistency((await readSmallText(files, earlierName(size))) ?? '')?.checkpoint ?? '');
  }
  const manifest = parseManifest(await readWhole(files, BUNDLE_FILES.manifest, MANIFEST_LIMIT_BYTES));
  const indexes = indexesOf(manifest?.runs ?? []);
  const leaves = new Map<number, Uint8Array>();
  for await (const lines of linesOf(files, BUNDLE_FILES.entries, ENTRY_LIMIT_BYTES)) {
    for (const line of lines) {
      leaves.set(Number(indexes.next().value), leafHash(line.bytes));
    }
  }
  return { notes, leaves };
}

function* indexesOf(runs: readonly { readonly first: number; readonly count: number }[]): Generator<number> {
  for (const { first, count } of runs) {
    for (let index = first; index < first + count; index += 1) {
      yield index;
    }
  }
}
