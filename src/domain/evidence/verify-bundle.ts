import type { Checkpoint } from '../log/checkpoint.js';
import { encodeBase64 } from '../log/encoding.js';
import { readWhole, UnreadableBundleError, type BundleFiles } from './bundle-files.js';
import { BUNDLE_FILES, parseManifest, readNames, REQUIRED_FILES, type Manifest, type NamedFiles } from './bundle.js';
import { PeriodWatch, type Completeness } from './completeness.js';
import { checkEpochs, type EpochShown } from './epochs.js';
import type { Held } from './held.js';
import { Findings, type BundleCheckResult } from './findings.js';
import { outcomeOf, type Outcome, type Unconfirmed } from './outcome.js';
import { Replay } from './replay.js';
import type { RequestVerdict } from './request-life.js';
import { Standing } from './standing.js';
import { Told } from './told.js';
import type { VerifierPort } from './verifier-port.js';
import { checkAnchors, checkOrderInTime, seenByNamed, type Anchor, type Seen } from './verify-anchors.js';
import { checkCheckpoint, checkEarlier } from './verify-checkpoints.js';
import { ContentsWatch } from './verify-contents.js';
import { checkDisclosures, checkReferences, checkReports, Noted } from './verify-documents.js';
import { checkInclusion, readEntries } from './verify-entries.js';
import { checkHeld, rememberedKeys, wantedFor } from './verify-held.js';
import { FigureRecount } from './verify-figures.js';
import { checkKeys, type KeyShown, type TrustedKeys } from './verify-keys.js';

export interface VerifyOptions extends TrustedKeys {
  /** The witness policy (C2SP tlog-policy) of the person who verifies; the one in the bundle is its maker's word. */
  readonly trustedPolicy?: string;
  /** SHA-256 (hexadecimal) of certificates of time-stamping authorities whom the person who verifies trusts. */
  readonly trustedAuthorities?: readonly string[];
  /** What the person who verifies holds of this log already: receipts, checkpoints, earlier bundles. */
  readonly held?: readonly Held[];
  /** Of a log that is verified in its place, no document is expected. */
  readonly withoutReport?: boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

/** What the log proves of a request, and since when somebody whom the reader named vouches for it. */
export interface ShownRequest extends RequestVerdict {
  /** The number by which people call it, if the log has committed to it. */
  readonly reference: string | null;
  /** RFC 3339; null: nobody whom the reader named says that its recording existed at any time. */
  readonly seenAt: string | null;
}

export interface BundleVerdict {
  readonly outcome: Outcome;
  /** Everything is proved by whom the reader named. */
  readonly ok: boolean;
  /** What keeps it from being proved; empty when a check failed only. */
  readonly unconfirmed: readonly Unconfirmed[];
  /** Whether it holds every entry of its days. */
  readonly complete: Completeness;
  readonly checks: readonly BundleCheckResult[];
  readonly manifest: Manifest;
  readonly entries: number;
  readonly checkpoint: { readonly origin: string; readonly size: number; readonly root: string } | null;
  readonly keys: readonly KeyShown[];
  readonly anchors: readonly Anchor[];
  /** Where the log went on under a new name, because it had gone back or lost its key: it says so itself. */
  readonly epochs: readonly EpochShown[];
  /** The log says itself that all of it is made up. */
  readonly synthetic: boolean;
  /** What those whom the reader named have seen of the log, and when. */
  readonly seen: readonly Seen[];
  readonly requests: readonly ShownRequest[];
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
  const standing = new Standing();
  const replay = new Replay(standing, manifest.timeZone);
  const noted = new Noted(manifest);
  const told = new Told(names.earlier);
  const period = new PeriodWatch(manifest);
  const contents = new ContentsWatch(manifest);
  const recount = await FigureRecount.of(files, manifest);
  const read = await readEntries(
    ...([files, manifest, names, findings] as const),
    (index, entry) => {
      replay.add(index, entry);
      noted.add(index, entry);
      told.add(index, entry);
      period.add(index, entry);
      contents.add(index, entry);
      recount?.add(index, entry);
    },
    (done) => options.onProgress?.(done, total),
    wantedFor(options.held ?? []),
  );
  const signed = await checkCheckpoint(files, findings, port);
  if (signed === undefined) {
    findings.fault('entries-in-log', 'other-checkpoint', BUNDLE_FILES.checkpoint);
  } else {
    await checkInclusion(files, manifest, names, read, signed, findings);
  }
  const earlier = signed === undefined ? [] : await checkEarlier(files, names, signed, findings, port);
  const { keys, unconfirmed: ofKeys } =
    signed === undefined
      ? { keys: [], unconfirmed: [] as const }
      : checkKeys(
          ...([signed, earlier, told.rotations] as const),
          { ...options, rememberedKeys: await rememberedKeys(options.held ?? [], signed, port) },
          findings,
        );
  const isLinked = signed === undefined || checkHeld(options.held ?? [], signed, [...earlier, signed], read, findings);
  const anchors = await checkAnchors(files, names, {
    known: [...earlier, ...(signed === undefined ? [] : [signed])],
    policy: options.trustedPolicy,
    authorities: options.trustedAuthorities ?? [],
    findings,
    port,
  });
  checkOrderInTime(anchors, told.lastBelow(signed?.checkpoint.size ?? 0), findings);
  checkEpochs(told.epochs, signed?.checkpoint.origin ?? '', findings);
  const complete = period.finish(signed?.checkpoint.size ?? 0, findings);
  const unconfirmed = [
    ...ofKeys,
    ...(complete === 'no' ? (['not-complete'] as const) : []),
    ...(isLinked ? [] : (['not-linked'] as const)),
  ];
  const bound = await checkReports(files, manifest, noted, findings);
  await contents.finish(files, names, bound, findings);
  recount?.finish(findings);
  await checkDisclosures(files, noted, findings);
  const references = await checkReferences(files, told.references, findings);
  const { requests, faults } = replay.finish();
  if (standing.seat.timeZone !== undefined && standing.seat.timeZone !== manifest.timeZone) {
    findings.fault('files-complete', 'other-time-zone', BUNDLE_FILES.manifest);
  }
  findings.looked('sequence-allowed', requests.length);
  faults.forEach(({ index, fault }) => findings.fault('sequence-allowed', fault, index));
  const checks = findings.results();
  const outcome = outcomeOf(checks, unconfirmed);
  const seen = seenByNamed(anchors);
  return {
    outcome,
    ok: outcome === 'proved',
    unconfirmed,
    complete,
    checks,
    manifest,
    entries: read.count,
    checkpoint: signed === undefined ? null : shownCheckpoint(signed.checkpoint),
    keys,
    anchors,
    epochs: told.epochs,
    synthetic: standing.seat.synthetic,
    seen,
    // Added to what was made for this alone: a hundred thousand cases are not copied.
    requests: requests.map((one) =>
      Object.assign(one, {
        reference: references.get(one.request) ?? null,
        seenAt: earliest(seen, told.recordedAt(one.request)),
      }),
    ),
  };
}

function shownCheckpoint({ origin, size, root }: Checkpoint) {
  return { origin, size, root: encodeBase64(root) };
}

/** When the first of them saw the entry. */
function earliest(seen: readonly Seen[], index: number | undefined): string | null {
  const times = seen.flatMap(({ size, at }) => (index !== undefined && index < size ? [at] : []));
  return times.sort()[0] ?? null;
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
