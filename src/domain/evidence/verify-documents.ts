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

/** What of the entries other files of the bundle are compared with. */
export class Noted {
  /** base64 SHA-256 of the documents that the log says were given out. */
  readonly documents = new Set<string>();
  /** By index; only of entries that have one. */
  readonly commitments = new Map<number, string>();
  private readonly requests: ReadonlySet<string>;

  constructor(manifest: Manifest) {
    this.requests = new Set(manifest.requests);
  }

  add(index: number, entry: LogEntry): void {
    if (entry.event === 'report.issued') {
      this.documents.add((entry.facts as EventFacts['report.issued']).document);
    }
    // Disclosures are for chosen requests; a period of a million entries has none.
    if (entry.commit !== undefined && 'request' in entry.subject && this.requests.has(entry.subject.request)) {
      this.commitments.set(index, entry.commit);
    }
  }
}

const REPORTS = [BUNDLE_FILES.report, BUNDLE_FILES.compliance, BUNDLE_FILES.figures];

/** Each report in the bundle is one that the log says was given out: not swapped, not written afterwards. */
export async function checkReports(files: BundleFiles, noted: Noted, findings: Findings): Promise<void> {
  for (const name of REPORTS.filter((report) => files.names.includes(report))) {
    const document = encodeBase64(sha256(await readWhole(files, name, REPORT_LIMIT_BYTES)));
    const fault =
      noted.documents.size === 0 ? 'not-recorded' : noted.documents.has(document) ? undefined : 'other-document';
    findings.judge('report-unchanged', fault, name);
  }
}

export async function checkDisclosures(files: BundleFiles, { commitments }: Noted, findings: Findings): Promise<void> {
  if (!files.names.includes(BUNDLE_FILES.disclosures)) {
    return;
  }
  for await (const lines of linesOf(files, BUNDLE_FILES.disclosures, DISCLOSURE_LIMIT_BYTES)) {
    for (const line of lines) {
      const opening = parseDisclosure(line);
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
