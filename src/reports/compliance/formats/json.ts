import type { ComplianceDocument } from '../compliance-document.js';
import { shownFigures } from '../compliance-document.js';

export const COMPLIANCE_SCHEMA_ID = 'urn:forthwith:schema:compliance-report:1';

/** The members of the JSON report; published as a JSON Schema (`compliance-schema.ts`). */
export function complianceJsonValue(document: ComplianceDocument): Readonly<Record<string, unknown>> {
  const { organisation, published, asOf, checkpoint, witnessing, keys, instructionTexts, channels, references } =
    document;
  return {
    schema: COMPLIANCE_SCHEMA_ID,
    organisation,
    asOf,
    smallNumbers: published === null ? null : { threshold: published.threshold },
    method: {
      source: 'log-entries',
      shares: 'of the requests recorded in the period, as they stood at its end',
      percentiles: 'nearest-rank',
    },
    figures: shownFigures(document),
    channels: Object.fromEntries(channels),
    instructionTexts: Object.fromEntries(instructionTexts),
    references: published === null ? Object.fromEntries(references) : {},
    checkpoint,
    witnessing,
    keys,
  };
}

export function complianceJson(document: ComplianceDocument): Promise<Uint8Array> {
  return Promise.resolve(Buffer.from(`${JSON.stringify(complianceJsonValue(document), null, 2)}\n`, 'utf8'));
}
