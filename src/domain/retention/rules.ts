// The periods of a retention schedule. Every number is a default that an organisation may change within limits; each change
// is an entry of the log.

/** Whole numbers: days, months or years as the name says. */
export interface RetentionRules {
  /** An answer counts as delivered when no mail server has sent it back for so long. */
  readonly deliveredDays: number;
  /** Behind the end of a matter that was granted, or was none, for the message. */
  readonly afterEndDays: number;
  /** The remedy period; one month where the answer came with a notice of remedies, § 58(1) VwGO, else a year, § 58(2). */
  readonly remedyMonths: number;
  /** 31 December of so many years after the end, §§ 195, 199 BGB. */
  readonly limitationYears: number;
  /** Behind the authority's result. */
  readonly authorityMonths: number;
  /** The blind index, against repetition; 0: it goes with the message. */
  readonly indexMonths: number;
}

export type RuleName = keyof RetentionRules;

interface Limit {
  readonly standard: number;
  readonly min: number;
  readonly max: number;
}

/** What an organisation may set. The upper ends are what a reason can still be given for; the lower ones what a remedy needs. */
export const RULE_LIMITS: Readonly<Record<RuleName, Limit>> = {
  deliveredDays: { standard: 14, min: 3, max: 30 },
  afterEndDays: { standard: 14, min: 0, max: 90 },
  remedyMonths: { standard: 12, min: 1, max: 12 },
  limitationYears: { standard: 3, min: 1, max: 3 },
  authorityMonths: { standard: 1, min: 1, max: 12 },
  indexMonths: { standard: 0, min: 0, max: 12 },
};

export const RULE_NAMES = Object.keys(RULE_LIMITS) as readonly RuleName[];

export const STANDARD_RULES: RetentionRules = rulesOf({});

/** The standard, with what was set. */
export function rulesOf(set: Partial<RetentionRules>): RetentionRules {
  return Object.fromEntries(
    RULE_NAMES.map((name) => [name, set[name] ?? RULE_LIMITS[name].standard]),
  ) as unknown as RetentionRules;
}

/** What is wrong with a value; undefined when it may be set. */
export function ruleFault(name: RuleName, value: unknown): 'not-a-number' | 'beyond-limits' | undefined {
  const { min, max } = RULE_LIMITS[name];
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    return 'not-a-number';
  }
  return value < min || value > max ? 'beyond-limits' : undefined;
}
