import { encodeBase64 } from '../log/encoding.js';
import type { LogEntry } from '../log/entry.js';
import type { EventFacts } from '../log/events.js';
import { fingerprintOf, type Verifier } from '../log/signed-note.js';
import { readWhole, UnreadableBundleError, type BundleFiles } from './bundle-files.js';
import { BUNDLE_FILES, parseManifest, readNames, REQUIRED_FILES, type Manifest, type NamedFiles } from './bundle.js';
import { Findings, type BundleCheckResult } from './findings.js';
import { Replay } from './replay.js';
import type { RequestVerdict } from './request-life.js';
import type { VerifierPort } from './verifier-port.js';
import { checkAnchors, type Anchor } from './verify-anchors.js';
import { checkCheckpoint, checkEarlier } from './verify-checkpoints.js';
import { checkDisclosures, checkReports, Noted } from './verify-documents.js';
import { checkInclusion, readEntries } from './verify-entries.js';

export interface VerifyOptions {
  /** Keys (C2SP vkey) that the person who verifies has from elsewhere; none: the bundle's own, to be compared by hand. */
  readonly trustedKeys?: readonly string[];
  /** Keys that are known anyhow; used for those logs they belong to, and asking nothing of others. */
  readonly ownKeys?: readonly string[];
  /** The witness policy of the person who verifies, instead of the one in the bundle. */
  readonly trustedPolicy?: string;
  /** Of a log that is verified in its place, no document is expected. */
  readonly withoutReport?: boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface KeyShown {
  readonly vkey: string;
  readonly name: string;
  /** SHA-256 of the public key, hexadecimal in groups of four, as people compare it. */
  readonly fingerprint: string;
}

export interface EpochShown {
  readonly index: number;
  readonly at: string;
  readonly epoch: number;
  readonly reason: EventFacts['log.epoch-opened']['reason'];
  /** Entries under the last checkpoint known of the epoch before. */
  readonly previousSize: number;
}

export interface BundleVerdict {
  /** No check failed. */
  readonly ok: boolean;
  readonly checks: readonly BundleCheckResult[];
  readonly manifest: Manifest;
  readonly entries: number;
  readonly checkpoint: { readonly origin: string; readonly size: number; readonly root: string } | null;
  readonly keys: readonly KeyShown[];
  readonly anchors: readonly Anchor[];
  /** Where the log went on under a new name, because it had gone back or lost its key: it says so itself. */
  readonly epochs: readonly EpochShown[];
  readonly requests: readonly RequestVerdict[];
}

const MANIFEST_LIMIT_BYTES = 100_000_000;

/**
 * Checks everything that a bundle claims, from its own bytes alone: no network, no clock, no database. Each
 * check is made whatever the others found, as far as it can be.
 * @throws UnreadableBundleError when there is nothing to check: no bundle, or a hostile one
 */
export async function verifyBundle(
  files: BundleFiles,
  port: VerifierPort,
  options: VerifyOptions = {},
): Promise<BundleVerdict> {
  const findings = new Findings();
  const names = checkFiles(files, findings, options.withoutReport === true);
  const manifest = parseManifest(await readWhole(files, BUNDLE_FILES.manifest, MANIFEST_LIMIT_BYTES));
  if (manifest === undefined) {
    throw new UnreadableBundleError('damaged', BUNDLE_FILES.manifest);
  }
  const total = manifest.runs.reduce((sum, { count }) => sum + count, 0);
  const replay = new Replay();
  const noted = new Noted(manifest);
  const epochs: EpochShown[] = [];
  const read = await readEntries(
    ...([files, manifest, names, findings] as const),
    (index, entry) => {
      replay.add(index, entry);
      noted.add(index, entry);
      epochs.push(...epochIn(index, entry));
    },
    (done) => options.onProgress?.(done, total),
  );
  const signed = await checkCheckpoint(files, findings, port, options);
  if (signed === undefined) {
    findings.fault('entries-in-log', 'other-checkpoint', BUNDLE_FILES.checkpoint);
  } else {
    await checkInclusion(files, manifest, names, read, signed, findings);
  }
  const earlier = signed === undefined ? [] : await checkEarlier(files, names, signed, findings, port);
  const anchors = await checkAnchors(files, names, {
    known: [...(signed === undefined ? [] : [signed.checkpoint]), ...earlier],
    policy: options.trustedPolicy,
    findings,
    port,
  });
  await checkReports(files, noted, findings);
  await checkDisclosures(files, noted, findings);
  const { requests, faults } = replay.finish(manifest.timeZone);
  findings.looked('sequence-allowed', requests.length);
  faults.forEach(({ index, fault }) => findings.fault('sequence-allowed', fault, index));
  const checks = findings.results();
  return {
    ok: checks.every(({ state }) => state !== 'failed'),
    checks,
    manifest,
    entries: read.count,
    checkpoint: signed === undefined ? null : { ...signed.checkpoint, root: encodeBase64(signed.checkpoint.root) },
    keys: (signed?.keys ?? []).map(shown),
    anchors,
    epochs,
    requests,
  };
}

function epochIn(index: number, entry: LogEntry): readonly EpochShown[] {
  if (entry.event !== 'log.epoch-opened') {
    return [];
  }
  const { epoch, reason, previousSize } = entry.facts as EventFacts['log.epoch-opened'];
  return [{ index, at: entry.at, epoch, reason, previousSize }];
}

function checkFiles(files: BundleFiles, findings: Findings, withoutReport: boolean): NamedFiles {
  const names = readNames(files.names);
  findings.looked('files-complete', files.names.length);
  names.unknown.forEach((name) => findings.fault('files-complete', 'unknown-file', name));
  REQUIRED_FILES.filter(
    (name) => !files.names.includes(name) && !(withoutReport && name === BUNDLE_FILES.report),
  ).forEach((name) => findings.fault('files-complete', 'missing-file', name));
  return names;
}

function shown({ vkey, name, publicKey }: Verifier & { readonly vkey: string }): KeyShown {
  return { vkey, name, fingerprint: fingerprintOf(publicKey) };
}
