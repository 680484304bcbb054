import type { CivilDate } from '../../domain/civil-date.js';
import { Replay } from '../../domain/evidence/replay.js';
import { Standing } from '../../domain/evidence/standing.js';
import type { RequestVerdict } from '../../domain/evidence/request-life.js';
import { parseEntry, type LogEntry } from '../../domain/log/entry.js';
import type { Actor } from '../../audit/actor.js';
import type { Database } from '../../platform/database/database.js';
import type { EvidenceRequest, EvidenceTotals } from './evidence-report.js';
import type { Selection } from './evidence-selection.js';
import type { EvidenceSources } from '../from-log/log-sources.js';
import { contextIndexes, entriesInRuns, referencesOf, requestsRecordedIn } from '../from-log/log-sources.sql.js';

/** Requests that are replayed at a time: memory does not grow with the period. */
const CHUNK = 1_000;
/** Requests told one by one; the totals count them all. */
const TOLD_LIMIT = 100;

export interface Told {
  readonly totals: EvidenceTotals;
  readonly requests: readonly EvidenceRequest[];
  readonly leftOut: number;
}

/** Replays the requests of a selection in the order of their recording, and tells the first ones whole. */
export async function tellRequests(
  { database, sources }: { readonly database: Database; readonly sources: EvidenceSources },
  actor: Actor,
  selection: Selection,
  requests: readonly string[] | undefined,
  { size, timeZone, now }: { readonly size: number; readonly timeZone: string; readonly now: Date },
): Promise<Told> {
  const standing = await standingAt(database, actor, size);
  const told: EvidenceRequest[] = [];
  const totals = { requests: 0, directly: 0, atOnce: 0, deadlineMet: 0, deadlineOpen: 0, deadlineMissed: 0 };
  for await (const chunk of chunksOf(database, actor, selection, requests)) {
    const rows = await sources.entriesOf(actor, chunk, size);
    const entries = rows.map(({ index, bytes }) => ({ index, entry: parseEntry(bytes) }));
    const replay = new Replay(standing, timeZone);
    entries.forEach(({ index, entry }) => replay.add(index, entry));
    const verdicts = replay.finish(timeZone, now.toISOString()).requests;
    verdicts.forEach((verdict) => count(totals, verdict));
    if (told.length < TOLD_LIMIT) {
      told.push(...(await tell(database, actor, verdicts.slice(0, TOLD_LIMIT - told.length), entries)));
    }
  }
  return { totals, requests: told, leftOut: totals.requests - told.length };
}

async function standingAt(database: Database, actor: Actor, size: number): Promise<Standing> {
  const standing = new Standing();
  const rows = await database.read(actor, async (executor) => {
    const indexes = await contextIndexes(executor, actor.organisationId, size);
    return entriesInRuns(
      executor,
      actor.organisationId,
      indexes.map((first) => ({ first, count: 1 })),
    );
  });
  rows.forEach(({ bytes }) => standing.add(parseEntry(bytes)));
  return standing;
}

async function* chunksOf(
  database: Database,
  actor: Actor,
  { told }: Selection,
  requests: readonly string[] | undefined,
): AsyncIterable<readonly string[]> {
  if (requests !== undefined) {
    for (let at = 0; at < requests.length; at += CHUNK) {
      yield requests.slice(at, at + CHUNK);
    }
    return;
  }
  const end = told.first + told.count;
  for (let from = told.first; from < end;) {
    const found = await database.ask(actor, (executor) =>
      requestsRecordedIn(executor, actor.organisationId, from, end, CHUNK),
    );
    if (found.length > 0) {
      yield found.map(({ id }) => id);
    }
    from = found.length < CHUNK ? end : (found.at(-1)?.first ?? end) + 1;
  }
}

interface Indexed {
  readonly index: number;
  readonly entry: LogEntry;
}

function count(totals: { -readonly [K in keyof EvidenceTotals]: number }, verdict: RequestVerdict): void {
  totals.requests += 1;
  totals.directly += verdict.directly === true ? 1 : 0;
  totals.atOnce += verdict.atOnce === true ? 1 : 0;
  totals.deadlineMet += verdict.deadline === 'met' ? 1 : 0;
  totals.deadlineOpen += verdict.deadline === 'open' ? 1 : 0;
  totals.deadlineMissed += verdict.deadline === 'missed' ? 1 : 0;
}

async function tell(
  database: Database,
  actor: Actor,
  verdicts: readonly RequestVerdict[],
  entries: readonly Indexed[],
): Promise<EvidenceRequest[]> {
  const ids = verdicts.map(({ request }) => request);
  const references = await database.ask(actor, (executor) => referencesOf(executor, ids));
  const timelines = new Map<string, Indexed[]>(ids.map((id) => [id, []]));
  entries.forEach((one) => 'request' in one.entry.subject && timelines.get(one.entry.subject.request)?.push(one));
  return verdicts.map((verdict) => ({
    reference: references.get(verdict.request) ?? verdict.request,
    rights: verdict.rights,
    receivedAt: momentOf(verdict.receivedAt),
    recordedAt: momentOf(verdict.recordedAt),
    forwardedAt: verdict.forwardedAt === null ? null : new Date(verdict.forwardedAt),
    acknowledgedAt: verdict.acknowledgedAt === null ? null : new Date(verdict.acknowledgedAt),
    answeredOn: verdict.answeredOn,
    dueOn: (verdict.dueOn ?? '') as CivilDate,
    directly: verdict.directly,
    atOnce: verdict.atOnce,
    deadline: verdict.deadline,
    timeline: (timelines.get(verdict.request) ?? []).map(({ index, entry }) => ({
      index,
      at: new Date(entry.at),
      event: entry.event,
    })),
  }));
}

/** A request that is told has been recorded. */
function momentOf(moment: string | null): Date {
  return new Date(moment ?? 0);
}
