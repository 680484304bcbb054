import { parseCheckpoint, type Checkpoint } from '../log/checkpoint.js';
import { parseConsistency } from '../log/consistency-file.js';
import { sameBytes } from '../log/encoding.js';
import { verifyConsistency } from '../log/merkle.js';
import { isEarlierEpoch } from '../log/origin.js';
import { claimsOf, parseNote, parseVkey, type Verifier } from '../log/signed-note.js';
import { readSmallText, type BundleFiles } from './bundle-files.js';
import { BUNDLE_FILES, earlierName, type NamedFiles } from './bundle.js';
import type { BundleFault, Findings } from './findings.js';
import type { VerifierPort } from './verifier-port.js';

interface TrustedKeys {
  readonly trustedKeys?: readonly string[];
  readonly ownKeys?: readonly string[];
}

export interface Signed {
  readonly note: string;
  readonly checkpoint: Checkpoint;
  readonly keys: readonly (Verifier & { readonly vkey: string })[];
  /** Of the same log, under the names it bore in earlier epochs. */
  readonly formerKeys: readonly Verifier[];
}

/** The bundle's checkpoint, once it can be read; whether its signature is good stands in the findings. */
export async function checkCheckpoint(
  files: BundleFiles,
  findings: Findings,
  port: VerifierPort,
  { trustedKeys = [], ownKeys = [] }: TrustedKeys,
): Promise<Signed | undefined> {
  const note = await readSmallText(files, BUNDLE_FILES.checkpoint);
  const checkpoint = note === undefined ? undefined : parseCheckpoint(note);
  const lines = ((await readSmallText(files, BUNDLE_FILES.keys)) ?? '').split('\n').filter((line) => line !== '');
  const keys = lines.map((vkey) => ({ vkey, verifier: parseVkey(vkey) }));
  if (note === undefined || checkpoint === undefined || keys.some(({ verifier }) => verifier === undefined)) {
    findings.fault('checkpoint-signed', 'malformed', checkpoint ? BUNDLE_FILES.keys : BUNDLE_FILES.checkpoint);
    return undefined;
  }
  const ours = keys.flatMap(({ vkey, verifier }) =>
    verifier?.name === checkpoint.origin ? [{ vkey, ...verifier }] : [],
  );
  const formerKeys = keys.flatMap(({ verifier }) =>
    verifier !== undefined && isEarlierEpoch(verifier.name, checkpoint.origin) ? [verifier] : [],
  );
  const isOther = ours.length + formerKeys.length < keys.length || ours.length === 0;
  findings.judge(
    'checkpoint-signed',
    isOther ? 'other-origin' : await signatureFault(note, ours, port),
    BUNDLE_FILES.checkpoint,
  );
  const trusted = [...trustedKeys, ...ownKeys.filter((vkey) => isOf(vkey, checkpoint.origin))].map((vkey) =>
    parseVkey(vkey),
  );
  if (trusted.length > 0) {
    // Of several keys the first is the one the others are derived from (key-succession).
    const isKnown = ours.some((key) => trusted.some((one) => one !== undefined && isSameKey(one, key)));
    findings.judge('key-known', isKnown ? undefined : 'other-key', ours[0]?.name);
  }
  return { note, checkpoint, keys: ours, formerKeys };
}

function isOf(vkey: string, origin: string): boolean {
  const name = parseVkey(vkey)?.name ?? '';
  return name === origin || isEarlierEpoch(name, origin);
}

/** Of the same log; a new epoch gives a key a new name, not another owner. */
function isSameKey(known: Verifier, key: Verifier): boolean {
  const isSameLog = known.name === key.name || isEarlierEpoch(known.name, key.name);
  return isSameLog && sameBytes(known.publicKey, key.publicKey);
}

/** Earlier checkpoints of this log with their proofs; those that hold are returned. */
export async function checkEarlier(
  files: BundleFiles,
  names: NamedFiles,
  { checkpoint, keys, formerKeys }: Signed,
  findings: Findings,
  port: VerifierPort,
): Promise<readonly Checkpoint[]> {
  const good: Checkpoint[] = [];
  /** Keys that a checkpoint signed by them and their predecessor has introduced. */
  const introduced = new Set<number>();
  for (const size of names.earlier) {
    const name = earlierName(size);
    const text = await readSmallText(files, name);
    const parsed = text === undefined ? undefined : parseConsistency(text);
    const old = parsed && parseCheckpoint(parsed.checkpoint);
    if (parsed === undefined || old === undefined || old.size !== size || parsed.old !== size) {
      findings.judge('earlier-checkpoints', 'malformed', name);
      continue;
    }
    const keysThen: readonly Verifier[] =
      old.origin === checkpoint.origin ? keys : formerKeys.filter((key) => key.name === old.origin);
    const fault =
      (await signatureFault(parsed.checkpoint, keysThen, port)) ?? consistencyFault(old, parsed.path, checkpoint);
    findings.judge('earlier-checkpoints', fault, name);
    if (fault === undefined) {
      good.push(old);
      const signers = await signersOf(parsed.checkpoint, keysThen, port);
      const places = keys.flatMap((key, at) =>
        signers.some(({ publicKey }) => sameBytes(publicKey, key.publicKey)) ? [at] : [],
      );
      places.filter((at) => places.includes(at - 1)).forEach((at) => introduced.add(at));
    }
  }
  keys.slice(1).forEach(({ vkey }, at) => {
    findings.judge('key-succession', introduced.has(at + 1) ? undefined : 'no-handover', vkey);
  });
  return good;
}

function consistencyFault(
  old: Checkpoint,
  path: readonly Uint8Array[],
  { origin, size, root }: Checkpoint,
): BundleFault | undefined {
  if (old.origin !== origin && !isEarlierEpoch(old.origin, origin)) {
    return 'other-origin';
  }
  return verifyConsistency(old.size, size, path, old.root, root) ? undefined : 'not-consistent';
}

/** Those of `keys` who have signed. */
async function signersOf(note: string, keys: readonly Verifier[], port: VerifierPort): Promise<readonly Verifier[]> {
  const parsed = parseNote(note);
  const signers: Verifier[] = [];
  for (const key of keys) {
    const [claim] = parsed === undefined ? [] : claimsOf(parsed, [key]);
    if (claim !== undefined && (await port.holdsEd25519(claim))) {
      signers.push(key);
    }
  }
  return signers;
}

async function signatureFault(
  note: string,
  keys: readonly Verifier[],
  port: VerifierPort,
): Promise<BundleFault | undefined> {
  const parsed = parseNote(note);
  if (parsed === undefined) {
    return 'malformed';
  }
  const claims = claimsOf(parsed, keys);
  if (claims.length === 0) {
    return 'no-known-signature';
  }
  const held = await Promise.all(claims.map((claim) => port.holdsEd25519(claim)));
  return held.every(Boolean) ? undefined : 'bad-signature';
}
