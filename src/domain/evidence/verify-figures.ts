import type { CivilDate } from '../civil-date.js';
import { canonicalJson, NotCanonicalError } from '../log/canonical-json.js';
import { textOf } from '../log/encoding.js';
import type { LogEntry } from '../log/entry.js';
import { ComplianceFold } from '../reports/compliance-fold.js';
import type { ComplianceFigures } from '../reports/figures.js';
import { readWhole, type BundleFiles } from './bundle-files.js';
import { BUNDLE_FILES, type Manifest } from './bundle.js';
import type { Findings } from './findings.js';

/** What figures are counted by today; those of another schema were counted by other rules. */
export const COUNTED_SCHEMA = 'urn:forthwith:schema:compliance-report:1';
const FIGURES_LIMIT_BYTES = 50_000_000;

/** Counts the figures of the enclosed report again, out of the entries beside it. */
export class FigureRecount {
  private readonly fold: ComplianceFold | undefined;

  private constructor(
    private readonly stated: ComplianceFigures | undefined,
    private readonly isOurs: boolean,
    private readonly manifest: Manifest,
  ) {
    const { from, to, timeZone } = manifest;
    this.fold =
      stated === undefined || from === null || to === null
        ? undefined
        : new ComplianceFold({ from: from as CivilDate, to: to as CivilDate }, timeZone);
  }

  static async of(files: BundleFiles, manifest: Manifest): Promise<FigureRecount | undefined> {
    if (!files.names.includes(BUNDLE_FILES.figures)) {
      return undefined;
    }
    const value = jsonOf(await readWhole(files, BUNDLE_FILES.figures, FIGURES_LIMIT_BYTES));
    const isOurs = value?.schema === COUNTED_SCHEMA;
    return new FigureRecount(isOurs && isObject(value.figures) ? value.figures : undefined, isOurs, manifest);
  }

  add(index: number, entry: LogEntry): void {
    // What came after the report was counted is not in it.
    if (this.stated !== undefined && index < (this.stated.log?.size ?? 0)) {
      this.fold?.add(index, entry);
    }
  }

  finish(findings: Findings): void {
    if (!this.isOurs) {
      return;
    }
    const { stated, fold } = this;
    if (stated === undefined || fold === undefined || typeof stated.log?.size !== 'number') {
      findings.judge('figures-recounted', 'malformed', BUNDLE_FILES.figures);
      return;
    }
    const counted = fold.finish();
    const [first] = this.manifest.runs;
    const isWhole = first?.first === 0 && first.count >= stated.log.size;
    const shown = isWhole ? (figures: ComplianceFigures) => figures : withinPeriod;
    // A report of an earlier version does not tell proved from stated, nor of duties, and claims nothing of them.
    const names = Object.keys(shown(counted)).filter((name) => !LATER.includes(name) || Object.hasOwn(stated, name));
    for (const name of names) {
      const differs = textOfMember(shown(counted), name) !== textOfMember(shown(stated), name);
      findings.judge('figures-recounted', differs ? 'other-figure' : undefined, name);
    }
  }
}

/** Members that came after the first version of the report. */
const LATER = ['inTime', 'lateEntries', 'arrivals', 'duties', 'dismissals', 'retention'];

/**
 * The figures that rest on nothing but the period and the cases in it. What was open before it began, who was staff
 * then, and outages that ran into it stand in entries that the bundle of a later period does not hold.
 */
function withinPeriod({ requests, restrictions, complaints, retention, log, ...figures }: ComplianceFigures): object {
  const { period, timeZone, times, verdict, deadlines, identityChecks, recipients, erasures, byMonth, byWeek } =
    figures;
  const { inTime, lateEntries, arrivals, duties, dismissals } = figures;
  return {
    ...{ period, timeZone, times, verdict, deadlines, identityChecks, recipients, erasures, byMonth, byWeek },
    ...{ inTime, lateEntries, arrivals, duties, dismissals },
    requests: { ...requests, carriedOver: 0 },
    restrictions: { ...restrictions, activeAtEnd: 0 },
    complaints: { ...complaints, openAtEnd: 0 },
    retention: { ...retention, heldAtEnd: 0 },
    log: { ...log, size: 0 },
  };
}

/** Undefined for what has no canonical form: no figure that is counted here is such a value. */
function textOfMember(figures: object, name: string): string | undefined {
  try {
    return canonicalJson((figures as Record<string, unknown>)[name] ?? null);
  } catch (error) {
    if (error instanceof NotCanonicalError) {
      return undefined;
    }
    throw error;
  }
}

interface ReportJson {
  readonly schema?: unknown;
  readonly figures?: ComplianceFigures;
}

function jsonOf(bytes: Uint8Array): ReportJson | undefined {
  try {
    const value: unknown = JSON.parse(textOf(bytes) ?? '');
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
