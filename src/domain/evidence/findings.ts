/** What is checked of a bundle, in this order; the words for people are added at the edge. */
export const BUNDLE_CHECKS = [
  'files-complete',
  'entries-well-formed',
  'entries-in-log',
  'checkpoint-signed',
  'key-known',
  'earlier-checkpoints',
  'held-before',
  'key-succession',
  'epochs-told',
  'witnesses',
  'witnesses-named',
  'time-stamps',
  'time-stamps-named',
  'period-complete',
  'contents-bound',
  'report-unchanged',
  'figures-recounted',
  'disclosures',
  'references',
  'sequence-allowed',
] as const;

export type BundleCheck = (typeof BUNDLE_CHECKS)[number];

/** Why a check is not passed. */
export type BundleFault =
  | 'missing-file'
  | 'unknown-file'
  | 'malformed'
  /** More or fewer entries than the bundle says it has. */
  | 'other-count'
  /** An end of a run of entries without its proof, or a proof for an entry that is not in the bundle. */
  | 'no-proof'
  | 'no-entry'
  /** The proof does not lead from this entry, at this index, to the root that is signed. */
  | 'other-root'
  /** The proof carries another entry, or another checkpoint, than the bundle. */
  | 'other-entry'
  | 'other-checkpoint'
  | 'other-origin'
  | 'no-known-signature'
  | 'bad-signature'
  /** Signed, but not by the key that was given as the log's. */
  | 'other-key'
  /** The later log does not begin with the earlier one: something was changed or taken away. */
  | 'not-consistent'
  /** A further key that no entry, signed for by the key before it, names. */
  | 'no-handover'
  /** Signed by a key whose successor the log had named before. */
  | 'retired-key'
  /** The log bears the name of an epoch that none of its entries opens. */
  | 'no-epoch'
  | 'too-few-witnesses'
  /** Another history than what whoever verifies holds already. */
  | 'forked'
  | 'unknown-log'
  | 'bad-time-stamp'
  /** None of the time stamps is by an authority that was named. */
  | 'no-named-stamp'
  /** An entry bears a later time than the witness or the time stamp that saw it. */
  | 'later-than-seen'
  /** An entry of the period is left out. */
  | 'gap'
  | 'other-document'
  /** Of another kind or of other days than the bundle, or in the place of another. */
  | 'other-kind'
  | 'other-figure'
  /** Another choice, or other files beside it, than the log has noted. */
  | 'other-contents'
  /** An entry in the bundle that was not chosen. */
  | 'not-chosen'
  | 'not-recorded'
  | 'other-commitment'
  | 'time-runs-backwards'
  | 'before-recorded'
  | 'recorded-twice'
  | 'not-allowed'
  | 'attempt-out-of-turn'
  | 'time-contradicts'
  | 'joined-wrongly'
  /** It names as proof what is not there, or of another day; or states a day before the request was taken over. */
  | 'no-such-proof'
  | 'stated-too-early'
  | 'issued-twice'
  | 'other-instruction'
  | 'other-deadline'
  /** The bundle counts days elsewhere than the log says. */
  | 'other-time-zone';

/** One fault and where: a file, or the index of an entry. */
export interface Finding {
  readonly fault: BundleFault;
  readonly where?: string | number;
}

export interface BundleCheckResult {
  readonly check: BundleCheck;
  /** `absent`: there is nothing of the kind in this bundle, or nothing to compare it with; neither good nor bad. */
  readonly state: 'passed' | 'failed' | 'absent';
  /** How many things were looked at. */
  readonly count: number;
  /** The first ones. */
  readonly findings: readonly Finding[];
}

/** As many as a person reads. */
const FINDING_LIMIT = 20;

/** Gathers what is found, check by check. */
export class Findings {
  private readonly counts = new Map<BundleCheck, number>();
  private readonly found = new Map<BundleCheck, Finding[]>();

  looked(check: BundleCheck, count = 1): void {
    this.counts.set(check, (this.counts.get(check) ?? 0) + count);
  }

  fault(check: BundleCheck, fault: BundleFault, where?: string | number): void {
    const list = this.found.get(check) ?? [];
    this.found.set(check, list);
    if (list.length < FINDING_LIMIT) {
      list.push(where === undefined ? { fault } : { fault, where });
    }
  }

  /** Counts, and notes the fault if there is one. */
  judge(check: BundleCheck, fault: BundleFault | undefined, where?: string | number): void {
    this.looked(check);
    if (fault !== undefined) {
      this.fault(check, fault, where);
    }
  }

  results(): readonly BundleCheckResult[] {
    return BUNDLE_CHECKS.map((check) => {
      const findings = this.found.get(check) ?? [];
      const count = this.counts.get(check) ?? 0;
      return { check, state: findings.length > 0 ? 'failed' : count > 0 ? 'passed' : 'absent', count, findings };
    });
  }
}
