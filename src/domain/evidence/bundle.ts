// The files of an evidence bundle and what `bundle.json` says of them. Nothing in it is believed: it only
// tells the verifier which index each line of entries.jsonl is to be checked at.

import { parseCivilDate } from '../civil-date.js';
import { canonicalJson, NotCanonicalError, parseCanonical } from '../log/canonical-json.js';
import { encodeBase64, textOf, utf8 } from '../log/encoding.js';
import { sha256 } from '../log/sha256.js';

export const BUNDLE_FILES = {
  manifest: 'bundle.json',
  /** The exact bytes of each entry, a line each, in the order of their indexes. */
  entries: 'entries.jsonl',
  /** Inclusion proofs of the ends of runs, a line each, in the order of their indexes: one file where there are many. */
  proofs: 'proofs.jsonl',
  /** The signed note that everything is proven against. */
  checkpoint: 'checkpoint',
  /** Verifier keys (C2SP vkey) of the log, a line each, oldest first. */
  keys: 'keys',
  /** Witnesses, their keys, and how many of them must have signed (C2SP tlog-policy). */
  policy: 'anchors/policy',
  /** Openings of commitments: `{"index","payload","salt"}`, a line each. */
  disclosures: 'disclosures.jsonl',
  /** Openings of the commitments to references: `{"reference","request","salt"}`, a line each. */
  references: 'references.jsonl',
  report: 'report.pdf',
  /** The compliance report of the period, for people and for programs; each was given out, too. */
  compliance: 'compliance.pdf',
  figures: 'compliance.json',
  page: 'verify.html',
  program: 'verify.mjs',
  readme: 'LIESMICH.txt',
} as const;

export const REQUIRED_FILES: readonly string[] = [
  BUNDLE_FILES.manifest,
  BUNDLE_FILES.entries,
  BUNDLE_FILES.checkpoint,
  BUNDLE_FILES.keys,
  BUNDLE_FILES.report,
];

const PROOF = /^proofs\/([0-9]{12,16})\.tlog-proof$/;
const EARLIER = /^checkpoints\/([0-9]{12,16})\.consistency$/;
const ANCHOR = /^anchors\/([0-9]{12,16})\.(tlog-proof|tsr)$/;
const DIGITS = 12;

/** The first and the last entry of each run have one; in a bundle for single requests each entry has. */
export function proofName(index: number): string {
  return `proofs/${padded(index)}.tlog-proof`;
}

/** An earlier checkpoint with its consistency proof, in the form of a request to a witness (C2SP tlog-witness). */
export function earlierName(size: number): string {
  return `checkpoints/${padded(size)}.consistency`;
}

/**
 * Inclusion of a checkpoint of this log in the log of logs of that size, and the time stamp (RFC 3161) over that one's
 * checkpoint.
 */
export function anchorName(size: number, kind: 'tlog-proof' | 'tsr'): string {
  return `anchors/${padded(size)}.${kind}`;
}

function padded(number: number): string {
  return String(number).padStart(DIGITS, '0');
}

export interface NamedFiles {
  readonly proofs: readonly number[];
  readonly earlier: readonly number[];
  readonly anchors: readonly number[];
  readonly timeStamps: readonly number[];
  readonly unknown: readonly string[];
}

/** What the names say; only the one spelling of a number is known. */
export function readNames(names: readonly string[]): NamedFiles {
  const fixed = new Set<string>(Object.values(BUNDLE_FILES));
  const numbered = (pattern: RegExp, kind?: string): number[] =>
    names
      .map((name) => ({ name, match: pattern.exec(name) }))
      .filter(({ match }) => match !== null && (kind === undefined || match[2] === kind))
      .map(({ match }) => Number(match?.[1]))
      .sort((a, b) => a - b);
  const read = {
    proofs: numbered(PROOF),
    earlier: numbered(EARLIER),
    anchors: numbered(ANCHOR, 'tlog-proof'),
    timeStamps: numbered(ANCHOR, 'tsr'),
  };
  const known = new Set([
    ...fixed,
    ...read.proofs.map(proofName),
    ...read.earlier.map(earlierName),
    ...read.anchors.map((size) => anchorName(size, 'tlog-proof')),
    ...read.timeStamps.map((size) => anchorName(size, 'tsr')),
  ]);
  return { ...read, unknown: names.filter((name) => !known.has(name)) };
}

