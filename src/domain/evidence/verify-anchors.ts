import { parseCheckpoint, type Checkpoint } from '../log/checkpoint.js';
import { cosignatureClaims } from '../log/cosignature.js';
import { sameBytes, textOf, utf8 } from '../log/encoding.js';
import { leafHash, verifyInclusion } from '../log/merkle.js';
import { claimsOf, fingerprintOf, parseNote, type ParsedNote } from '../log/signed-note.js';
import { parseProof, type TlogProof } from '../log/tlog-proof.js';
import { isQuorum, NO_POLICY, parseWitnessPolicy, quorumOf, type WitnessPolicy } from '../log/witness-policy.js';
import { openTimeStamp, timeStampCovers } from '../timestamp/time-stamp.js';
import { readSmallText, readWhole, type BundleFiles } from './bundle-files.js';
import { anchorName, BUNDLE_FILES, type NamedFiles } from './bundle.js';
import type { BundleFault, Findings } from './findings.js';
import type { VerifierPort } from './verifier-port.js';
import type { SignedCheckpoint } from './verify-checkpoints.js';

export interface WitnessShown {
  readonly name: string;
  readonly at: string;
  /** SHA-256 of the public key, hexadecimal in groups of four. */
  readonly fingerprint: string;
}

export interface TimeStampShown {
  readonly at: string;
  readonly signer: string;
  /** SHA-256 of the signing certificate, hexadecimal. */
  readonly fingerprint: string;
  /** The last certificate upward that the stamp holds. */
  readonly root: { readonly name: string; readonly fingerprint: string };
  /** Whether whoever verifies named one of the two. */
  readonly named: boolean;
}

/** A checkpoint of this log, as others have seen it: cosigned itself, or in a log of logs, or time-stamped there. */
export interface Anchor {
  /** Size of this log then: entries from there on nobody has seen with it. */
  readonly size: number;
  /** Whose log of logs, or this log itself. */
  readonly origin: string;
  readonly witnesses: readonly WitnessShown[];
  readonly quorum: { readonly needed: number; readonly of: number };
  /** Whether the witnesses are those that whoever verifies named, and as many as were asked for. */
  readonly named: boolean;
  readonly timeStamp: TimeStampShown | null;
}

interface Task {
  /** Checkpoints of this log that the bundle has and that hold. */
  readonly known: readonly SignedCheckpoint[];
  /** Of whoever verifies. */
  readonly policy: string | undefined;
  /** SHA-256 of certificates, hexadecimal, of whoever verifies. */
  readonly authorities: readonly string[];
  readonly findings: Findings;
  readonly port: VerifierPort;
}

const TIME_STAMP_LIMIT_BYTES = 100_000;

/**
 * That others saw this log when they say so: nothing before was changed since. What comes out of the bundle alone is
 * never independent: only witnesses and authorities that whoever verifies names are said to have confirmed anything.
 */
export async function checkAnchors(files: BundleFiles, names: NamedFiles, task: Task): Promise<readonly Anchor[]> {
  const policy = await policyOf(files, task);
  const anchors = [...(await cosignedItself(policy, task))];
  for (const place of names.anchors) {
    const anchor = await inLogOfLogs(files, names, place, policy, task);
    if (anchor !== undefined) {
      anchors.push(anchor);
    }
  }
  names.timeStamps
    .filter((place) => !names.anchors.includes(place))
    .forEach((place) => task.findings.judge('time-stamps', 'no-entry', anchorName(place, 'tsr')));
  if (task.policy !== undefined && policy.quorum !== undefined) {
    const isEnough = anchors.some(({ named }) => named);
    task.findings.judge('witnesses-named', isEnough ? undefined : 'too-few-witnesses', BUNDLE_FILES.policy);
  }
  if (task.authorities.length > 0) {
    const isStamped = anchors.some(({ timeStamp }) => timeStamp?.named === true);
    task.findings.judge('time-stamps-named', isStamped ? undefined : 'no-named-stamp');
  }
  return anchors.sort((a, b) => a.size - b.size);
}

