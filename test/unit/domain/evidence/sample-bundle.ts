import { canonicalJson } from '../../../../src/domain/log/canonical-json.js';
import { formatCheckpoint } from '../../../../src/domain/log/checkpoint.js';
import { formatConsistency } from '../../../../src/domain/log/consistency-file.js';
import { cosign, formatCosignerVkey } from '../../../../src/domain/log/cosignature.js';
import { publicKeyOf } from '../../../../src/domain/log/ed25519.js';
import { entryBytes, type LogEntry } from '../../../../src/domain/log/entry.js';
import type { EventFacts, EventName } from '../../../../src/domain/log/events.js';
import {
  consistencyPath,
  inclusionPath,
  leafHash,
  nodesOver,
  rootOfLeaves,
} from '../../../../src/domain/log/merkle.js';
import { formatSignatureLine, formatVkey, signNote, type Signer } from '../../../../src/domain/log/signed-note.js';
import { formatProof } from '../../../../src/domain/log/tlog-proof.js';
import { commit } from '../../../../src/domain/log/commitment.js';
import type { BundleFiles } from '../../../../src/domain/evidence/bundle-files.js';
import { anchorName, earlierName, proofName, type Manifest, type Run } from '../../../../src/domain/evidence/bundle.js';
import { missing } from '../../../../src/domain/evidence/zip.js';
import { sha } from '../log/naive-tree.js';
import { goodFacts } from '../log/entries.js';

// A small log, and bundles of it, made with the code under test but for what an attacker does to them.

export const ORIGIN = 'dsb.example/kammer';
export const LOG: Signer = { name: ORIGIN, seed: Buffer.alloc(32, 1) };
export const OTHER: Signer = { name: ORIGIN, seed: Buffer.alloc(32, 2) };
const LOGS: Signer = { name: 'dsb.example/_logs', seed: Buffer.alloc(32, 3) };
export const WITNESSES: readonly Signer[] = [4, 5, 6].map((at) => ({
  name: `w${at}.example/_witness`,
  seed: Buffer.alloc(32, at),
}));
export const vkeyOf = ({ name, seed }: Signer): string => formatVkey(name, publicKeyOf(seed));

const id = (at: number): string => `0198c0de-0000-7000-8000-${String(at).padStart(12, '0')}`;
export const REQUEST = id(101);
export const SECOND = id(102);
export const RECIPIENTS = Buffer.alloc(32, 8).toString('base64');
export const REPORT = Buffer.from('%PDF-1.7 a report');
export const SALT = Buffer.alloc(32, 9);
export const PAYLOAD = { message: 'Bitte löschen' };

/** Seconds after noon of a day without a change of the clocks. */
export const at = (second: number): string => new Date(Date.UTC(2026, 10, 23, 12, 0, second)).toISOString();

let made = 0;
export function entry<E extends EventName>(
  event: E,
  second: number,
  facts: Partial<EventFacts[E]> = {},
  more: Partial<LogEntry> = {},
): LogEntry {
  // Optional facts of the two moments would tell of another hand-over than the one given.
  const { arrival: _arrival, seenAt: _seenAt, seen: _seen, ...good } = goodFacts(event);
  const all = { ...good, ...facts };
  return {
    v: 1,
    id: id((made += 1) + 1_000),
    at: at(second),
    event,
    subject: { organisation: id(1) },
    actor: 'system',
    facts: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as never,
    ...more,
  };
}

export const of = (request: string): Partial<LogEntry> => ({ subject: { request } });

export function recorded(second: number, request = REQUEST, facts: Partial<EventFacts['request.recorded']> = {}) {
  return entry(
    'request.recorded',
    second,
    {
      splitFrom: undefined,
      reference: undefined,
      receivedAt: at(second - 60),
      recordedAt: at(second),
      instruction: id(2),
      designation: id(3),
      dueOn: '2026-12-23',
      safeOn: '2026-12-23',
      rights: ['erasure'],
      ...facts,
    },
    of(request),
  );
}

export function attempt(second: number, request = REQUEST, number = 1) {
  const facts = { forwarding: `${request.slice(0, -1)}9`, attempt: number, designation: id(3) };
  return entry('forwarding.attempt-started', second, facts, of(request));
}

export function accepted(second: number, request = REQUEST, number = 1, facts: object = {}) {
  const base = { forwarding: `${request.slice(0, -1)}9`, attempt: number, designation: id(3) };
  return entry(
    'forwarding.accepted',
    second,
    { ...base, acceptedAt: at(second), recipients: RECIPIENTS, ...facts },
    of(request),
  );
}

export function settings(): LogEntry[] {
  return [
    entry('organisation.created', -500, { synthetic: undefined, timeZone: 'Europe/Berlin', land: 'BW' }),
    entry('instruction.issued', -499, {
      instruction: id(2),
      version: 1,
      holdsFrom: '2026-01-01',
      handoverLimitMinutes: 10,
      forwardingLimitSeconds: 60,
    }),
    entry('designation.set', -498, { designation: id(3), recipients: RECIPIENTS, deputy: false, replaces: undefined }),
  ];
}

export function issued(second: number, report: Uint8Array = REPORT, facts: Partial<EventFacts['report.issued']> = {}) {
  const document = Buffer.from(sha(report)).toString('base64');
  return entry('report.issued', second, { kind: 'evidence-of-request', manifest: undefined, document, ...facts });
}

