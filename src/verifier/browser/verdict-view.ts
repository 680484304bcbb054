import type { UnreadableBundleError } from '../../domain/evidence/bundle-files.js';
import type { BundleCheckResult } from '../../domain/evidence/findings.js';
import type { RequestVerdict } from '../../domain/evidence/request-life.js';
import type { BundleVerdict } from '../../domain/evidence/verify-bundle.js';
import { answer, epochsTold, placeOf, summaryOf, worstFirst } from '../verdict-text.js';
import type { Words } from '../words.de.js';
import { el } from './dom.js';

const SIGNS = { passed: '✓', failed: '✗', absent: '–' } as const;
const SHOWN_REQUESTS = 500;

export function shownVerdict(verdict: BundleVerdict, words: Words): readonly Node[] {
  const { ok, checks, manifest } = verdict;
  return [
    el(
      'h2',
      { class: ok ? 'good' : 'bad' },
      `${ok ? SIGNS.passed : SIGNS.failed} ${ok ? words.verified : words.notVerified}`,
    ),
    el('ul', { class: 'checks' }, ...checks.map((check) => checkItem(check, words))),
    ...identity(verdict, words),
    el('h2', {}, words.verdictTitle),
    el('p', { class: 'hint' }, words.verdictNote),
    ...requestTable(verdict, words),
    ...(manifest.kind === 'period' ? [] : [el('p', { class: 'hint' }, words.openPeriod)]),
    printButton(words),
  ];
}

export function shownUnreadable({ fault, file }: UnreadableBundleError, words: Words): readonly Node[] {
  const where = file === undefined ? '' : ` (${file})`;
  return [
    el('h2', { class: 'bad' }, `${SIGNS.failed} ${words.unreadable}`),
    el('p', {}, `${words.readFaults[fault]}${where}`),
  ];
}

export function shownDefect(error: unknown, words: Words): readonly Node[] {
  return [
    el('h2', { class: 'bad' }, words.defect),
    el('p', {}, error instanceof Error ? error.message : String(error)),
  ];
}

function checkItem({ check, state, findings }: BundleCheckResult, words: Words): Node {
  const { title, failed, absent } = words.checks[check];
  const sign = el('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[state]);
  const spoken = el('span', { class: 'spoken' }, `${words[state]}: `);
  return el(
    'li',
    { class: state },
    ...[sign, spoken, state === 'absent' ? absent : title],
    ...(state === 'failed' ? [el('p', {}, failed)] : []),
    ...(findings.length === 0
      ? []
      : [el('ul', {}, ...findings.map((one) => el('li', {}, `${words.faults[one.fault]}: ${placeOf(one, words)}`)))]),
  );
}

function identity(verdict: BundleVerdict, words: Words): readonly Node[] {
  const { checkpoint, keys, anchors, entries } = verdict;
  const epochs = epochsTold(verdict, words);
  return [
    ...(checkpoint === null
      ? []
      : [
          el('h2', {}, words.log),
          el('p', {}, `${checkpoint.origin}: ${words.size(checkpoint.size)}, ${words.contained(entries)}.`),
        ]),
    ...keys.flatMap(({ fingerprint, vkey }) => [
      el('h3', {}, words.key),
      el('p', {}, el('code', {}, fingerprint)),
      el('p', { class: 'hint' }, el('code', {}, vkey)),
    ]),
    ...(epochs.length === 0 ? [] : [el('h3', {}, words.epochTitle)]),
    ...epochs.map((told) => el('p', {}, told)),
    ...(anchors.length === 0 ? [] : [el('h3', {}, words.anchorTitle)]),
    ...anchors.map(({ size, witnesses, quorum, timeStamp }) =>
      el(
        'p',
        {},
        `${words.size(size)}: ${words.quorum(witnesses.length, quorum.needed, quorum.of)}`,
        ...witnesses.flatMap(({ name, at }) => [el('br', {}), `${name}, ${moment(at, words)}`]),
        ...(timeStamp === null ? [] : [el('br', {}), words.timeStamped(moment(timeStamp.at, words), timeStamp.signer)]),
      ),
    ),
  ];
}

function requestTable({ requests, manifest }: BundleVerdict, words: Words): readonly Node[] {
  const summary = el('p', {}, summaryOf(requests, words));
  if (requests.length === 0) {
    return [summary];
  }
  const heads = [
    words.request,
    words.received,
    words.recorded,
    words.forwarded,
    words.directly,
    words.atOnce,
    words.deadline,
  ];
  const shown = worstFirst(requests).slice(0, SHOWN_REQUESTS);
  const rows = shown.map((one) => requestRow(one, manifest.references[one.request] ?? one.request, heads, words));
  return [
    summary,
    el(
      'table',
      {},
      el('thead', {}, el('tr', {}, ...heads.map((head) => el('th', { scope: 'col' }, head)))),
      el('tbody', {}, ...rows),
    ),
    ...(shown.length < requests.length ? [el('p', {}, `… ${words.more}: ${requests.length - shown.length}`)] : []),
  ];
}

function requestRow(one: RequestVerdict, name: string, heads: readonly string[], words: Words): Node {
  const cells = [
    ...[one.receivedAt, one.recordedAt, one.forwardedAt].map((at) => ({
      text: at === null ? '–' : moment(at, words),
      bad: false,
    })),
    { text: answer(one.directly, words), bad: one.directly === false },
    { text: answer(one.atOnce, words), bad: one.atOnce === false },
    { text: words.deadlineOutcome[one.deadline], bad: one.deadline === 'missed' },
  ];
  return el(
    'tr',
    {},
    el('th', { scope: 'row', 'data-label': heads[0] ?? '' }, name),
    ...cells.map(({ text, bad }, at) =>
      el(
        'td',
        { 'data-label': heads[at + 1] ?? '', ...(bad ? { class: 'bad' } : {}) },
        bad ? `${SIGNS.failed} ${text}` : text,
      ),
    ),
  );
}

function printButton(words: Words): Node {
  const button = el('button', { type: 'button', class: 'no-print' }, words.print);
  button.addEventListener('click', () => window.print());
  return button;
}

/** With seconds and zone: what is compared with the mail's own times. */
function moment(at: string, { language }: Words): string {
  const format = new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', {
    dateStyle: 'medium',
    timeStyle: 'long',
  });
  return format.format(new Date(at));
}
