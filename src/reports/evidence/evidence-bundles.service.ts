import { Inject, Injectable } from '@nestjs/common';
import { BUNDLE_FILES } from '../../domain/evidence/bundle.js';
import type { Actor } from '../../audit/actor.js';
import { ComplianceReports } from '../compliance/compliance-reports.service.js';
import { EvidenceService, type EnclosedReport, type Evidence, type EvidenceOrder } from './evidence.service.js';

/** Evidence as it is handed to an authority: that of a period with the compliance report whose figures it proves. */
@Injectable()
export class EvidenceBundles {
  constructor(
    @Inject(EvidenceService) private readonly evidence: EvidenceService,
    @Inject(ComplianceReports) private readonly reports: ComplianceReports,
  ) {}

  /** @throws Refusal not-allowed, not-found, log-has-gap, unavailable */
  async issue(actor: Actor, order: EvidenceOrder): Promise<Evidence> {
    return this.evidence.issue(actor, { ...order, enclosed: await this.compliance(actor, order) });
  }

  /** None for a period that is no period of a report: evidence reaches into any time, also what is still to come. */
  private async compliance(actor: Actor, { scope, language }: EvidenceOrder): Promise<readonly EnclosedReport[]> {
    if (scope.kind !== 'period' || !(await this.reports.isPeriod(actor, scope))) {
      return [];
    }
    const wanted = [
      { name: BUNDLE_FILES.compliance, format: 'pdf' },
      { name: BUNDLE_FILES.figures, format: 'json' },
    ] as const;
    const enclosed: EnclosedReport[] = [];
    for (const { name, format } of wanted) {
      const options = { language, standard: 'a-3a', bom: false, threshold: 0 } as const;
      const { id, bytes } = await this.reports.issue(actor, { period: scope, format, ...options });
      enclosed.push({ name, bytes, id });
    }
    return enclosed;
  }
}