async function policyOf(files: BundleFiles, { policy, findings }: Task): Promise<WitnessPolicy> {
  const text = policy ?? (await readSmallText(files, BUNDLE_FILES.policy));
  const parsed = text === undefined ? NO_POLICY : parseWitnessPolicy(text);
  if ('line' in parsed) {
    findings.fault('witnesses', 'malformed', BUNDLE_FILES.policy);
    return NO_POLICY;
  }
  return parsed;
}

/** Checkpoints of this log that witnesses have signed themselves. */
async function cosignedItself(policy: WitnessPolicy, task: Task): Promise<readonly Anchor[]> {
  const anchors: Anchor[] = [];
  for (const { note, checkpoint } of task.known) {
    const parsed = parseNote(note);
    const signed = parsed === undefined ? [] : await cosigners(parsed, policy, task);
    if (signed === undefined || signed.length > 0) {
      task.findings.judge('witnesses', signed === undefined ? 'bad-signature' : undefined, checkpoint.size);
      anchors.push(anchorOf(checkpoint, checkpoint.origin, signed ?? [], policy, task, null));
    }
  }
  return anchors;
}

async function inLogOfLogs(
  files: BundleFiles,
  names: NamedFiles,
  place: number,
  policy: WitnessPolicy,
  task: Task,
): Promise<Anchor | undefined> {
  const file = anchorName(place, 'tlog-proof');
  const proof = parseProof((await readSmallText(files, file)) ?? '');
  const note = proof && parseNote(proof.checkpoint);
  const anchored = proof?.extra && parseCheckpoint(textOf(proof.extra) ?? '');
  const log = proof && parseCheckpoint(proof.checkpoint);
  if (proof === undefined || note === undefined || anchored === undefined || log?.size !== place) {
    task.findings.judge('witnesses', 'malformed', file);
    return undefined;
  }
  const fault = await inclusionFault(proof, log, anchored, note, policy, task);
  const signed = await cosigners(note, policy, task);
  task.findings.judge('witnesses', fault ?? (signed === undefined ? 'bad-signature' : undefined), file);
  const timeStamp = names.timeStamps.includes(place) ? await timeStampOf(files, place, note.text, task) : null;
  return fault === undefined ? anchorOf(anchored, log.origin, signed ?? [], policy, task, timeStamp) : undefined;
}

interface Cosigner extends WitnessShown {
  /** Its name in the policy. */
  readonly member: string;
}

function anchorOf(
  { size }: Checkpoint,
  origin: string,
  signed: readonly Cosigner[],
  policy: WitnessPolicy,
  task: Task,
  timeStamp: TimeStampShown | null,
): Anchor {
  const isEnough = policy.quorum !== undefined && isQuorum(policy, new Set(signed.map(({ member }) => member)));
  return {
    size,
    origin,
    witnesses: signed.map(({ name, at, fingerprint }) => ({ name, at, fingerprint })),
    quorum: quorumOf(policy),
    named: task.policy !== undefined && isEnough,
    timeStamp,
  };
}

/** That the anchored checkpoint is one of this log, stands in the log of logs, and that one is signed by a known key. */
async function inclusionFault(
  proof: TlogProof,
  log: Checkpoint,
  anchored: Checkpoint,
  note: ParsedNote,
  { logs }: WitnessPolicy,
  { known, port }: Task,
): Promise<BundleFault | undefined> {
  const isOurs = known.some(
    ({ checkpoint: { origin, size, root } }) =>
      origin === anchored.origin && size === anchored.size && sameBytes(root, anchored.root),
  );
  if (!isOurs) {
    return 'other-checkpoint';
  }
  const keys = logs.map(({ verifier }) => verifier).filter(({ name }) => name === log.origin);
  const claims = claimsOf(note, keys);
  if (claims.length === 0) {
    return 'unknown-log';
  }
  const held = await Promise.all(claims.map((claim) => port.holdsEd25519(claim)));
  if (!held.every(Boolean)) {
    return 'bad-signature';
  }
  const leaf = leafHash(proof.extra ?? new Uint8Array());
  return verifyInclusion(leaf, proof.index, log.size, proof.path, log.root) ? undefined : 'other-root';
}

