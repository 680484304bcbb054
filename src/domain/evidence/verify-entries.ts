import { textOf } from '../log/encoding.js';
import { ENTRY_LIMIT_BYTES } from '../log/entry-bundle.js';
import { InvalidEntryError, parseEntry, parseEntryText, type LogEntry } from '../log/entry.js';
import type { Checkpoint } from '../log/checkpoint.js';
import { HashedNodes, leafHash, verifyInclusion } from '../log/merkle.js';
import { RunTree } from '../log/run-tree.js';
import { parseProof, type TlogProof } from '../log/tlog-proof.js';
import { sameBytes } from '../log/encoding.js';
import { linesOf, readWhole, type BundleFiles, type Line } from './bundle-files.js';
import { BUNDLE_FILES, proofName, type Manifest, type NamedFiles, type Run } from './bundle.js';
import type { Findings } from './findings.js';
import { parseProofLine, PROOF_LINE_LIMIT_BYTES } from './proof-lines.js';

const PROOF_LIMIT_BYTES = 200_000;

/** What comes of reading the entries once, from the first to the last. */
export interface ReadEntries {
  readonly count: number;
  /** Leaf hashes of the entries that have a proof of their own. */
  readonly leaves: ReadonlyMap<number, Uint8Array>;
  readonly trees: readonly RunTree[];
  /** Roots of the log at sizes that were asked for, where the bundle holds all entries below. */
  readonly roots: ReadonlyMap<number, Uint8Array>;
}

/** What else is to be noted of the entries, to compare it with what somebody holds. */
export interface Wanted {
  readonly indexes: ReadonlySet<number>;
  readonly sizes: ReadonlySet<number>;
}

export type EntryVisitor = (index: number, entry: LogEntry) => void;

/** Reads each line once: canonical form, leaf hash, and the visitor; constant memory but for the proven leaves. */
export async function readEntries(
  files: BundleFiles,
  { runs }: Manifest,
  { proofs }: NamedFiles,
  findings: Findings,
  visit: EntryVisitor,
  onProgress: (done: number) => void,
  wanted: Wanted,
): Promise<ReadEntries> {
  const proven = new Set([...proofs, ...wanted.indexes, ...endsOf(runs)]);
  const roots = new Map<number, Uint8Array>();
  const leaves = new Map<number, Uint8Array>();
  const trees: RunTree[] = [];
  let count = 0;
  let [at, tree]: [number, RunTree | undefined] = [-1, undefined];
  for await (const lines of linesOf(files, BUNDLE_FILES.entries, ENTRY_LIMIT_BYTES)) {
    for (const line of lines) {
      if (tree === undefined || tree.count === runs[at]?.count) {
        at += 1;
        const run = runs[at];
        if (run === undefined) {
          findings.fault('entries-well-formed', 'other-count', BUNDLE_FILES.entries);
          return { count, leaves, trees, roots };
        }
        tree = new RunTree(run.first);
        trees.push(tree);
      }
      const index = tree.first + tree.count;
      const leaf = leafHash(line.bytes);
      tree.add(leaf);
      if (proven.has(index)) {
        leaves.set(index, leaf);
      }
      if (wanted.sizes.has(index + 1)) {
        const root = tree.root();
        if (root !== undefined) {
          roots.set(index + 1, root);
        }
      }
      visitEntry(index, line, findings, visit);
      count += 1;
    }
    onProgress(count);
  }
  findings.looked('entries-well-formed', count);
  if (count !== runs.reduce((total, run) => total + run.count, 0)) {
    findings.fault('entries-well-formed', 'other-count', BUNDLE_FILES.entries);
  }
  return { count, leaves, trees, roots };
}

function visitEntry(index: number, { bytes, text }: Line, findings: Findings, visit: EntryVisitor): void {
  let entry: LogEntry;
  try {
    // A line that is too long has ended the reading.
    entry = text === undefined ? parseEntry(bytes) : parseEntryText(text);
  } catch (error) {
    if (error instanceof InvalidEntryError) {
      findings.fault('entries-well-formed', 'malformed', index);
      return;
    }
    throw error;
  }
  visit(index, entry);
}

function endsOf(runs: readonly Run[]): ReadonlySet<number> {
  return new Set(runs.flatMap(({ first, count }) => [first, first + count - 1]));
}

