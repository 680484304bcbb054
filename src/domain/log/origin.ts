// The name of a log (C2SP tlog-checkpoint, "origin"): `<log host>/<organisation slug>`, and from the second epoch on
// `…/<epoch>`. A log that has gone back, or lost its key, goes on under a new name, so that no name ever has two roots
// for one size.

const EPOCH = /^(.+)\/([1-9][0-9]{0,8})$/;

export interface Origin {
  /** `<log host>/<organisation slug>`. */
  readonly log: string;
  readonly epoch: number;
}

export function formatOrigin({ log, epoch }: Origin): string {
  return epoch === 1 ? log : `${log}/${epoch}`;
}

/** Only the one spelling is an epoch: `x/1` is a log of that name. */
export function parseOrigin(origin: string): Origin {
  const [, log, epoch] = EPOCH.exec(origin) ?? [];
  return log === undefined || epoch === '1' ? { log: origin, epoch: 1 } : { log, epoch: Number(epoch) };
}

/** Whether `origin` names the same log in an epoch before. */
export function isEarlierEpoch(origin: string, of: string): boolean {
  const [earlier, now] = [parseOrigin(origin), parseOrigin(of)];
  return earlier.log === now.log && earlier.epoch < now.epoch;
}
