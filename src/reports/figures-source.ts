import type { Actor } from '../audit/actor.js';
import type { ComplianceFigures, ReportPeriod } from '../domain/reports/figures.js';

export const FIGURES_SOURCE = Symbol('FIGURES_SOURCE');

/** Where dashboard and reports have their figures from. */
export interface FiguresSource {
  /** @throws Refusal not-allowed, unavailable */
  figures(actor: Actor, period: ReportPeriod): Promise<ComplianceFigures>;
}
