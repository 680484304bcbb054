import type { Finding } from '../domain/evidence/findings.js';
import type { RequestVerdict } from '../domain/evidence/request-life.js';
import type { BundleVerdict } from '../domain/evidence/verify-bundle.js';
import type { Words } from './words.de.js';

const SIGNS = { passed: '✓', failed: '✗', absent: '–' } as const;
/** As many cases as a terminal shows usefully; all of them are in the JSON. */
const SHOWN_REQUESTS = 50;

/** Where a fault is, for people. */
export function placeOf({ where }: Finding, words: Words): string {
  return typeof where === 'number' ? words.entry(where) : (where ?? '');
}

/** How many of the requests were handled as they must be. */
export function summaryOf(requests: readonly RequestVerdict[], words: Words): string {
  const count = (is: (one: RequestVerdict) => boolean): number => requests.filter(is).length;
  return requests.length === 0
    ? words.noRequests
    : words.summary(
        requests.length,
        count(({ directly }) => directly === true),
        count(({ atOnce }) => atOnce === true),
        count(({ deadline }) => deadline !== 'missed'),
      );
}

export function answer(is: boolean | null, words: Words): string {
  return is === null ? words.unknown : is ? words.yes : words.no;
}

/** Those that were not handled as they must be come first. */
export function worstFirst(requests: readonly RequestVerdict[]): readonly RequestVerdict[] {
  const isBad = ({ directly, atOnce, deadline }: RequestVerdict): boolean =>
    directly !== true || atOnce !== true || deadline === 'missed';
  return [...requests.filter(isBad), ...requests.filter((one) => !isBad(one))];
}

/** A sentence for each time the log went on under a new name. */
export function epochsTold({ epochs }: BundleVerdict, words: Words): readonly string[] {
  return epochs.map(({ epoch, at, reason, previousSize }) =>
    words.epoch(epoch, at, words.epochReasons[reason], previousSize),
  );
}

/** The verdict for a terminal. */
export function verdictText(verdict: BundleVerdict, words: Words): string {
  const { checks, requests, keys, checkpoint, anchors, entries, manifest } = verdict;
  const lines = checks.flatMap(({ check, state, findings }) => [
    `  ${SIGNS[state]} ${state === 'absent' ? words.checks[check].absent : words.checks[check].title}`,
    ...(state === 'failed' ? [`      ${words.checks[check].failed}`] : []),
    ...findings.map((finding) => `      ${words.faults[finding.fault]}: ${placeOf(finding, words)}`),
  ]);
  const shown = worstFirst(requests).slice(0, SHOWN_REQUESTS);
  return [
    verdict.ok ? words.verified : words.notVerified,
    ...lines,
    '',
    ...(checkpoint === null
      ? []
      : [`${words.log}: ${checkpoint.origin}, ${words.size(checkpoint.size)}, ${words.contained(entries)}`]),
    ...keys.map(({ fingerprint, vkey }) => `${words.key}: ${fingerprint}\n  ${vkey}`),
    ...epochsTold(verdict, words),
    ...anchors.flatMap(({ witnesses, quorum, timeStamp }) => [
      `${words.anchorTitle}: ${words.quorum(witnesses.length, quorum.needed, quorum.of)}`,
      ...witnesses.map(({ name, at }) => `  ${name} ${at}`),
      ...(timeStamp === null ? [] : [`  ${words.timeStamped(timeStamp.at, timeStamp.signer)}`]),
    ]),
    '',
    `${words.verdictTitle} ${words.verdictNote}`,
    summaryOf(requests, words),
    ...shown.map((one) => requestLine(one, manifest.references[one.request] ?? one.request, words)),
    ...(shown.length < requests.length ? [`  … ${words.more}: ${requests.length - shown.length}`] : []),
    ...(manifest.kind === 'period' ? [] : [words.openPeriod]),
  ].join('\n');
}

function requestLine(one: RequestVerdict, name: string, words: Words): string {
  const times = [
    `${words.received} ${one.receivedAt ?? '–'}`,
    `${words.recorded} ${one.recordedAt ?? '–'}`,
    `${words.forwarded} ${one.forwardedAt ?? '–'}`,
  ];
  const judged = [
    `${words.directly}: ${answer(one.directly, words)}`,
    `${words.atOnce}: ${answer(one.atOnce, words)}`,
    `${words.deadline}: ${words.deadlineOutcome[one.deadline]}`,
  ];
  return `  ${name}\n    ${times.join(', ')}\n    ${judged.join(', ')}`;
}