/** The witnesses of the policy that have signed; undefined when one of their signatures does not hold. */
export async function cosigners(
  note: ParsedNote,
  { witnesses }: WitnessPolicy,
  { port }: Pick<Task, 'port'>,
): Promise<readonly Cosigner[] | undefined> {
  const signed: Cosigner[] = [];
  for (const { name: member, verifier } of witnesses) {
    const claims = cosignatureClaims(note, [verifier]);
    const held = await Promise.all((claims ?? []).map((claim) => port.holdsEd25519(claim)));
    if (claims === undefined || !held.every(Boolean)) {
      return undefined;
    }
    const [claim] = claims;
    if (claim !== undefined) {
      const at = new Date(claim.timestamp * 1_000).toISOString();
      signed.push({ member, name: verifier.name, at, fingerprint: fingerprintOf(verifier.publicKey) });
    }
  }
  return signed;
}

async function timeStampOf(
  files: BundleFiles,
  place: number,
  text: string,
  { authorities, findings, port }: Task,
): Promise<TimeStampShown | null> {
  const file = anchorName(place, 'tsr');
  const opened = openTimeStamp(await readWhole(files, file, TIME_STAMP_LIMIT_BYTES));
  if (typeof opened === 'string') {
    findings.judge('time-stamps', 'bad-time-stamp', file);
    return null;
  }
  const held = await Promise.all(opened.claims.map((claim) => port.holdsX509(claim)));
  const good = timeStampCovers(opened, utf8(text)) && held.every(Boolean);
  findings.judge('time-stamps', good ? undefined : 'bad-time-stamp', file);
  if (!good) {
    return null;
  }
  const [fingerprint, root] = [opened.signerFingerprint, opened.root.fingerprint].map(hexOf) as [string, string];
  return {
    ...{ at: opened.genTime, signer: opened.signerName, fingerprint },
    root: { name: opened.root.name, fingerprint: root },
    named: authorities.includes(fingerprint) || authorities.includes(root),
  };
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A witness's clock, an authority's and the database's differ; more is a contradiction. */
const CLOCKS_DIFFER_MS = 300_000;

/** That no entry is later than what is said to have seen it. @param lastBelow time of the last entry below each size */
export function checkOrderInTime(
  anchors: readonly Anchor[],
  lastBelow: ReadonlyMap<number, { readonly index: number; readonly at: string }>,
  findings: Findings,
): void {
  for (const { size, witnesses, timeStamp } of anchors) {
    const last = lastBelow.get(size);
    const isLater = (at: string) => last !== undefined && Date.parse(last.at) > Date.parse(at) + CLOCKS_DIFFER_MS;
    if (witnesses.some(({ at }) => isLater(at))) {
      findings.fault('witnesses', 'later-than-seen', last?.index);
    }
    if (timeStamp !== null && isLater(timeStamp.at)) {
      findings.fault('time-stamps', 'later-than-seen', last?.index);
    }
  }
}

export interface Seen {
  /** How many entries of the log whoever was named has seen; null: nobody was named, or nobody has. */
  readonly size: number;
  readonly at: string;
}

/** What those whom the reader named have seen, and when, the smallest first; empty: nothing. */
export function seenByNamed(anchors: readonly Anchor[]): readonly Seen[] {
  return anchors.flatMap(({ size, named, witnesses, timeStamp }) => [
    // Of several witnesses the last one completed what was asked for.
    ...(named
      ? [
          {
            size,
            at:
              witnesses
                .map(({ at }) => at)
                .sort()
                .at(-1) ?? '',
          },
        ]
      : []),
    ...(timeStamp?.named === true ? [{ size, at: timeStamp.at }] : []),
  ]);
}
