import type { BundleVerdict } from '../domain/evidence/verify-bundle.js';
import { OUTCOME_SIGNS, SIGNS, tell, toldRequests } from './told.js';
import type { Words } from './words.de.js';

/** As many cases as a terminal shows usefully; all of them are in the JSON. */
const SHOWN_REQUESTS = 50;

/** The verdict for a terminal; moments as the log has them. */
export function verdictText(verdict: BundleVerdict, words: Words): string {
  const asIs = (at: string): string => at;
  const told = tell(verdict, words, asIs);
  const requests = toldRequests(verdict, words, asIs, SHOWN_REQUESTS);
  const left = verdict.outcome === 'false' ? 0 : verdict.requests.length - requests.length;
  return [
    `${OUTCOME_SIGNS[told.outcome]} ${told.headline}`,
    ...told.warnings.map((warning) => `  ! ${warning}`),
    ...told.unconfirmed.map((why) => `  ${why}`),
    ...(told.complete === null ? [] : [`  ${told.complete}`]),
    `  ${told.followed}`,
    '',
    ...told.checks.flatMap(({ state, text, details }) => [
      `  ${SIGNS[state]} ${text}`,
      ...details.map((detail) => `      ${detail}`),
    ]),
    '',
    ...(told.log.length === 0 ? [] : [`${words.log}: ${told.log.join(', ')}`]),
    ...told.keys.map(({ fingerprint, vkey, standing }) => `${words.key}: ${fingerprint} (${standing})\n  ${vkey}`),
    ...told.epochs,
    `${words.seenTitle}:`,
    ...told.seen.map((line) => `  ${line}`),
    ...told.anchors.flatMap(({ title, lines }) => [`  ${title}`, ...lines.map((line) => `    ${line}`)]),
    '',
    `${words.verdictTitle} ${words.verdictNote}`,
    told.followed,
    ...told.summary,
    ...requests.map(
      ({ name, cells }) => `  ${name}\n    ${cells.map(({ label, text }) => `${label}: ${text}`).join(', ')}`,
    ),
    ...(left > 0 ? [`  … ${words.more}: ${left}`] : []),
  ].join('\n');
}
