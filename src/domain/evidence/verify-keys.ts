import { parseOrigin } from '../log/origin.js';
import { fingerprintOf, parseVkey, type Verifier } from '../log/signed-note.js';
import { Authority, isAmong, isSame, type Rotation } from './authority.js';
import { BUNDLE_FILES, earlierName } from './bundle.js';
import type { Findings } from './findings.js';
import type { Unconfirmed } from './outcome.js';
import type { Signed, SignedCheckpoint } from './verify-checkpoints.js';

/** Who is behind a key, for whoever verifies. */
export type KeyStanding =
  /** Given by whoever verifies, or known to the installation that verifies its own log. */
  | 'named'
  /** Has signed what whoever verifies held already. */
  | 'remembered'
  /** Named by an entry that a key of the kinds above has signed for. */
  | 'handed-over'
  /** The log names a successor; what it signed before that counts. */
  | 'replaced'
  /** Nobody but the bundle names it. */
  | 'unnamed';

export interface KeyShown {
  readonly vkey: string;
  readonly name: string;
  /** SHA-256 of the public key, hexadecimal in groups of four, as people compare it. */
  readonly fingerprint: string;
  readonly standing: KeyStanding;
}

/** Keys (C2SP vkey) that whoever verifies has from elsewhere. */
export interface TrustedKeys {
  readonly trustedKeys?: readonly string[];
  /** Keys that are known anyhow; used for those logs they belong to, and asking nothing of others. */
  readonly ownKeys?: readonly string[];
  /** Keys that have signed what whoever verifies held before. */
  readonly rememberedKeys?: readonly string[];
}

/** Whether those who signed are those whom the reader named, or were named by them. */
export function checkKeys(
  signed: Signed,
  earlier: readonly SignedCheckpoint[],
  rotations: readonly Rotation[],
  { trustedKeys = [], ownKeys = [], rememberedKeys = [] }: TrustedKeys,
  findings: Findings,
): { readonly keys: readonly KeyShown[]; readonly unconfirmed: readonly Unconfirmed[] } {
  const { origin } = signed.checkpoint;
  const ofThisLog = (vkeys: readonly string[]) => vkeys.filter((vkey) => isOfLog(parseVkey(vkey), origin));
  const named = [...trustedKeys, ...ofThisLog(ownKeys)];
  const remembered = ofThisLog(rememberedKeys);
  const all = [...signed.formerKeys, ...signed.keys];
  const sizes = [...earlier, signed].map(({ checkpoint: { size }, signers }) => ({ size, signers }));
  const authority = new Authority(all, rotations, sizes);
  const among = (vkeys: readonly string[]) =>
    all.filter((key) => vkeys.map((vkey) => parseVkey(vkey)).some((one) => isOfLog(one, origin) && isSame(one, key)));
  const start = among([...named, ...remembered]);
  const counting = authority.inForce({ size: signed.checkpoint.size, signers: signed.signers });
  const reached = authority.reachedFrom(start);
  const unconfirmed: Unconfirmed[] = [];
  if (signed.signers.length > 0 && counting.length === 0) {
    findings.fault('checkpoint-signed', 'retired-key', BUNDLE_FILES.checkpoint);
  }
  if (named.length + remembered.length === 0) {
    unconfirmed.push('no-key');
  } else if (!counting.some((key) => isAmong(reached, key)) && counting.some(isLikely)) {
    unconfirmed.push('weak-handover');
  } else {
    const isKnown = counting.some((key) => isAmong(reached, key));
    findings.judge('key-known', isKnown ? undefined : 'other-key', origin);
  }
  earlier
    .filter(({ checkpoint: { size }, signers }) => authority.inForce({ size, signers }).length === 0)
    .forEach(({ checkpoint }) => findings.fault('earlier-checkpoints', 'retired-key', earlierName(checkpoint.size)));
  checkSuccession(all, start, authority, findings);
  if (!authority.isInTurn) {
    findings.fault('key-succession', 'malformed', BUNDLE_FILES.keys);
  }
  const keys = signed.keys.map((key) => ({
    ...{ vkey: key.vkey, name: key.name, fingerprint: fingerprintOf(key.publicKey) },
    standing: isAmong(among(named), key)
      ? ('named' as const)
      : isAmong(among(remembered), key)
        ? ('remembered' as const)
        : isAmong(reached, key)
          ? ('handed-over' as const)
          : authority.retiredAt(key) === undefined
            ? ('unnamed' as const)
            : ('replaced' as const),
  }));
  return { keys, unconfirmed };

  function isLikely(key: Verifier): boolean {
    return isAmong(authority.likelyFrom(start), key);
  }
}

/** Of several keys each further one is named by an entry under the key before it, or by whoever verifies. */
function checkSuccession(
  all: readonly (Verifier & { readonly vkey: string })[],
  start: readonly Verifier[],
  authority: Authority,
  findings: Findings,
): void {
  const [first] = all;
  if (first === undefined) {
    return;
  }
  const reached = authority.reachedFrom([first, ...start]);
  const likely = authority.likelyFrom([first, ...start]);
  for (const key of all.filter((one) => !isSame(one, first) && !isAmong(start, one))) {
    if (isAmong(reached, key) || !isAmong(likely, key)) {
      findings.judge('key-succession', isAmong(reached, key) ? undefined : 'no-handover', key.vkey);
    }
  }
}

/** A new epoch gives a key a new name, not another owner. */
function isOfLog(key: Verifier | undefined, origin: string): key is Verifier {
  return key !== undefined && parseOrigin(key.name).log === parseOrigin(origin).log;
}
