// C2SP tlog-policy: which logs are known, which witnesses, and how many of them must have signed.

import { parseCosignerVkey } from './cosignature.js';
import { parseDecimal } from './encoding.js';
import { parseVkey, type Verifier } from './signed-note.js';

export interface KnownLog {
  readonly vkey: string;
  readonly verifier: Verifier;
  readonly url: string | undefined;
}

export interface KnownWitness extends KnownLog {
  /** Its name within the policy; the key has a name of its own. */
  readonly name: string;
}

interface Group {
  readonly threshold: number;
  readonly members: readonly string[];
}

export interface WitnessPolicy {
  readonly logs: readonly KnownLog[];
  readonly witnesses: readonly KnownWitness[];
  readonly groups: ReadonlyMap<string, Group>;
  /** A group or a witness; undefined: none is needed. */
  readonly quorum: string | undefined;
}

export const NO_POLICY: WitnessPolicy = { logs: [], witnesses: [], groups: new Map(), quorum: undefined };

/** The number of the line that cannot be understood, counted from 1. */
export interface PolicyFault {
  readonly line: number;
}

export function parseWitnessPolicy(text: string): WitnessPolicy | PolicyFault {
  const logs: KnownLog[] = [];
  const witnesses: KnownWitness[] = [];
  const groups = new Map<string, Group>();
  let quorum: string | undefined;
  let decided = false;
  const isNew = (name: string): boolean => !groups.has(name) && !witnesses.some((witness) => witness.name === name);
  const isKnown = (name: string): boolean => !isNew(name);
  for (const [at, raw] of text.split('\n').entries()) {
    const [word, ...rest] = raw.trim().split(/[ \t]+/);
    const [first = '', second = '', ...others] = rest;
    if (word === undefined || word === '' || word.startsWith('#')) {
      continue;
    }
    const log = word === 'log' ? parseVkey(first) : undefined;
    const witness = word === 'witness' ? parseCosignerVkey(second) : undefined;
    const threshold = word === 'group' ? thresholdOf(second, others.length) : undefined;
    if (log !== undefined && rest.length <= 2) {
      logs.push({ vkey: first, verifier: log, url: rest[1] });
    } else if (witness !== undefined && isNew(first) && first !== 'none' && rest.length <= 3) {
      witnesses.push({ name: first, vkey: second, verifier: witness, url: rest[2] });
    } else if (threshold !== undefined && isNew(first) && first !== 'none' && others.every(isKnown)) {
      groups.set(first, { threshold, members: others });
    } else if (word === 'quorum' && !decided && rest.length === 1 && (first === 'none' || isKnown(first))) {
      decided = true;
      quorum = first === 'none' ? undefined : first;
    } else {
      return { line: at + 1 };
    }
  }
  return { logs, witnesses, groups, quorum };
}

/** As a file again, without addresses: what whoever verifies needs. */
export function formatWitnessPolicy(policy: WitnessPolicy, logs: readonly string[]): string {
  const lines = [
    ...logs.map((vkey) => `log ${vkey}`),
    ...policy.witnesses.map(({ name, vkey }) => `witness ${name} ${vkey}`),
    ...[...policy.groups].map(([name, { threshold, members }]) => `group ${name} ${threshold} ${members.join(' ')}`),
    `quorum ${policy.quorum ?? 'none'}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** Whether those who signed, by their names in the policy, are enough. */
export function isQuorum(policy: WitnessPolicy, signed: ReadonlySet<string>): boolean {
  const counts = (name: string): boolean => {
    const group = policy.groups.get(name);
    // Groups name only what stands before them, so this ends.
    return group === undefined ? signed.has(name) : group.members.filter(counts).length >= group.threshold;
  };
  return policy.quorum === undefined || counts(policy.quorum);
}

/** As people say it: "2 of 3". */
export function quorumOf(policy: WitnessPolicy): { readonly needed: number; readonly of: number } {
  const group = policy.quorum === undefined ? undefined : policy.groups.get(policy.quorum);
  if (group !== undefined) {
    return { needed: group.threshold, of: group.members.length };
  }
  return { needed: policy.quorum === undefined ? 0 : 1, of: policy.witnesses.length };
}

function thresholdOf(word: string, members: number): number | undefined {
  const threshold = word === 'all' ? members : word === 'any' ? 1 : parseDecimal(word);
  return threshold !== undefined && threshold >= 1 && threshold <= members ? threshold : undefined;
}
