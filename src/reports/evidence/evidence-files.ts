import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BundleFiles } from '../../domain/evidence/bundle-files.js';
import { BUNDLE_FILES, earlierName, proofName, type Manifest, type Run } from '../../domain/evidence/bundle.js';
import { formatProofLine } from '../../domain/evidence/proof-lines.js';
import { countOf, piecesOf } from '../../domain/evidence/run-list.js';
import { missing } from '../../domain/evidence/zip.js';
import { canonicalJson } from '../../domain/log/canonical-json.js';
import { formatConsistency } from '../../domain/log/consistency-file.js';
import { utf8 } from '../../domain/log/encoding.js';
import { formatProof } from '../../domain/log/tlog-proof.js';
import type { TreeReader } from '../../audit/tree-reader.js';
import type { StoredCheckpoint } from '../../audit/tree.sql.js';
import { packageRoot } from '../../platform/package-root.js';

/** What a bundle is made of; entries and proofs are read when they are asked for. */
export interface EvidenceParts {
  readonly manifest: Manifest;
  readonly checkpoint: StoredCheckpoint;
  readonly keys: readonly string[];
  readonly earlier: readonly { readonly size: number; readonly note: string }[];
  /** Finished files: report, anchors, disclosures. */
  readonly finished: ReadonlyMap<string, Uint8Array>;
  readonly tree: TreeReader;
  readonly readRuns: (runs: readonly Run[]) => Promise<readonly { readonly index: number; readonly bytes: Buffer }[]>;
}

/** Up to this many entries each has a proof of its own, which stands alone; beyond, the ends of each run have one. */
const PROOF_EACH_LIMIT = 1_000;
const ENTRIES_AT_A_TIME = 2_000;
const NEWLINE = Buffer.from('\n');

type Content = () => AsyncIterable<Uint8Array>;

/** An evidence bundle as files that make themselves when they are read: one entry batch in memory at a time. */
export function evidenceFiles(parts: EvidenceParts): BundleFiles {
  const { manifest, checkpoint, keys, earlier, tree } = parts;
  const files = new Map<string, Content>([
    [BUNDLE_FILES.manifest, whole(canonicalJson(manifest))],
    [BUNDLE_FILES.entries, () => entryLines(parts)],
    [BUNDLE_FILES.checkpoint, whole(checkpoint.note)],
    [BUNDLE_FILES.keys, whole(keys.map((vkey) => `${vkey}\n`).join(''))],
    ...earlier.map(({ size, note }): [string, Content] => [
      earlierName(size),
      made(async () =>
        formatConsistency({ old: size, path: await tree.consistency(size, checkpoint.size), checkpoint: note }),
      ),
    ]),
    ...proofsOf(parts),
    ...[...parts.finished].map(([name, bytes]): [string, Content] => [name, whole(bytes)]),
    ...verifierFiles().map(([name, bytes]): [string, Content] => [name, whole(bytes)]),
  ]);
  return {
    names: [...files.keys()],
    size: (name) => parts.finished.get(name)?.length,
    open: (name) => files.get(name)?.() ?? missing(name),
  };
}

/** What tells how to verify, and does it; the log notes their hashes when a bundle is given out. */
export function verifierFiles(): readonly (readonly [string, Uint8Array])[] {
  return [
    [BUNDLE_FILES.readme, utf8(README)],
    ...VERIFIERS.filter((name) => existsSync(verifierPath(name))).map(
      (name) => [name, readFileSync(verifierPath(name))] as const,
    ),
  ];
}

const VERIFIERS = [BUNDLE_FILES.page, BUNDLE_FILES.program] as const;

/** Built with the program (bin/build-verifier.mjs). */
function verifierPath(name: string): string {
  return join(packageRoot(), 'dist', 'verifier', name);
}

