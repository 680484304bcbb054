import { parseCheckpoint, type Checkpoint } from '../log/checkpoint.js';
import { parseConsistency } from '../log/consistency-file.js';
import { verifyConsistency } from '../log/merkle.js';
import { isEarlierEpoch } from '../log/origin.js';
import { claimsOf, parseNote, parseVkey, type Verifier } from '../log/signed-note.js';
import { readSmallText, type BundleFiles } from './bundle-files.js';
import { BUNDLE_FILES, earlierName, type NamedFiles } from './bundle.js';
import type { BundleFault, Findings } from './findings.js';
import type { VerifierPort } from './verifier-port.js';

/** More keys than any log changes through in a lifetime. */
const KEY_LIMIT = 200;

export type NamedKey = Verifier & { readonly vkey: string };

/** A checkpoint that can be read, and those known keys whose signature on it holds. */
export interface SignedCheckpoint {
  readonly note: string;
  readonly checkpoint: Checkpoint;
  readonly signers: readonly Verifier[];
}

export interface Signed extends SignedCheckpoint {
  readonly keys: readonly NamedKey[];
  /** Of the same log, under the names it bore in earlier epochs. */
  readonly formerKeys: readonly NamedKey[];
}

/** The bundle's checkpoint, once it can be read; whether its signature is good stands in the findings. */
export async function checkCheckpoint(
  files: BundleFiles,
  findings: Findings,
  port: VerifierPort,
): Promise<Signed | undefined> {
  const note = await readSmallText(files, BUNDLE_FILES.checkpoint);
  const checkpoint = note === undefined ? undefined : parseCheckpoint(note);
  const named = keysIn((await readSmallText(files, BUNDLE_FILES.keys)) ?? '');
  if (note === undefined || checkpoint === undefined || named === undefined) {
    findings.fault('checkpoint-signed', 'malformed', checkpoint ? BUNDLE_FILES.keys : BUNDLE_FILES.checkpoint);
    return undefined;
  }
  const keys = named.filter(({ name }) => name === checkpoint.origin);
  const formerKeys = named.filter(({ name }) => isEarlierEpoch(name, checkpoint.origin));
  const isOther = keys.length + formerKeys.length < named.length || keys.length === 0;
  const { fault, signers } = await signersOf(note, keys, port);
  findings.judge('checkpoint-signed', isOther ? 'other-origin' : fault, BUNDLE_FILES.checkpoint);
  return { note, checkpoint, signers, keys, formerKeys };
}

/** A line each, none twice; undefined for anything else. */
function keysIn(text: string): readonly NamedKey[] | undefined {
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  const keys = lines.flatMap((vkey) => {
    const verifier = parseVkey(vkey);
    return verifier === undefined ? [] : [{ vkey, ...verifier }];
  });
  return keys.length === lines.length && new Set(lines).size === lines.length && lines.length <= KEY_LIMIT
    ? keys
    : undefined;
}

/** Earlier checkpoints of this log with their proofs; those that hold are returned. */
export async function checkEarlier(
  files: BundleFiles,
  names: NamedFiles,
  { checkpoint, keys, formerKeys }: Signed,
  findings: Findings,
  port: VerifierPort,
): Promise<readonly SignedCheckpoint[]> {
  const good: SignedCheckpoint[] = [];
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
    const { fault, signers } = await signersOf(parsed.checkpoint, keysThen, port);
    const found = fault ?? consistencyFault(old, parsed.path, checkpoint);
    findings.judge('earlier-checkpoints', found, name);
    if (found === undefined) {
      good.push({ note: parsed.checkpoint, checkpoint: old, signers });
    }
  }
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

/** Those of `keys` who have signed; a fault if there is none, or if one of their signatures does not hold. */
export async function signersOf(
  note: string,
  keys: readonly Verifier[],
  port: VerifierPort,
): Promise<{ readonly fault: BundleFault | undefined; readonly signers: readonly Verifier[] }> {
  const parsed = parseNote(note);
  if (parsed === undefined) {
    return { fault: 'malformed', signers: [] };
  }
  const signers: Verifier[] = [];
  let isBad = false;
  for (const key of keys) {
    const held = await Promise.all(claimsOf(parsed, [key]).map((claim) => port.holdsEd25519(claim)));
    isBad ||= held.includes(false);
    if (held.length > 0 && !held.includes(false)) {
      signers.push(key);
    }
  }
  return { fault: isBad ? 'bad-signature' : signers.length === 0 ? 'no-known-signature' : undefined, signers };
}
