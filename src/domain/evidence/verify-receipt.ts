import { parseCheckpoint } from '../log/checkpoint.js';
import { parseOrigin } from '../log/origin.js';
import { parseNote } from '../log/signed-note.js';
import { parseProof } from '../log/tlog-proof.js';
import { openReceipt, outcomeOfReceipt, type ReceiptCheckResult, type ReceiptVerdict } from '../log/verification.js';
import { isQuorum, parseWitnessPolicy } from '../log/witness-policy.js';
import { compareHeld, heldBy, rootsOf, type Held } from './held.js';
import type { VerifierPort } from './verifier-port.js';
import { cosigners } from './verify-anchors.js';
import type { TrustedKeys } from './verify-keys.js';

export interface ReceiptOptions extends TrustedKeys {
  /** The witness policy (C2SP tlog-policy) of the person who verifies: as many as it asks for must have signed. */
  readonly trustedPolicy?: string;
  readonly held?: readonly Held[];
}

/** A receipt, as `verifyReceipt`; and, where they are named, by witnesses and against what is held already. */
export async function verifyReceiptFile(
  text: string,
  port: VerifierPort,
  { trustedKeys = [], ownKeys = [], trustedPolicy, held = [] }: ReceiptOptions = {},
): Promise<ReceiptVerdict> {
  const { claims, conclude } = openReceipt(text, [...trustedKeys, ...ownKeys]);
  const verdict = conclude(await Promise.all(claims.map((claim) => port.holdsEd25519(claim))));
  const checks = [
    ...verdict.checks,
    ...(trustedPolicy === undefined ? [] : [await witnessed(text, trustedPolicy, port)]),
    ...held.map((one) => againstHeld(text, one)),
  ];
  return { ...verdict, checks, outcome: outcomeOfReceipt(checks), ok: checks.every(({ ok }) => ok) };
}

async function witnessed(text: string, policyText: string, port: VerifierPort): Promise<ReceiptCheckResult> {
  const note = parseNote(parseProof(text)?.checkpoint ?? '');
  const policy = parseWitnessPolicy(policyText);
  if (note === undefined || 'line' in policy) {
    return { check: 'witnesses-named', ok: false, detail: 'malformed' };
  }
  const signed = await cosigners(note, policy, { port });
  const isEnough = signed !== undefined && isQuorum(policy, new Set(signed.map(({ member }) => member)));
  return isEnough
    ? { check: 'witnesses-named', ok: true }
    : { check: 'witnesses-named', ok: false, detail: signed === undefined ? 'bad-signature' : 'too-few-witnesses' };
}

function againstHeld(text: string, held: Held): ReceiptCheckResult {
  const own = heldBy(text);
  const checkpoints = held.notes.map((note) => parseCheckpoint(note)).filter((one) => one !== undefined);
  const log = parseOrigin(checkpoints[0]?.origin ?? '').log;
  const comparison =
    own === undefined ? 'unlinked' : compareHeld(own, { log, roots: rootsOf(checkpoints), leaves: held.leaves });
  switch (comparison) {
    case 'agrees':
      return { check: 'held-before', ok: true };
    case 'forked':
      return { check: 'held-before', ok: false, detail: 'forked' };
    case 'unlinked':
      return { check: 'held-before', ok: false, detail: 'not-linked' };
    case 'other-log':
      return { check: 'held-before', ok: false, detail: 'other-origin' };
  }
}
