// Art. 18(3), 19, 20, 77 GDPR: what goes on after the answer. While any of it is open, a matter is not closed, because
// the person or an authority still has to hear from us.

/** How much of each is still open in a matter. */
export interface OpenAftercare {
  /** Restrictions that have not been lifted: the person must be told before they are (18(3)). */
  readonly restrictions: number;
  /** Recipients neither told nor left out with reasons (19). */
  readonly recipients: number;
  /** Packages made ready that were neither collected, sent nor ended (20). */
  readonly packages: number;
  /** Letters of an authority whose result is not known yet (77). */
  readonly complaints: number;
  /** Tasks of departments that have not ended. */
  readonly tasks: number;
  /** Identity checks without a result (12(6)). */
  readonly checks: number;
}

/** How much of each was begun in a matter, ended or not. */
export interface BegunAftercare {
  readonly restrictions: number;
  readonly recipients: number;
  /** Recipients of whom the person was told who they are (19 s. 2). */
  readonly named: number;
  readonly packages: number;
}

export interface Aftercare extends OpenAftercare {
  readonly begun: BegunAftercare;
}

export const NO_AFTERCARE: Aftercare = {
  ...{ restrictions: 0, recipients: 0, packages: 0, complaints: 0 },
  ...{ tasks: 0, checks: 0 },
  begun: { restrictions: 0, recipients: 0, named: 0, packages: 0 },
};

/** What is missing before a matter can be closed. */
export type Missing =
  | 'no-claims'
  | 'undecided'
  /** What was checked since says the opposite of what was decided. */
  | 'contradicted'
  /** Granted, and never begun: a restriction, listing the recipients, naming them to the person, a package. */
  | 'unregistered'
  | 'unlisted'
  | 'unnamed'
  | 'no-package'
  /** What a decision makes follow is neither done nor left out; the answer did not arrive. */
  | 'duties'
  | 'untold'
  | keyof OpenAftercare;

/** Nobody outside waits for these: they end with the matter, once the DPO has seen and confirmed it. */
export const ENDED_BY_CLOSING = ['tasks', 'checks'] as const satisfies readonly (keyof OpenAftercare)[];

/** Whether all that is missing is that the DPO confirms what ends with the matter. */
export function endsByClosing(missing: readonly Missing[]): boolean {
  return missing.length > 0 && missing.every((one) => (ENDED_BY_CLOSING as readonly Missing[]).includes(one));
}
