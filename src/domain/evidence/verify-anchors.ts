import { parseCheckpoint, type Checkpoint } from '../log/checkpoint.js';
import { cosignatureClaims } from '../log/cosignature.js';
import { sameBytes, textOf, utf8 } from '../log/encoding.js';
import { leafHash, verifyInclusion } from '../log/merkle.js';
import { claimsOf, parseNote, type ParsedNote } from '../log/signed-note.js';
import { parseProof, type TlogProof } from '../log/tlog-proof.js';
import { isQuorum, NO_POLICY, parseWitnessPolicy, quorumOf, type WitnessPolicy } from '../log/witness-policy.js';
import { openTimeStamp, timeStampCovers } from '../timestamp/time-stamp.js';
import { readSmallText, readWhole, type BundleFiles } from './bundle-files.js';
import { anchorName, BUNDLE_FILES, type NamedFiles } from './bundle.js';
import type { BundleFault, Findings } from './findings.js';
import type { VerifierPort } from './verifier-port.js';

/** A checkpoint of this log, as others have seen it: in the log of logs, cosigned, time-stamped. */
export interface Anchor {
  /** Size of this log then. */
  readonly size: number;
  /** Whose log of logs. */
  readonly origin: string;
  readonly witnesses: readonly { readonly name: string; readonly at: string }[];
  readonly quorum: { readonly needed: number; readonly of: number };
  readonly timeStamp: { readonly at: string; readonly signer: string; readonly fingerprint: string } | null;
}

interface Task {
  /** Checkpoints of this log that the bundle has and that hold. */
  readonly known: readonly Checkpoint[];
  readonly policy: string | undefined;
  readonly findings: Findings;
  readonly port: VerifierPort;
}

const TIME_STAMP_LIMIT_BYTES = 100_000;

/** That witnesses and time-stamping authorities saw this log when it says so: nothing before was changed since. */
export async function checkAnchors(files: BundleFiles, names: NamedFiles, task: Task): Promise<readonly Anchor[]> {
  const policy = await policyOf(files, task);
  const anchors: Anchor[] = [];
  // One that enough have seen is enough: another may carry a time stamp only.
  let isEnough = policy.quorum === undefined;
  for (const place of names.anchors) {
    const file = anchorName(place, 'tlog-proof');
    const proof = parseProof((await readSmallText(files, file)) ?? '');
    const note = proof && parseNote(proof.checkpoint);
    const anchored = proof?.extra && parseCheckpoint(textOf(proof.extra) ?? '');
    const log = proof && parseCheckpoint(proof.checkpoint);
    if (proof === undefined || note === undefined || anchored === undefined || log === undefined) {
      task.findings.judge('witnesses', 'malformed', file);
      continue;
    }
    const fault = await inclusionFault(proof, log, anchored, note, policy, task);
    const signed = await cosigners(note, policy, task);
    task.findings.judge('witnesses', fault ?? (signed === undefined ? 'bad-signature' : undefined), file);
    isEnough ||= fault === undefined && isQuorum(policy, new Set((signed ?? []).map(({ member }) => member)));
    anchors.push({
      size: anchored.size,
      origin: log.origin,
      witnesses: (signed ?? []).map(({ name, at }) => ({ name, at })),
      quorum: quorumOf(policy),
      timeStamp: names.timeStamps.includes(place) ? await timeStampOf(files, place, note.text, task) : null,
    });
  }
  names.timeStamps
    .filter((place) => !names.anchors.includes(place))
    .forEach((place) => task.findings.judge('time-stamps', 'no-entry', anchorName(place, 'tsr')));
  if (!isEnough) {
    task.findings.fault('witnesses', 'too-few-witnesses', BUNDLE_FILES.policy);
  }
  return anchors;
}

async function policyOf(files: BundleFiles, { policy, findings }: Task): Promise<WitnessPolicy> {
  const text = policy ?? (await readSmallText(files, BUNDLE_FILES.policy));
  const parsed = parseWitnessPolicy(text ?? '');
  if ('line' in parsed) {
    findings.fault('witnesses', 'malformed', BUNDLE_FILES.policy);
    return NO_POLICY;
  }
  return parsed;
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
    ({ origin, size, root }) => origin === anchored.origin && size === anchored.size && sameBytes(root, anchored.root),
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
async function cosigners(
  note: ParsedNote,
  { witnesses }: WitnessPolicy,
  { port }: Task,
): Promise<{ member: string; name: string; at: string }[] | undefined> {
  const signed: { member: string; name: string; at: string }[] = [];
  for (const { name: member, verifier } of witnesses) {
    const claims = cosignatureClaims(note, [verifier]);
    const held = await Promise.all((claims ?? []).map((claim) => port.holdsEd25519(claim)));
    if (claims === undefined || !held.every(Boolean)) {
      return undefined;
    }
    const [claim] = claims;
    if (claim !== undefined) {
      signed.push({ member, name: verifier.name, at: new Date(claim.timestamp * 1_000).toISOString() });
    }
  }
  return signed;
}

async function timeStampOf(
  files: BundleFiles,
  place: number,
  text: string,
  { findings, port }: Task,
): Promise<Anchor['timeStamp']> {
  const file = anchorName(place, 'tsr');
  const opened = openTimeStamp(await readWhole(files, file, TIME_STAMP_LIMIT_BYTES));
  if (typeof opened === 'string') {
    findings.judge('time-stamps', 'bad-time-stamp', file);
    return null;
  }
  const held = await Promise.all(opened.claims.map((claim) => port.holdsX509(claim)));
  const good = timeStampCovers(opened, utf8(text)) && held.every(Boolean);
  findings.judge('time-stamps', good ? undefined : 'bad-time-stamp', file);
  const fingerprint = [...opened.signerFingerprint].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return good ? { at: opened.genTime, signer: opened.signerName, fingerprint } : null;
}
