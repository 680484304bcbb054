import { RequestLife } from '../domain/evidence/request-life.js';
import { InvalidEntryError, parseEntry, type LogEntry } from '../domain/log/entry.js';
import type { EventFacts, EventName } from '../domain/log/events.js';
import type { AlarmKind } from '../domain/log/events/log.js';
import type { Executor } from '../platform/database/statement.js';
import {
  claimRows,
  entriesOfRequests,
  forwardingRows,
  instructionRows,
  knownRequests,
  requestRows,
  type ClaimRow,
  type ForwardingRow,
  type RequestRow,
} from './row-differences.sql.js';

/** A row of the database that is not what the entries make of it. */
export interface RowDifference {
  readonly kind: Extract<
    AlarmKind,
    | 'request-row'
    | 'forwarding-row'
    | 'instruction-row'
    | 'claim-row'
    | 'request-content'
    | 'designation-row'
    | 'role-row'
  >;
  /** Id of the row. */
  readonly place: string;
}

/** Neighbouring entries of a log, which end before the index `end`. */
export interface Slice {
  readonly entries: readonly LogEntry[];
  readonly end: number;
  /** The log says of itself that all of it is invented. */
  readonly synthetic: boolean;
}

/**
 * Replays the entries of requests, and of instructions, against the rows that the program works with: the database's
 * administrator can change a row, and must not be able to do it unseen (P3). Only whole requests are judged.
 */
export async function rowDifferences(
  ask: <T>(question: (executor: Executor) => Promise<T>) => Promise<T>,
  organisationId: string,
  { entries, end, synthetic }: Slice,
): Promise<readonly RowDifference[]> {
  const told = new Set(entries.flatMap(({ subject }) => ('request' in subject ? [subject.request] : [])));
  const recorded = entries.flatMap(({ event, subject }) =>
    event === 'request.recorded' && 'request' in subject ? [subject.request] : [],
  );
  const known = new Set(recorded);
  const others = [...told].filter((id) => !known.has(id));
  const issued = entries
    .filter(({ event }) => event === 'instruction.issued')
    .map(({ facts }) => facts as EventFacts['instruction.issued']);
  return [
    ...(recorded.length === 0 ? [] : await ofRequests(ask, organisationId, recorded, { entries, end, synthetic })),
    ...(others.length === 0 ? [] : await ofUnknown(ask, organisationId, others)),
    ...(issued.length === 0 ? [] : await ofInstructions(ask, organisationId, issued)),
  ];
}

/** Undefined for what the program cannot have written: that it is none is told by whoever meets it in its turn. */
export function entryIn(bytes: Uint8Array): LogEntry | undefined {
  try {
    return parseEntry(bytes);
  } catch (error) {
    if (error instanceof InvalidEntryError) {
      return undefined;
    }
    throw error;
  }
}

/** Something is told of them, and nothing stands there: what somebody entered past the program, say. */
async function ofUnknown(
  ask: <T>(question: (executor: Executor) => Promise<T>) => Promise<T>,
  organisationId: string,
  ids: readonly string[],
): Promise<readonly RowDifference[]> {
  const known = await ask((executor) => knownRequests(executor, organisationId, ids));
  return ids.filter((id) => !known.has(id)).map((place) => ({ kind: 'request-row', place }));
}

interface Told {
  readonly life: RequestLife;
  recorded: EventFacts['request.recorded'] | undefined;
  /** Forwardings that a server accepted; those that have not come back since. */
  readonly accepted: Set<string>;
  readonly standing: Set<string>;
  /** What was decided last of each right. */
  readonly decided: Map<string, string>;
  /** Something was erased of it: what is left may be unreadable. */
  erased: boolean;
  /** Rights have come or gone by a merge, a split or a correction: rows of claims move with them. */
  regrouped: boolean;
}

const REGROUPING = [
  'claim.corrected',
  'request.joined',
  'request.separated',
  'request.split',
  'request.merged',
  'request.unmerged',
] as const satisfies readonly EventName[];

function tell(told: Told, entry: LogEntry): void {
  told.life.add(entry);
  told.regrouped ||= REGROUPING.some((event) => event === entry.event);
  switch (entry.event) {
    case 'request.recorded':
      told.recorded = entry.facts as EventFacts['request.recorded'];
      break;
    case 'forwarding.accepted':
      told.accepted.add((entry.facts as EventFacts['forwarding.accepted']).forwarding);
      told.standing.add((entry.facts as EventFacts['forwarding.accepted']).forwarding);
      break;
    case 'forwarding.bounced':
      // Until it is accepted again, the row knows of no acceptance.
      told.standing.delete((entry.facts as EventFacts['forwarding.bounced']).forwarding);
      break;
    case 'claim.decided': {
      const { right, outcome } = entry.facts as EventFacts['claim.decided'];
      told.decided.set(right, outcome);
      break;
    }
    case 'content.erased':
      told.erased = true;
      break;
    default:
      break;
  }
}

