// What a verifier says, in the order in which it says it. All faces (command, verify.mjs, verify.html, the page of the
// log) show this and say nothing besides: each sentence and what proves it stands in docs/verified.md.

import type { BundleCheck, BundleCheckResult, Finding } from '../domain/evidence/findings.js';
import type { Outcome } from '../domain/evidence/outcome.js';
import type { Anchor } from '../domain/evidence/verify-anchors.js';
import type { BundleVerdict, ShownRequest } from '../domain/evidence/verify-bundle.js';
import type { Words } from './words.de.js';

/** A moment (RFC 3339), as the face writes it. */
export type Moment = (at: string) => string;

/** A line with a sign. */
export interface ShownCheck {
  readonly state: BundleCheckResult['state'];
  readonly text: string;
  /** What a cross means, and where. */
  readonly details: readonly string[];
}

export interface ToldCheck extends ShownCheck {
  readonly check: BundleCheck;
  readonly count: number;
}

export interface Titled {
  readonly title: string;
  readonly lines: readonly string[];
}

export interface ToldVerdict {
  readonly outcome: Outcome;
  readonly headline: string;
  /** Things to know before anything else. */
  readonly warnings: readonly string[];
  /** What keeps it from being proved. */
  readonly unconfirmed: readonly string[];
  readonly checks: readonly ToldCheck[];
  readonly log: readonly string[];
  readonly keys: readonly { readonly fingerprint: string; readonly vkey: string; readonly standing: string }[];
  readonly epochs: readonly string[];
  readonly seen: readonly string[];
  readonly anchors: readonly Titled[];
  /** Apart from the outcome: whether the instruction was followed. */
  readonly followed: string;
  readonly summary: readonly string[];
  /** Null: of what is false it is not told. */
  readonly complete: string | null;
}

export const SIGNS = { passed: '✓', failed: '✗', absent: '–' } as const;
export const OUTCOME_SIGNS = { proved: '✓', consistent: '?', false: '✗' } as const satisfies Record<Outcome, string>;

export function tell(verdict: BundleVerdict, words: Words, moment: Moment): ToldVerdict {
  const { outcome, checkpoint, entries, keys } = verdict;
  // Of what is false nothing is told that could be taken for a result.
  const requests = outcome === 'false' ? [] : verdict.requests;
  return {
    outcome,
    headline: words.outcomes[outcome],
    warnings: verdict.synthetic ? [words.synthetic] : [],
    unconfirmed: (outcome === 'consistent' ? verdict.unconfirmed : []).map((reason) => words.unconfirmed[reason]),
    checks: verdict.checks.map((result) => toldCheck(result, words)),
    log: checkpoint === null ? [] : [checkpoint.origin, words.size(checkpoint.size), words.contained(entries)],
    keys: keys.map(({ fingerprint, vkey, standing }) => ({ fingerprint, vkey, standing: words.keyStanding[standing] })),
    epochs: verdict.epochs.map(({ epoch, at, reason, previousSize }) =>
      words.epoch(epoch, moment(at), words.epochReasons[reason], previousSize),
    ),
    seen: seen(verdict, words, moment),
    anchors: verdict.anchors.map((anchor) => toldAnchor(anchor, words, moment)),
    followed: outcome === 'false' ? words.notFromFalse : followed(requests, words),
    summary: summary(requests, words),
    complete: outcome === 'false' && verdict.complete !== 'no' ? null : words.complete[verdict.complete],
  };
}

function toldCheck({ check, state, count, findings }: BundleCheckResult, words: Words): ToldCheck {
  const { title, failed, absent } = words.checks[check];
  return {
    ...{ check, state, count },
    text: state === 'absent' ? absent : state === 'failed' ? failed : title,
    details: findings.map((finding) =>
      [words.faults[finding.fault], placeOf(finding, words)].filter(Boolean).join(': '),
    ),
  };
}

/** Where a fault is, for people. */
function placeOf({ where }: Finding, words: Words): string {
  return typeof where === 'number' ? words.entry(where) : (where ?? '');
}

