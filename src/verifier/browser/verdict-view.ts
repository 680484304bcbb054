import type { UnreadableBundleError } from '../../domain/evidence/bundle-files.js';
import type { BundleVerdict } from '../../domain/evidence/verify-bundle.js';
import {
  OUTCOME_SIGNS,
  SIGNS,
  tell,
  toldRequests,
  type ShownCheck,
  type ToldRequest,
  type ToldVerdict,
} from '../told.js';
import type { ReceiptVerdict } from '../../domain/log/verification.js';
import { tellReceipt } from '../receipt-text.js';
import type { Words } from '../words.de.js';
import { el } from './dom.js';

const SHOWN_REQUESTS = 500;
const TONES = { proved: 'good', consistent: 'open', false: 'bad' } as const;

export function shownVerdict(verdict: BundleVerdict, words: Words): readonly Node[] {
  const told = tell(verdict, words, (at) => moment(at, words));
  return [
    el('h2', { class: TONES[told.outcome] }, `${OUTCOME_SIGNS[told.outcome]} ${told.headline}`),
    ...told.warnings.map((warning) => el('p', { class: 'bad' }, warning)),
    ...told.unconfirmed.map((why) => el('p', { class: 'open' }, why)),
    ...(told.complete === null ? [] : [el('p', verdict.complete === 'no' ? { class: 'bad' } : {}, told.complete)]),
    el('p', { class: 'followed' }, told.followed),
    el('ul', { class: 'checks' }, ...told.checks.map((check) => checkItem(check, words))),
    ...identity(told, words),
    el('h2', {}, words.verdictTitle),
    el('p', { class: 'hint' }, words.verdictNote),
    el('p', {}, told.followed),
    ...told.summary.map((line) => el('p', {}, line)),
    ...requestTable(verdict, words),
    printButton(words),
  ];
}

export function shownReceipt(verdict: ReceiptVerdict, words: Words): readonly Node[] {
  const told = tellReceipt(verdict, words.language, (at) => moment(at, words));
  return [
    el('h2', { class: TONES[told.outcome] }, `${OUTCOME_SIGNS[told.outcome]} ${told.headline}`),
    ...told.unconfirmed.map((why) => el('p', { class: 'open' }, why)),
    el('ul', { class: 'checks' }, ...told.checks.map((check) => checkItem(check, words))),
    ...told.lines.map((line) => el('p', {}, line)),
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

function checkItem({ state, text, details }: ShownCheck, words: Words): Node {
  const sign = el('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[state]);
  const spoken = el('span', { class: 'spoken' }, `${words[state]}: `);
  const list = details.length === 0 ? [] : [el('ul', {}, ...details.map((one) => el('li', {}, one)))];
  return el('li', { class: state }, sign, spoken, text, ...list);
}

function identity(told: ToldVerdict, words: Words): readonly Node[] {
  return [
    ...(told.log.length === 0 ? [] : [el('h2', {}, words.log), el('p', {}, `${told.log.join(', ')}.`)]),
    ...told.keys.flatMap(({ fingerprint, vkey, standing }) => [
      el('h3', {}, words.key),
      el('p', {}, el('code', {}, fingerprint), ` (${standing})`),
      el('p', { class: 'hint' }, el('code', {}, vkey)),
    ]),
    ...(told.epochs.length === 0 ? [] : [el('h3', {}, words.epochTitle)]),
    ...told.epochs.map((line) => el('p', {}, line)),
    el('h3', {}, words.seenTitle),
    ...told.seen.map((line) => el('p', {}, line)),
    ...told.anchors.map(({ title, lines }) =>
      el('div', { class: 'hint' }, el('p', {}, title), el('ul', {}, ...lines.map((line) => el('li', {}, line)))),
    ),
  ];
}

function requestTable(verdict: BundleVerdict, words: Words): readonly Node[] {
  const requests = toldRequests(verdict, words, (at) => moment(at, words), SHOWN_REQUESTS);
  const [first] = requests;
  if (first === undefined) {
    return [];
  }
  const heads = [words.request, ...first.cells.map(({ label }) => label)];
  const left = verdict.requests.length - requests.length;
  return [
    el(
      'table',
      {},
      el('thead', {}, el('tr', {}, ...heads.map((head) => el('th', { scope: 'col' }, head)))),
      el('tbody', {}, ...requests.map((one) => requestRow(one, words))),
    ),
    ...(left > 0 ? [el('p', {}, `… ${words.more}: ${left}`)] : []),
  ];
}

function requestRow({ name, cells }: ToldRequest, words: Words): Node {
  return el(
    'tr',
    {},
    el('th', { scope: 'row', 'data-label': words.request }, name),
    ...cells.map(({ label, text, bad }) =>
      el('td', { 'data-label': label, ...(bad ? { class: 'bad' } : {}) }, bad ? `${SIGNS.failed} ${text}` : text),
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
