import { RequestLife } from '../domain/evidence/request-life.js';
import { parseEntry, type LogEntry } from '../domain/log/entry.js';
import type { EventFacts } from '../domain/log/events.js';
import type { AlarmKind } from '../domain/log/events/log.js';
import type { Executor } from '../platform/database/statement.js';
import { entriesOfRequests, forwardingRows, instructionRows, requestRows } from './row-differences.sql.js';

/** A row of the database that is not what the entries make of it. */
export interface RowDifference {
  readonly kind: Extract<AlarmKind, 'request-row' | 'forwarding-row' | 'instruction-row'>;
  /** Id of the row. */
  readonly place: string;
}

/**
 * Replays the entries of requests, and of instructions, against the rows that the program works with: the database's
 * administrator can change a row, and must not be able to do it unseen (P3). Only whole requests are judged.
 */
export async function rowDifferences(
  ask: <T>(question: (executor: Executor) => Promise<T>) => Promise<T>,
  organisationId: string,
  entries: readonly LogEntry[],
): Promise<readonly RowDifference[]> {
  const recorded = entries.flatMap(({ event, subject }) =>
    event === 'request.recorded' && 'request' in subject ? [subject.request] : [],
  );
  const issued = entries
    .filter(({ event }) => event === 'instruction.issued')
    .map(({ facts }) => facts as EventFacts['instruction.issued']);
  return [
    ...(recorded.length === 0 ? [] : await ofRequests(ask, organisationId, recorded)),
    ...(issued.length === 0 ? [] : await ofInstructions(ask, organisationId, issued)),
  ];
}

async function ofRequests(
  ask: <T>(question: (executor: Executor) => Promise<T>) => Promise<T>,
  organisationId: string,
  ids: readonly string[],
): Promise<readonly RowDifference[]> {
  const [rows, forwardings, stored] = await ask((executor) =>
    Promise.all([
      requestRows(executor, organisationId, ids),
      forwardingRows(executor, organisationId, ids),
      entriesOfRequests(executor, organisationId, ids),
    ]),
  );
  const lives = new Map(
    ids.map((id) => [
      id,
      { life: new RequestLife(id), receivedAt: '', accepted: new Set<string>(), standing: new Set<string>() },
    ]),
  );
  for (const { rightsRequestId, bytes } of stored) {
    const known = lives.get(rightsRequestId);
    const entry = parseEntry(bytes);
    known?.life.add(entry);
    if (known !== undefined && entry.event === 'request.recorded') {
      known.receivedAt = (entry.facts as EventFacts['request.recorded']).receivedAt;
    }
    if (entry.event === 'forwarding.accepted') {
      known?.accepted.add((entry.facts as EventFacts['forwarding.accepted']).forwarding);
      known?.standing.add((entry.facts as EventFacts['forwarding.accepted']).forwarding);
    } else if (entry.event === 'forwarding.bounced') {
      // Until it is accepted again, the row knows of no acceptance.
      known?.standing.delete((entry.facts as EventFacts['forwarding.bounced']).forwarding);
    }
  }
  const found: RowDifference[] = [];
  for (const [id, { life, receivedAt, accepted, standing }] of lives) {
    const row = rows.get(id);
    if (row === undefined || row.state !== life.currentState || row.receivedAt.toISOString() !== receivedAt) {
      found.push({ kind: 'request-row', place: id });
    }
    const own = forwardings.get(id) ?? [];
    const missing = [...accepted].filter((one) => !own.some((other) => other.id === one));
    // One that was split off stands on the forwarding of the request it left.
    const invented = own.filter(
      (one) => one.forwardedAt !== null && !standing.has(one.id) && life.splitFrom === undefined,
    );
    found.push(
      ...[...missing, ...invented.map((one) => one.id)].map((place) => ({ kind: 'forwarding-row' as const, place })),
    );
  }
  return found;
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