/** Every entry against the root of the checkpoint: those with a proof one by one, and each run as a whole. */
export async function checkInclusion(
  files: BundleFiles,
  { runs }: Manifest,
  { proofs }: NamedFiles,
  { leaves, trees }: ReadEntries,
  { note, checkpoint }: { readonly note: string; readonly checkpoint: Checkpoint },
  findings: Findings,
): Promise<void> {
  const ends = endsOf(runs);
  const paths = new Map<number, readonly Uint8Array[]>();
  const nodes = new HashedNodes();
  for (const index of proofs) {
    const proof = parseProof(textOf(await readWhole(files, proofName(index), PROOF_LIMIT_BYTES)) ?? '');
    const fault = faultOfProof(proof, index, leaves.get(index), { note, checkpoint, nodes });
    findings.judge('entries-in-log', fault, index);
    if (proof !== undefined && ends.has(index)) {
      paths.set(index, proof.path);
    }
  }
  await checkProofLines(files, { ends, leaves, checkpoint, findings, paths, nodes });
  for (const [at, run] of runs.entries()) {
    findings.judge('entries-in-log', faultOfRun(run, trees[at], paths, { checkpoint, nodes }), run.first);
  }
}

/** The proofs of the ends of runs, where they stand in one file: in the order of their indexes, and of nothing else. */
async function checkProofLines(
  files: BundleFiles,
  {
    ends,
    leaves,
    checkpoint: { size, root },
    findings,
    paths,
    nodes,
  }: {
    readonly ends: ReadonlySet<number>;
    readonly leaves: ReadonlyMap<number, Uint8Array>;
    readonly checkpoint: Checkpoint;
    readonly findings: Findings;
    readonly paths: Map<number, readonly Uint8Array[]>;
    readonly nodes: HashedNodes;
  },
): Promise<void> {
  if (!files.names.includes(BUNDLE_FILES.proofs)) {
    return;
  }
  let before = -1;
  for await (const lines of linesOf(files, BUNDLE_FILES.proofs, PROOF_LINE_LIMIT_BYTES)) {
    for (const line of lines) {
      const proof = parseProofLine(line.text ?? textOf(line.bytes) ?? '');
      if (proof === undefined || proof.index <= before) {
        findings.judge('entries-in-log', 'malformed', proof?.index ?? BUNDLE_FILES.proofs);
        continue;
      }
      const { index, path } = proof;
      before = index;
      const leaf = ends.has(index) ? leaves.get(index) : undefined;
      const holds = leaf !== undefined && verifyInclusion(leaf, index, size, path, root, nodes);
      findings.judge('entries-in-log', leaf === undefined ? 'no-entry' : holds ? undefined : 'other-root', index);
      if (leaf !== undefined) {
        paths.set(index, path);
      }
    }
  }
}

/** What proofs are checked against; its nodes are hashed once for all of them. */
interface Against {
  readonly checkpoint: Checkpoint;
  readonly nodes: HashedNodes;
}

function faultOfProof(
  proof: TlogProof | undefined,
  index: number,
  leaf: Uint8Array | undefined,
  { note, checkpoint: { size, root }, nodes }: Against & { readonly note: string },
) {
  if (proof?.index !== index) {
    return 'malformed';
  }
  if (leaf === undefined) {
    return 'no-entry';
  }
  if (proof.checkpoint !== note) {
    return 'other-checkpoint';
  }
  if (proof.extra !== undefined && !sameBytes(leafHash(proof.extra), leaf)) {
    return 'other-entry';
  }
  return verifyInclusion(leaf, index, size, proof.path, root, nodes) ? undefined : 'other-root';
}

function faultOfRun(
  { first, count }: Run,
  tree: RunTree | undefined,
  paths: ReadonlyMap<number, readonly Uint8Array[]>,
  { checkpoint: { size, root }, nodes }: Against,
) {
  const firstPath = paths.get(first);
  const lastPath = paths.get(first + count - 1);
  if (firstPath === undefined || lastPath === undefined) {
    return 'no-proof';
  }
  return tree?.count === count && tree.isIn(size, root, firstPath, lastPath, nodes) ? undefined : 'other-root';
}