/** Up to where somebody whom the reader named vouches for it, since when, and what nobody has seen. */
function seen({ seen: all, checkpoint }: BundleVerdict, words: Words, moment: Moment): readonly string[] {
  if (checkpoint === null) {
    return [];
  }
  const most = Math.max(0, ...all.map(({ size }) => size));
  return [
    ...all.map(({ size, at }) => words.seenBy(size, moment(at))),
    ...(most === 0
      ? [words.neverSeenAtAll]
      : most < checkpoint.size
        ? [words.seenByNobody(checkpoint.size - most)]
        : []),
  ];
}

function toldAnchor({ size, origin, witnesses, named, timeStamp }: Anchor, words: Words, moment: Moment): Titled {
  const by = (isNamed: boolean): string => (isNamed ? words.byNamed : words.byBundle);
  return {
    title: words.anchored(size, origin),
    lines: [
      ...witnesses.map((one) => `${words.witness(one.name, moment(one.at), one.fingerprint)} (${by(named)})`),
      ...(timeStamp === null
        ? []
        : [
            `${words.timeStamp(moment(timeStamp.at), timeStamp.signer, timeStamp.fingerprint)} (${by(timeStamp.named)})`,
            words.timeStampRoot(timeStamp.root.name, timeStamp.root.fingerprint),
          ]),
    ],
  };
}

/** Directly and at once. */
export function isFollowed({ directly, atOnce }: ShownRequest): boolean {
  return directly === true && atOnce === true;
}

function followed(requests: readonly ShownRequest[], words: Words): string {
  return requests.length === 0 ? words.noRequests : words.followed(requests.filter(isFollowed).length, requests.length);
}

function summary(requests: readonly ShownRequest[], words: Words): readonly string[] {
  const count = (is: (one: ShownRequest) => boolean): number => requests.filter(is).length;
  const unjudged = count(({ directly, atOnce }) => directly === null || atOnce === null);
  return requests.length === 0
    ? []
    : [
        words.summary(
          requests.length,
          count(({ directly }) => directly === true),
          count(({ atOnce }) => atOnce === true),
          count(({ deadline }) => deadline !== 'missed'),
        ),
        words.provedAndStated,
        ...(unjudged === 0 ? [] : [words.notJudged(unjudged)]),
      ];
}

export interface ToldCell {
  readonly label: string;
  readonly text: string;
  readonly bad: boolean;
}

export interface ToldRequest {
  readonly name: string;
  readonly cells: readonly ToldCell[];
}

/** The cases, those that were not handled as they must be first. */
export function toldRequests(
  verdict: BundleVerdict,
  words: Words,
  moment: Moment,
  limit: number,
): readonly ToldRequest[] {
  const isBad = (one: ShownRequest): boolean => !isFollowed(one) || one.deadline === 'missed';
  const requests = verdict.outcome === 'false' ? [] : verdict.requests;
  const ordered = [...requests.filter(isBad), ...requests.filter((one) => !isBad(one))];
  return ordered.slice(0, limit).map((one) => ({
    name: one.reference ?? one.request,
    cells: cellsOf(one, words, moment),
  }));
}

/** Told as met only with what proves it: a day that somebody stated is called a statement. */
function inTime({ deadline, answer }: ShownRequest, words: Words): ToldCell {
  const text = deadline === 'met' && answer !== null ? words.inTime[answer] : words.deadlineOutcome[deadline];
  return { label: words.deadline, text, bad: deadline === 'missed' || answer === 'came-back' };
}

function cellsOf(one: ShownRequest, words: Words, moment: Moment): readonly ToldCell[] {
  const time = (label: string, at: string | null) => ({ label, text: at === null ? '–' : moment(at), bad: false });
  const judged = (label: string, is: boolean | null) => ({
    label,
    text: is === null ? words.unknown : is ? words.yes : words.no,
    bad: is === false,
  });
  return [
    time(words.received, one.receivedAt),
    time(words.recorded, one.recordedAt),
    time(words.forwarded, one.forwardedAt),
    judged(words.directly, one.directly),
    judged(words.atOnce, one.atOnce),
    inTime(one, words),
    {
      label: words.seenTitleOfCase,
      text: one.seenAt === null ? words.neverSeen : `${moment(one.seenAt)} (${words.seenAt})`,
      bad: false,
    },
  ];
}