/** Two requests: one forwarded and acknowledged, one with a commitment, and the report over both. */
export function sampleEntries(report: Uint8Array = REPORT): LogEntry[] {
  return [
    ...settings(),
    { ...recorded(1), commit: commit(SALT, PAYLOAD) },
    attempt(2),
    accepted(3),
    recorded(4, SECOND),
    attempt(5, SECOND),
    entry('request.acknowledged', 6, {}, of(REQUEST)),
    accepted(7, SECOND),
    issued(8, report),
  ];
}

export class SampleLog {
  readonly lines: readonly Uint8Array[];
  readonly leaves: readonly Uint8Array[];

  constructor(entries: readonly LogEntry[], lines?: readonly Uint8Array[]) {
    this.lines = lines ?? entries.map((one) => entryBytes(one));
    this.leaves = this.lines.map((line) => leafHash(line));
  }

  checkpoint(size = this.lines.length, signers: readonly Signer[] = [LOG]): string {
    const root = rootOfLeaves(this.leaves.slice(0, size));
    return signNote(formatCheckpoint({ origin: signers[0]?.name ?? '', size, root }), signers);
  }

  path(index: number, size = this.lines.length): readonly Uint8Array[] {
    return inclusionPath(index, size, nodesOver(this.leaves.slice(0, size)));
  }

  consistency(older: number, newer = this.lines.length): readonly Uint8Array[] {
    return consistencyPath(older, newer, nodesOver(this.leaves.slice(0, newer)));
  }
}

export type Files = Map<string, Uint8Array>;

export interface BundleOptions {
  readonly runs?: readonly Run[];
  readonly signers?: readonly Signer[];
  readonly keys?: readonly string[];
  readonly earlier?: readonly number[];
  readonly report?: Uint8Array;
  readonly manifest?: Partial<Manifest>;
}

/** The files of a bundle over `runs` of the log; each entry with its proof. */
export function bundleOf(log: SampleLog, options: BundleOptions = {}): Files {
  const runs = options.runs ?? [{ first: 0, count: log.lines.length }];
  const signers = options.signers ?? [LOG];
  const checkpoint = log.checkpoint(log.lines.length, signers);
  const indexes = runs.flatMap(({ first, count }) => Array.from({ length: count }, (_, index) => first + index));
  const manifest: Manifest = {
    v: 1,
    kind: 'request',
    runs,
    requests: [REQUEST],
    references: {},
    from: null,
    to: null,
    timeZone: 'Europe/Berlin',
    ...options.manifest,
  };
  return new Map<string, Uint8Array>([
    ['bundle.json', Buffer.from(canonicalJson(manifest))],
    ['entries.jsonl', linesOf(indexes.map((index) => log.lines[index] ?? Buffer.alloc(0)))],
    ['checkpoint', Buffer.from(checkpoint)],
    ['keys', Buffer.from((options.keys ?? signers.map(vkeyOf)).map((vkey) => `${vkey}\n`).join(''))],
    ['report.pdf', options.report ?? REPORT],
    ['LIESMICH.txt', Buffer.from('how to verify\n')],
    ...indexes.map((index): [string, Uint8Array] => [
      proofName(index),
      Buffer.from(
        formatProof({ extra: log.lines[index] ?? Buffer.alloc(0), index, path: log.path(index), checkpoint }),
      ),
    ]),
    ...(options.earlier ?? []).map((size): [string, Uint8Array] => [
      earlierName(size),
      Buffer.from(
        formatConsistency({ old: size, path: log.consistency(size), checkpoint: log.checkpoint(size, signers) }),
      ),
    ]),
  ]);
}

/** The checkpoint of this log in a log of logs, cosigned by the first `signed` of three witnesses, of which two must. */
export function withAnchor(files: Files, log: SampleLog, signed = 2, needed = 2, second = 20): Files {
  const note = log.checkpoint();
  const logs = new SampleLog([], [Buffer.from('another log'), Buffer.from(note)]);
  const witnessed = logs.checkpoint(2, [LOGS]);
  const text = witnessed.slice(0, witnessed.indexOf('\n\n') + 1);
  const cosigned = WITNESSES.slice(0, signed).map((one) =>
    formatSignatureLine(cosign(text, one, Date.parse(at(second)) / 1_000)),
  );
  const checkpoint = witnessed + cosigned.join('');
  const proof = formatProof({ extra: Buffer.from(note), index: 1, path: logs.path(1), checkpoint });
  const policy = [
    `log ${vkeyOf(LOGS)}`,
    ...WITNESSES.map(({ name, seed }, index) => `witness w${index} ${formatCosignerVkey(name, publicKeyOf(seed))}`),
    `group all ${needed} w0 w1 w2`,
    'quorum all',
  ];
  return new Map([
    ...files,
    [anchorName(2, 'tlog-proof'), Buffer.from(proof)],
    ['anchors/policy', Buffer.from(`${policy.join('\n')}\n`)],
  ]);
}

export function linesOf(lines: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')]));
}

export function asFiles(files: Files): BundleFiles {
  return {
    names: [...files.keys()],
    size: (name) => files.get(name)?.length,
    open: (name) => {
      const bytes = files.get(name);
      return bytes === undefined ? missing(name) : one(bytes);
    },
  };
}

async function* one(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  await Promise.resolve();
  yield bytes;
}