/** Each entry's own, which stands alone; of many entries one file that proves the ends of their runs. */
function proofsOf(parts: EvidenceParts): readonly (readonly [string, Content])[] {
  const { runs } = parts.manifest;
  return countOf(runs) > PROOF_EACH_LIMIT
    ? [[BUNDLE_FILES.proofs, () => proofLines(parts)]]
    : runs.flatMap(({ first, count }) =>
        Array.from(
          { length: count },
          (_, at) => [proofName(first + at), made(() => proofOf(parts, first + at))] as const,
        ),
      );
}

async function* proofLines({
  manifest: { runs },
  tree,
  checkpoint: { size },
}: EvidenceParts): AsyncIterable<Uint8Array> {
  for (const { first, count } of runs) {
    for (const index of count === 1 ? [first] : [first, first + count - 1]) {
      yield utf8(`${formatProofLine({ index, path: await tree.inclusion(index, size) })}\n`);
    }
  }
}

async function* entryLines({ manifest, readRuns }: EvidenceParts): AsyncIterable<Uint8Array> {
  for (const piece of piecesOf(manifest.runs, ENTRIES_AT_A_TIME)) {
    const rows = await readRuns(piece);
    yield Buffer.concat(rows.flatMap(({ bytes }) => [bytes, NEWLINE]));
  }
}

async function proofOf({ tree, checkpoint, readRuns }: EvidenceParts, index: number): Promise<string> {
  const [entry] = await readRuns([{ first: index, count: 1 }]);
  const path = await tree.inclusion(index, checkpoint.size);
  return formatProof({ ...(entry && { extra: entry.bytes }), index, path, checkpoint: checkpoint.note });
}

function whole(content: string | Uint8Array): Content {
  const bytes = typeof content === 'string' ? utf8(content) : content;
  return async function* () {
    await Promise.resolve();
    yield bytes;
  };
}

function made(make: () => Promise<string>): Content {
  return async function* () {
    yield utf8(await make());
  };
}

const README = `Nachweispaket · Evidence bundle
================================

So prüfen Sie es, ohne Netz und ohne unsere Software:
  1. ZIP speichern. verify.html daraus in einem Browser öffnen und die ZIP-Datei hineinziehen.
  2. Oder auf der Kommandozeile (Node ab 20):  node verify.mjs DATEI.zip
  3. Wer dem mitgelieferten Prüfprogramm nicht traut, nimmt ein eigenes: die Formate sind öffentlich
     (RFC 6962, c2sp.org: tlog-checkpoint, tlog-proof, signed-note).
Vergleichen Sie den Fingerabdruck des Schlüssels auf anderem Weg, etwa am Telefon.

How to verify it, without a network and without our software:
  1. Save the ZIP. Open its verify.html in a browser and drag the ZIP into it.
  2. Or on the command line (Node 20 or later):  node verify.mjs FILE.zip --lang en
  3. Whoever does not trust the verifier that came with it takes another: the formats are public
     (RFC 6962, c2sp.org: tlog-checkpoint, tlog-proof, signed-note).
Compare the fingerprint of the key by another way, by telephone for instance.

bundle.json          was in diesem Paket liegt / what lies in this bundle
entries.jsonl        die Protokolleinträge, Byte für Byte / the log entries, byte for byte
checkpoint           der unterschriebene Prüfpunkt / the signed checkpoint
keys                 Schlüssel des Protokolls (vkey) / keys of the log (vkey)
proofs/              Belege einzelner Einträge / proofs of single entries
proofs.jsonl         stattdessen, wo es viele sind / instead, where there are many
checkpoints/         frühere Prüfpunkte mit Beweis / earlier checkpoints with their proof
anchors/             Zeugen und Zeitstempel / witnesses and time stamps
references.jsonl     Aktenzeichen, auf die sich das Protokoll festgelegt hat / references the log committed to
disclosures.jsonl    offengelegte Inhalte, falls vorhanden / disclosed content, if any
report.pdf           der Bericht für Menschen / the report for people
compliance.pdf       Rechenschaftsbericht eines Zeitraums / compliance report of a period
compliance.json      dessen Zahlen / its figures
`;
