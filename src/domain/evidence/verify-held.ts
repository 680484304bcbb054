import { parseCheckpoint } from '../log/checkpoint.js';
import { parseOrigin } from '../log/origin.js';
import type { Findings } from './findings.js';
import { compareHeld, rootsOf, type Held } from './held.js';
import type { VerifierPort } from './verifier-port.js';
import { signersOf, type Signed, type SignedCheckpoint } from './verify-checkpoints.js';
import type { ReadEntries, Wanted } from './verify-entries.js';

/** What must be noted while the entries are read, to compare them with what is held. */
export function wantedFor(held: readonly Held[]): Wanted {
  const sizes = held.flatMap(({ notes }) => notes.flatMap((note) => parseCheckpoint(note)?.size ?? []));
  return { indexes: new Set(held.flatMap(({ leaves }) => [...leaves.keys()])), sizes: new Set(sizes) };
}

/** Those keys of the bundle that have signed what the reader held before. */
export async function rememberedKeys(
  held: readonly Held[],
  { keys, formerKeys }: Signed,
  port: VerifierPort,
): Promise<readonly string[]> {
  const remembered: string[] = [];
  for (const note of held.flatMap(({ notes }) => notes)) {
    const { fault, signers } = await signersOf(note, [...keys, ...formerKeys], port);
    const names = fault === undefined ? signers.map(({ keyId }) => keyId) : [];
    remembered.push(...[...keys, ...formerKeys].filter(({ keyId }) => names.includes(keyId)).map(({ vkey }) => vkey));
  }
  return remembered;
}

/** @returns false where nothing shows that this is the history that the reader knows */
export function checkHeld(
  held: readonly Held[],
  { checkpoint }: Signed,
  known: readonly SignedCheckpoint[],
  { leaves, roots }: ReadEntries,
  findings: Findings,
): boolean {
  const ours = {
    log: parseOrigin(checkpoint.origin).log,
    roots: new Map([...roots, ...rootsOf(known.map((one) => one.checkpoint))]),
    leaves,
  };
  const compared = held.map((one) => compareHeld(one, ours));
  compared.forEach((comparison, at) => {
    if (comparison !== 'unlinked') {
      const fault = comparison === 'agrees' ? undefined : comparison === 'forked' ? 'forked' : 'other-origin';
      findings.judge('held-before', fault, parseCheckpoint(held[at]?.notes[0] ?? '')?.origin);
    }
  });
  return !compared.includes('unlinked');
}
