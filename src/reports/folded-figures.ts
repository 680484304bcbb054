import { Inject, Injectable } from '@nestjs/common';
import { addDays, startOfDayIn } from '../domain/civil-date.js';
import type { ComplianceFigures, ReportPeriod } from '../domain/reports/figures.js';
import { parseEntry } from '../domain/log/entry.js';
import { refuse } from '../domain/problem.js';
import { actsAs, type Actor } from '../audit/actor.js';
import { Database } from '../platform/database/database.js';
import { EvidenceSources } from './evidence-sources.js';
import { entriesInRuns } from './evidence.sql.js';
import type { FiguresSource } from './figures-source.js';
import { FiguresFold } from './figures-fold.js';

const ENTRIES_AT_A_TIME = 5_000;

/** Folds the log from its first entry to the end of the period: right, and as slow as the log is long. */
@Injectable()
export class FoldedFigures implements FiguresSource {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(EvidenceSources) private readonly sources: EvidenceSources,
  ) {}

  async figures(actor: Actor, period: ReportPeriod): Promise<ComplianceFigures> {
    if (!actsAs(actor, 'dpo', 'auditor', 'system')) {
      refuse('not-allowed', {});
    }
    const { checkpoint, timeZone } = await this.sources.base(actor);
    const end = startOfDayIn(addDays(period.to, 1), timeZone).toISOString();
    const fold = new FiguresFold(period, timeZone, end);
    for (let first = 0; first < checkpoint.size; first += ENTRIES_AT_A_TIME) {
      const run = { first, count: Math.min(ENTRIES_AT_A_TIME, checkpoint.size - first) };
      const rows = await this.database.ask(actor, (executor) => entriesInRuns(executor, actor.organisationId, [run]));
      for (const { index, bytes } of rows) {
        const entry = parseEntry(bytes);
        if (entry.at >= end) {
          return fold.finish();
        }
        fold.add(index, entry);
      }
    }
    return fold.finish();
  }
}