async function ofRequests(
  ask: <T>(question: (executor: Executor) => Promise<T>) => Promise<T>,
  organisationId: string,
  ids: readonly string[],
  { entries, end, synthetic }: Slice,
): Promise<readonly RowDifference[]> {
  const [rows, forwardings, claims, stored] = await ask((executor) =>
    Promise.all([
      requestRows(executor, organisationId, ids),
      forwardingRows(executor, organisationId, ids),
      claimRows(executor, organisationId, ids),
      entriesOfRequests(executor, organisationId, ids, end),
    ]),
  );
  const told = new Map<string, Told>(
    ids.map((id) => [
      id,
      {
        life: new RequestLife(id),
        recorded: undefined,
        accepted: new Set(),
        standing: new Set(),
        decided: new Map(),
        erased: false,
        regrouped: false,
      },
    ]),
  );
  const later = stored.flatMap(({ bytes }) => entryIn(bytes) ?? []);
  for (const entry of [...entries, ...later]) {
    const one = 'request' in entry.subject ? told.get(entry.subject.request) : undefined;
    if (one !== undefined) {
      tell(one, entry);
    }
  }
  const claimsOf = new Map<string, ClaimRow[]>();
  for (const row of claims) {
    claimsOf.set(row.rightsRequestId, [...(claimsOf.get(row.rightsRequestId) ?? []), row]);
  }
  return [...told].flatMap(([id, one]) => [
    ...ofRequest(id, one, rows.get(id), synthetic),
    ...ofForwardings(one, forwardings.get(id) ?? []),
    ...(synthetic ? [] : ofClaims(id, one, claimsOf.get(id) ?? [])),
  ]);
}

function ofRequest(
  id: string,
  { life, recorded, erased }: Told,
  row: RequestRow | undefined,
  synthetic: boolean,
): readonly RowDifference[] {
  if (
    row === undefined ||
    recorded === undefined ||
    row.state !== life.currentState ||
    row.receivedAt.toISOString() !== recorded.receivedAt
  ) {
    return [{ kind: 'request-row', place: id }];
  }
  // What was made up has neither content nor all the rows.
  if (synthetic) {
    return [];
  }
  if (row.instructionId !== recorded.instruction || row.dueOn !== life.dueDay) {
    return [{ kind: 'request-row', place: id }];
  }
  // A part that was split off has been taken over with what it left, and may have nothing of its own.
  const isWhole = life.splitFrom === undefined;
  if (isWhole && (row.recordedAt.toISOString() !== recorded.recordedAt || row.acknowledged !== life.isAcknowledged)) {
    return [{ kind: 'request-row', place: id }];
  }
  return isWhole && !erased && !row.readable ? [{ kind: 'request-content', place: id }] : [];
}

function ofForwardings({ life, accepted, standing }: Told, own: readonly ForwardingRow[]): readonly RowDifference[] {
  const missing = [...accepted].filter((one) => !own.some((other) => other.id === one));
  // One that was split off stands on the forwarding of the request it left.
  const invented = own.filter(
    (one) => one.forwardedAt !== null && !standing.has(one.id) && life.splitFrom === undefined,
  );
  return [...missing, ...invented.map((one) => one.id)].map((place) => ({ kind: 'forwarding-row', place }));
}

function ofClaims(id: string, { decided, regrouped }: Told, rows: readonly ClaimRow[]): readonly RowDifference[] {
  const differs =
    !regrouped &&
    (rows.some(({ right, outcome }) => decided.get(right) !== outcome) ||
      [...decided.keys()].some((right) => !rows.some((row) => row.right === right)));
  return differs ? [{ kind: 'claim-row', place: id }] : [];
}

async function ofInstructions(
  ask: <T>(question: (executor: Executor) => Promise<T>) => Promise<T>,
  organisationId: string,
  issued: readonly EventFacts['instruction.issued'][],
): Promise<readonly RowDifference[]> {
  const rows = await ask((executor) => instructionRows(executor, organisationId));
  return issued
    .filter((facts) => {
      const row = rows.get(facts.instruction);
      return (
        row?.handoverLimitMinutes !== facts.handoverLimitMinutes ||
        row.forwardingLimitSeconds !== facts.forwardingLimitSeconds ||
        (row.takeoverLimitHours ?? undefined) !== facts.takeoverLimitHours
      );
    })
    .map(({ instruction }) => ({ kind: 'instruction-row', place: instruction }));
}
