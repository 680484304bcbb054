// C2SP tlog-policy: which logs are known, which witnesses, and how many of them must have signed.

import { parseCosignerVkey } from './cosignature.js';
import { encodeBase64, parseDecimal } from './encoding.js';
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

/**
 * Strict, because what is read too kindly is met too easily: each log, each key and each name once, no witness or group
 * a member of two groups or twice of one, and exactly one line `quorum`.
 * @param isWhole false: the line `quorum` may be missing, of an installation that asks no witnesses itself
 */
export function parseWitnessPolicy(text: string, isWhole = true): WitnessPolicy | PolicyFault {
  const policy = new PolicyBuilder();
  const lines = text.split('\n');
  for (const [at, line] of lines.entries()) {
    if (!line.isWellFormed() || CONTROL.test(line) || !policy.add(line.split(/[ \t]+/).filter((word) => word !== ''))) {
      return { line: at + 1 };
    }
  }
  return isWhole && !policy.isDecided ? { line: lines.length } : policy.made;
}

/** Other than the tab, also the carriage return: a policy has one spelling of the end of a line. */
const CONTROL = /[^\P{Cc}\t]/u;

class PolicyBuilder {
  private readonly logs: KnownLog[] = [];
  private readonly witnesses: KnownWitness[] = [];
  private readonly groups = new Map<string, Group>();
  private readonly members = new Set<string>();
  private readonly keys = new Set<string>();
  private quorum: string | undefined;
  isDecided = false;

  get made(): WitnessPolicy {
    return { logs: this.logs, witnesses: this.witnesses, groups: this.groups, quorum: this.quorum };
  }

  /** False for a line that says nothing, or something for the second time. */
  add([word = '#', ...rest]: readonly string[]): boolean {
    switch (word) {
      case 'log':
        return this.addLog(rest);
      case 'witness':
        return this.addWitness(rest);
      case 'group':
        return this.addGroup(rest);
      case 'quorum':
        return this.decide(rest);
      default:
        return word.startsWith('#');
    }
  }

  private addLog([vkey = '', url, ...more]: readonly string[]): boolean {
    const verifier = parseVkey(vkey);
    if (verifier === undefined || more.length > 0 || this.keys.has(keyOf(verifier))) {
      return false;
    }
    this.keys.add(keyOf(verifier));
    this.logs.push({ vkey, verifier, url });
    return true;
  }

  private addWitness([name = '', vkey = '', url, ...more]: readonly string[]): boolean {
    const verifier = parseCosignerVkey(vkey);
    if (verifier === undefined || more.length > 0 || !this.isNew(name) || this.keys.has(keyOf(verifier))) {
      return false;
    }
    this.keys.add(keyOf(verifier));
    this.witnesses.push({ name, vkey, verifier, url });
    return true;
  }

  private addGroup([name = '', count = '', ...members]: readonly string[]): boolean {
    const threshold = thresholdOf(count, members.length);
    const areFree = members.every((member) => this.isKnown(member) && !this.members.has(member));
    if (threshold === undefined || !this.isNew(name) || !areFree || new Set(members).size !== members.length) {
      return false;
    }
    members.forEach((member) => this.members.add(member));
    this.groups.set(name, { threshold, members });
    return true;
  }

  private decide([name = '', ...more]: readonly string[]): boolean {
    if (this.isDecided || more.length > 0 || (name !== NONE && !this.isKnown(name))) {
      return false;
    }
    this.isDecided = true;
    this.quorum = name === NONE ? undefined : name;
    return true;
  }

  private isKnown(name: string): boolean {
    return this.groups.has(name) || this.witnesses.some((witness) => witness.name === name);
  }

  private isNew(name: string): boolean {
    return name !== '' && name !== NONE && !this.isKnown(name);
  }
}

const NONE = 'none';

/** One key is one witness, whatever it is called. */
function keyOf({ publicKey }: Verifier): string {
  return encodeBase64(publicKey);
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
