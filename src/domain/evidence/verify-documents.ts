import { NotCanonicalError, parseCanonical } from '../log/canonical-json.js';
import { commit } from '../log/commitment.js';
import { decodeBase64, encodeBase64, textOf } from '../log/encoding.js';
import type { LogEntry } from '../log/entry.js';
import type { EventFacts } from '../log/events.js';
import { sha256 } from '../log/sha256.js';
import { linesOf, readWhole, type BundleFiles } from './bundle-files.js';
import { BUNDLE_FILES, type Manifest } from './bundle.js';
import type { Findings } from './findings.js';

/** A report of a million requests is some megabytes. */
const REPORT_LIMIT_BYTES = 200_000_000;
const DISCLOSURE_LIMIT_BYTES = 80_000_000;

type Issued = EventFacts['report.issued'];

/** What of the entries other files of the bundle are compared with. */
export class Noted {
  /** What the log says was given out, by base64 SHA-256 of the document. */
  readonly documents = new Map<string, Issued[]>();
  /** By index; only of entries that have one. */
  readonly commitments = new Map<number, string>();
  private readonly requests: ReadonlySet<string>;

  constructor(manifest: Manifest) {
    this.requests = new Set(manifest.requests);
  }

  add(index: number, entry: LogEntry): void {
    if (entry.event === 'report.issued') {
      const issued = entry.facts as Issued;
      this.documents.set(issued.document, [...(this.documents.get(issued.document) ?? []), issued]);
    }
    // Disclosures are for chosen requests; a period of a million entries has none.
    if (entry.commit !== undefined && 'request' in entry.subject && this.requests.has(entry.subject.request)) {
      this.commitments.set(index, entry.commit);
    }
  }
}

/** Under which kind each document was given out. */
const REPORTS = [
  { name: BUNDLE_FILES.report, kinds: ['evidence-of-request', 'evidence-of-period'] },
  { name: BUNDLE_FILES.compliance, kinds: ['compliance'] },
  { name: BUNDLE_FILES.figures, kinds: ['compliance'] },
] as const;

/** Each report in the bundle is the one that the log says was given out for just this: not swapped, not written afterwards. @returns the manifests noted with it */
export async function checkReports(
  files: BundleFiles,
  manifest: Manifest,
  { documents }: Noted,
  findings: Findings,
): Promise<readonly string[]> {
  let noted: readonly string[] = [];
  for (const { name, kinds } of REPORTS.filter((report) => files.names.includes(report.name))) {
    const document = encodeBase64(sha256(await readWhole(files, name, REPORT_LIMIT_BYTES)));
    const issued = documents.get(document);
    if (name === BUNDLE_FILES.report) {
      noted = (issued ?? []).flatMap((one) => one.manifest ?? []);
    }
    const fault =
      documents.size === 0
        ? 'not-recorded'
        : issued === undefined
          ? 'other-document'
          : issued.some((one) => kinds.some((kind) => kind === one.kind) && isOver(one, manifest))
            ? undefined
            : 'other-kind';
    findings.judge('report-unchanged', fault, name);
  }
  return noted;
}

/** The report of a period is over its days; that of single cases was made on one day, whichever. */
function isOver({ kind, from, to }: Issued, manifest: Manifest): boolean {
  const isPeriod = manifest.kind === 'period';
  return kind === 'evidence-of-request' ? !isPeriod : isPeriod && from === manifest.from && to === manifest.to;
}

export async function checkDisclosures(files: BundleFiles, { commitments }: Noted, findings: Findings): Promise<void> {
  if (!files.names.includes(BUNDLE_FILES.disclosures)) {
    return;
  }
  for await (const lines of linesOf(files, BUNDLE_FILES.disclosures, DISCLOSURE_LIMIT_BYTES)) {
    for (const line of lines) {
      const opening = parseDisclosure(line.bytes);
      const commitment = opening && commitments.get(opening.index);
      const fault =
        opening === undefined
          ? 'malformed'
          : commitment === undefined
            ? 'no-entry'
            : commit(opening.salt, opening.payload) === commitment
              ? undefined
              : 'other-commitment';
      findings.judge('disclosures', fault, opening?.index ?? BUNDLE_FILES.disclosures);
    }
  }
}

/**
 * References that the log has committed to, by request; what nothing proves is not told.
 * @param committed by request, the commitment in its entry `request.recorded`
 */
export async function checkReferences(
  files: BundleFiles,
  committed: ReadonlyMap<string, string>,
  findings: Findings,
): Promise<ReadonlyMap<string, string>> {
  const proved = new Map<string, string>();
  if (!files.names.includes(BUNDLE_FILES.references)) {
    return proved;
  }
  for await (const lines of linesOf(files, BUNDLE_FILES.references, REFERENCE_LIMIT_BYTES)) {
    for (const line of lines) {
      const opening = parseReference(line.bytes);
      const commitment = opening && committed.get(opening.request);
      const fault =
        opening === undefined || proved.has(opening.request)
          ? 'malformed'
          : commitment === undefined
            ? 'no-entry'
            : referenceCommitment(opening.salt, opening.reference) === commitment
              ? undefined
              : 'other-commitment';
      findings.judge('references', fault, opening?.request ?? BUNDLE_FILES.references);
      if (opening !== undefined && fault === undefined) {
        proved.set(opening.request, opening.reference);
      }
    }
  }
  return proved;
}

const REFERENCE_LIMIT_BYTES = 1_000;

/** What the entry `request.recorded` has of the number by which people call the request. */
export function referenceCommitment(salt: Uint8Array, reference: string): string {
  return commit(salt, { reference });
}

function parseReference(line: Uint8Array) {
  try {
    const { reference, request, salt, ...more } = parseCanonical(textOf(line) ?? '') as Record<string, unknown>;
    const bytes = typeof salt === 'string' ? decodeBase64(salt) : undefined;
    const isWhole = typeof reference === 'string' && typeof request === 'string' && Object.keys(more).length === 0;
    return isWhole && bytes?.length === 32 ? { reference, request, salt: bytes } : undefined;
  } catch (error) {
    if (error instanceof NotCanonicalError || error instanceof TypeError) {
      return undefined;
    }
    throw error;
  }
}

export interface Disclosure {
  readonly index: number;
  readonly salt: Uint8Array;
  readonly payload: unknown;
}

export function parseDisclosure(line: Uint8Array): Disclosure | undefined {
  try {
    const { index, salt, payload } = parseCanonical(textOf(line) ?? '') as Record<string, unknown>;
    const bytes = typeof salt === 'string' ? decodeBase64(salt) : undefined;
    const isWhole = typeof index === 'number' && bytes?.length === 32 && payload !== undefined;
    return isWhole ? { index, salt: bytes, payload } : undefined;
  } catch (error) {
    if (error instanceof NotCanonicalError || error instanceof TypeError) {
      return undefined;
    }
    throw error;
  }
}
