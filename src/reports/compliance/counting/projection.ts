import { Inject, Injectable } from '@nestjs/common';
import { Standing } from '../../../domain/evidence/standing.js';
import { canonicalJson } from '../../../domain/log/canonical-json.js';
import { parseEntryText, type LogEntry } from '../../../domain/log/entry.js';
import { ORGANISATION_REPORT_EVENTS } from '../../../domain/reports/organisation-standing.js';
import { SUMMARY_RULES, summarise, type RequestSummary } from '../../../domain/reports/request-summary.js';
import { refuse } from '../../../domain/problem.js';
import { systemActor } from '../../../audit/actor.js';
import { Database } from '../../../platform/database/database.js';
import type { Executor } from '../../../platform/database/statement.js';
import { CountChanges } from './count-changes.js';
import { addCounts, countedBefore } from './count-changes.sql.js';
import {
  countDays,
  countEntries,
  entriesOfRequests,
  firstGap,
  forgetCounted,
  holdStanding,
  movePosition,
  organisationEntries,
  positionOf,
  saveProfiles,
  saveSummaries,
  touchedRequests,
} from './projection.sql.js';
import { noteTurn, turnsOfForwarding } from './outages.sql.js';

/** Entries in one transaction: few enough to be taken over soon when the instance is killed. */
const BATCH = 20_000;
const REQUESTS_AT_A_TIME = 200;

export interface LogOf {
  readonly organisationId: string;
  readonly timeZone: string;
}

/**
 * Keeps one row a request, counted out of its entries by the fold of the domain, and the entries of each day by event: a
 * cache of the log that can be thrown away at any time (decision 0013). Idempotent; whoever needs it brings it forward.
 */
@Injectable()
export class ComplianceProjection {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** How many entries are counted. */
  async position({ organisationId, timeZone }: LogOf): Promise<number> {
    return this.database.ask(systemActor(organisationId), (executor) =>
      positionOf(executor, organisationId, timeZone, SUMMARY_RULES),
    );
  }

  /** Counts the first `size` entries. @throws Refusal log-has-gap */
  async bringTo(log: LogOf, size: number, onProgress?: (done: number, total: number) => void): Promise<void> {
    const actor = systemActor(log.organisationId);
    let position = await this.position(log);
    while (position < size) {
      position = await this.database.writeTechnical(actor, (transaction) => this.batch(transaction, log, size));
      onProgress?.(position, size);
    }
  }

  private async batch(executor: Executor, { organisationId, timeZone }: LogOf, size: number): Promise<number> {
    const position = await holdStanding(executor, organisationId, timeZone, SUMMARY_RULES);
    const until = Math.min(position + BATCH, size);
    if (position >= until) {
      return position;
    }
    if (position === 0) {
      await forgetCounted(executor, organisationId);
    }
    if ((await countEntries(executor, organisationId, position, until)) !== until - position) {
      refuse('log-has-gap', { index: await firstGap(executor, organisationId, position, until) });
    }
    await countDays(executor, organisationId, position, until, timeZone);
    for (const turn of await turnsOfForwarding(executor, organisationId, position, until)) {
      await noteTurn(executor, organisationId, turn);
    }
    // Each request is counted as far as the log goes, so that one with many entries is read once and not once a batch.
    const touched = await touchedRequests(executor, organisationId, position, until);
    const standing = touched.length === 0 ? new Standing() : await standingOf(executor, organisationId, size);
    const changes = new CountChanges();
    for await (const summaries of summariesOf(executor, { organisationId, timeZone }, touched, size, standing)) {
      await save(executor, organisationId, size, summaries, changes);
    }
    await addCounts(executor, organisationId, changes.list());
    await movePosition(executor, organisationId, until);
    return until;
  }
}

/** Who was designated and what was instructed, as the first `size` entries tell it. */
export async function standingOf(executor: Executor, organisationId: string, size: number): Promise<Standing> {
  const standing = new Standing();
  const entries = await organisationEntries(executor, organisationId, ORGANISATION_REPORT_EVENTS, size);
  entries.forEach((text) => standing.add(parseEntryText(text)));
  return standing;
}

/** Requests as the first `size` entries tell them, some at a time: a million would not fit. */
export async function* summariesOf(
  executor: Executor,
  { organisationId, timeZone }: LogOf,
  requests: readonly string[],
  size: number,
  standing: Standing,
): AsyncGenerator<readonly RequestSummary[]> {
  for (let at = 0; at < requests.length; at += REQUESTS_AT_A_TIME) {
    const piece = requests.slice(at, at + REQUESTS_AT_A_TIME);
    const entries = new Map<string, { index: number; entry: LogEntry }[]>();
    for (const { id, index, text } of await entriesOfRequests(executor, organisationId, piece, size)) {
      const known = entries.get(id) ?? [];
      known.push({ index, entry: parseEntryText(text) });
      entries.set(id, known);
    }
    yield [...entries]
      .map(([request, own]) => summarise(request, own, standing, timeZone))
      .filter((summary) => summary !== undefined);
  }
}

async function save(
  executor: Executor,
  organisationId: string,
  size: number,
  summaries: readonly RequestSummary[],
  changes: CountChanges,
): Promise<void> {
  const ids = summaries.map(({ request }) => request);
  (await countedBefore(executor, organisationId, ids)).forEach((before) => changes.takeBack(before));
  summaries.forEach((summary) => changes.add(summary));
  const profiles = summaries.map(({ profile }) => canonicalJson(profile));
  const numbers = await saveProfiles(executor, organisationId, profiles);
  const rows = summaries.map((summary, at) => ({ summary, profile: numbers.get(profiles[at] ?? '') ?? 0 }));
  await saveSummaries(executor, organisationId, size, rows);
}