/** Neighbouring entries of the log: `count` of them from index `first` on. */
export interface Run {
  readonly first: number;
  readonly count: number;
}

export const BUNDLE_KINDS = ['request', 'requests', 'period'] as const;
export type BundleKind = (typeof BUNDLE_KINDS)[number];

export interface Manifest {
  readonly v: 1;
  readonly kind: BundleKind;
  readonly runs: readonly Run[];
  /** The requests asked for; empty for a period. */
  readonly requests: readonly string[];
  /** References by which people call the requests; the log knows only their ids. */
  readonly references: Readonly<Record<string, string>>;
  /** Days of a period; null otherwise. */
  readonly from: string | null;
  readonly to: string | null;
  readonly timeZone: string;
  /** What was chosen and what lies beside it; undefined in bundles of before the log bound them. */
  readonly bound?: BoundContents;
}

/** What the entry `report.issued` binds, by the hash of the manifest without its runs. */
export interface BoundContents {
  /** Entries of the log when the choice was made. */
  readonly size: number;
  /** The entries chosen then; the bundle holds them all, and what came to the log while it was made. */
  readonly chosen: readonly Run[];
  /** Sizes of earlier checkpoints that lie in it. */
  readonly earlier: readonly number[];
  /** base64 SHA-256 of files in it, by name. */
  readonly files: Readonly<Record<string, string>>;
}

/** base64 SHA-256 over everything that the manifest says but `runs`: those hold the entry itself that says it. */
export function manifestHash({ runs: _runs, ...manifest }: Manifest): string {
  return encodeBase64(sha256(utf8(canonicalJson(manifest))));
}

const MEMBERS = ['v', 'kind', 'runs', 'requests', 'references', 'from', 'to', 'timeZone', 'bound'];
const BOUND_MEMBERS = ['size', 'chosen', 'earlier', 'files'];

/** Undefined for anything else, and for what has a member more. */
export function parseManifest(bytes: Uint8Array): Manifest | undefined {
  let value: Partial<Record<keyof Manifest, unknown>>;
  try {
    value = parseCanonical(textOf(bytes) ?? '') as typeof value;
  } catch (error) {
    if (error instanceof NotCanonicalError) {
      return undefined;
    }
    throw error;
  }
  const shaped =
    typeof value === 'object' &&
    value !== null &&
    value.v === 1 &&
    BUNDLE_KINDS.some((kind) => kind === value.kind) &&
    areRuns(value.runs) &&
    isListOf(value.requests, isText) &&
    isTable(value.references) &&
    Object.keys(value).every((member) => MEMBERS.includes(member)) &&
    (value.bound === undefined || isBound(value.bound)) &&
    areDays(value.kind === 'period', value.from, value.to) &&
    isText(value.timeZone) &&
    isTimeZone(value.timeZone);
  return shaped ? (value as Manifest) : undefined;
}

function isBound(value: unknown): value is BoundContents {
  const { size, chosen, earlier, files } = (value ?? {}) as Partial<Record<keyof BoundContents, unknown>>;
  return (
    Object.keys(value ?? {}).every((member) => BOUND_MEMBERS.includes(member)) &&
    Number.isSafeInteger(size) &&
    areRuns(chosen) &&
    isListOf(earlier, (one) => Number.isSafeInteger(one)) &&
    isTable(files)
  );
}

/** Of a period both, or neither: then it is the whole log. */
function areDays(isPeriod: boolean, from: unknown, to: unknown): boolean {
  if (from === null && to === null) {
    return true;
  }
  const [start, end] = [parseCivilDate(from), parseCivilDate(to)];
  return isPeriod && start !== undefined && end !== undefined && start <= end;
}

/** In order, and none touching the next: neighbours belong to one run. */
function areRuns(value: unknown): value is readonly Run[] {
  return (
    isListOf(value, (run: unknown) => {
      const { first, count } = (run ?? {}) as Partial<Run>;
      return Number.isSafeInteger(first) && Number.isSafeInteger(count) && Number(first) >= 0 && Number(count) > 0;
    }) && (value as Run[]).every((run, at, all) => at === 0 || Number(endOf(all[at - 1])) < run.first)
  );
}

function endOf(run: Run | undefined): number {
  return run === undefined ? 0 : run.first + run.count;
}

function isTable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isText);
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 100;
}

function isTimeZone(value: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
