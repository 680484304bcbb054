import { encodeBase64 } from '../log/encoding.js';
import type { LogEntry } from '../log/entry.js';
import { sha256 } from '../log/sha256.js';
import { readWhole, type BundleFiles } from './bundle-files.js';
import { BUNDLE_FILES, manifestHash, type Manifest, type NamedFiles, type Run } from './bundle.js';
import type { Findings } from './findings.js';

/** What may lie beside the evidence itself: only if it was noted. */
const BESIDE: readonly string[] = [
  BUNDLE_FILES.disclosures,
  BUNDLE_FILES.references,
  BUNDLE_FILES.compliance,
  BUNDLE_FILES.figures,
  BUNDLE_FILES.page,
  BUNDLE_FILES.program,
  BUNDLE_FILES.readme,
];

const FILE_LIMIT_BYTES = 200_000_000;

/** Holds what was chosen for a bundle against what lies in it. */
export class ContentsWatch {
  /** How many of the entries chosen were seen. */
  private seen = 0;
  private run = 0;
  /** Entries that were not chosen and stand before the end that the log had then. */
  private readonly early: { readonly index: number; readonly request: string | undefined }[] = [];
  private readonly later: { readonly index: number; readonly event: string }[] = [];
  private readonly touched = new Set<string>();

  constructor(private readonly manifest: Manifest) {}

  /** Entries in the order of their indexes. */
  add(index: number, { event, subject }: LogEntry): void {
    const { bound } = this.manifest;
    if (bound === undefined) {
      return;
    }
    if (this.isChosen(bound.chosen, index)) {
      this.seen += 1;
      return;
    }
    const request = 'request' in subject ? subject.request : undefined;
    if (index < bound.size) {
      this.early.push({ index, request });
    } else {
      this.later.push({ index, event });
      if (request !== undefined) {
        this.touched.add(request);
      }
    }
  }

  /** @param noted hashes of manifests that the entry about the report in the bundle notes; empty: it notes none */
  async finish(files: BundleFiles, names: NamedFiles, noted: readonly string[], findings: Findings): Promise<void> {
    const { manifest } = this;
    const { bound, kind } = manifest;
    if (bound === undefined && noted.length === 0) {
      return;
    }
    const isNoted = noted.includes(manifestHash(manifest));
    findings.judge('contents-bound', isNoted && bound !== undefined ? undefined : 'other-contents', 'bundle.json');
    if (bound === undefined) {
      return;
    }
    const chosen = bound.chosen.reduce((sum, { count }) => sum + count, 0);
    findings.judge('contents-bound', this.seen === chosen ? undefined : 'gap', 'entries.jsonl');
    // Of a period there is also what happened while the report was made, and what the cases need that it happened to.
    const strangers =
      kind === 'period'
        ? this.early.filter(({ request }) => request === undefined || !this.touched.has(request))
        : [...this.early, ...this.later.filter(({ event }) => event !== 'report.issued')];
    strangers.forEach(({ index }) => findings.fault('contents-bound', 'not-chosen', index));
    for (const [name, hash] of Object.entries(bound.files)) {
      const fault = !files.names.includes(name)
        ? 'missing-file'
        : encodeBase64(sha256(await readWhole(files, name, FILE_LIMIT_BYTES))) === hash
          ? undefined
          : 'other-contents';
      findings.judge('contents-bound', fault, name);
    }
    for (const name of BESIDE.filter((one) => files.names.includes(one) && bound.files[one] === undefined)) {
      findings.fault('contents-bound', 'unknown-file', name);
    }
    for (const size of bound.earlier.filter((one) => !names.earlier.includes(one))) {
      findings.fault('contents-bound', 'missing-file', `checkpoints/${size}`);
    }
  }

  private isChosen(chosen: readonly Run[], index: number): boolean {
    for (let run = chosen[this.run]; run !== undefined && index >= run.first + run.count; run = chosen[this.run]) {
      this.run += 1;
    }
    const run = chosen[this.run];
    return run !== undefined && index >= run.first;
  }
}
