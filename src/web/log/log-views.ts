import { Inject, Injectable } from '@nestjs/common';
import { addDays, civilDateIn, parseCivilDate, startOfDayIn } from '../../domain/civil-date.js';
import { isEventName, type EventName } from '../../domain/log/events.js';
import { parseDecimal } from '../../domain/log/encoding.js';
import { fingerprintOf, parseVkey } from '../../domain/log/signed-note.js';
import { isRefusal } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { LogKeys } from '../../audit/log-keys.js';
import { LogService } from '../../audit/log.service.js';
import type { EntryFilter, StoredEntry } from '../../audit/log.sql.js';
import type { Session } from '../../identity/sessions.service.js';
import type { UserRole } from '../../identity/user-role.js';
import { Clock } from '../../platform/clock.js';
import { RequestsService } from '../../requests/request/requests.service.js';
import { cut, readForm } from '../shell/form-body.js';
import { LogHealthReader } from '../shell/log-health.js';
import type { EntryProps, LogFilterView, LogProps } from './log.page.js';

/** No request has it: an unknown reference finds nothing, instead of everything. */
const NO_REQUEST = '00000000-0000-0000-0000-000000000000';

/** What the log's pages show. */
@Injectable()
export class LogViews {
  constructor(
    @Inject(LogService) private readonly logs: LogService,
    @Inject(LogKeys) private readonly keys: LogKeys,
    @Inject(LogHealthReader) private readonly health: LogHealthReader,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  async log(
    session: Session,
    query: Record<string, unknown>,
    limit: number,
  ): Promise<Omit<LogProps, 'errors' | 'csrfToken'>> {
    const { actor, organisationSlug, timeZone } = session;
    const filter = readFilter(query);
    const before = typeof query['vor'] === 'string' ? parseDecimal(query['vor']) : undefined;
    const entries = await this.logs.newest(
      actor,
      await this.sqlFilter(actor, filter, timeZone),
      before ?? Number.MAX_SAFE_INTEGER,
      limit,
    );
    const checkpoint = await this.logs.checkpoint(actor.organisationId).catch(noneYet);
    const verifierKey = this.keys.verifierKey(actor.organisationId, organisationSlug);
    const oldest = entries.at(-1)?.index;
    const today = civilDateIn(this.clock.now(), timeZone);
    return {
      health: await this.health.of(session),
      checkpoint: checkpoint?.note,
      verifierKey,
      fingerprint: fingerprintOf(parseVkey(verifierKey)?.publicKey ?? new Uint8Array()),
      filter,
      entries: entries.map(({ index, entry: { at, event, actor: who } }) => ({
        index,
        at: new Date(at),
        event,
        actor: who,
      })),
      olderQuery: entries.length < limit || oldest === undefined || oldest === 0 ? null : olderQuery(filter, oldest),
      period: { from: `${today.slice(0, 4)}-01-01`, to: today },
    };
  }

  /** As stored, whatever it is; the case only for those who may open it. */
  entryShown(
    { bytes, at, event, rightsRequestId }: StoredEntry,
    roles: readonly UserRole[],
  ): Pick<EntryProps, 'at' | 'event' | 'actor' | 'json' | 'requestId'> {
    const json = bytes.toString('utf8');
    return {
      at,
      event: (isEventName(event) ? event : 'log.damage-found') satisfies EventName,
      actor: /"actor":"([^"]*)"/.exec(json)?.[1] ?? '',
      json,
      requestId: roles.includes('dpo') ? rightsRequestId : null,
    };
  }

  /** @throws Refusal not-found */
  async mustExist(actor: Actor, id: string): Promise<void> {
    await this.requests.get(actor, id);
  }

  private async sqlFilter(actor: Actor, filter: LogFilterView, timeZone: string): Promise<EntryFilter> {
    const from = parseCivilDate(filter.from);
    const to = parseCivilDate(filter.to);
    return {
      event: filter.event === '' ? null : filter.event,
      rightsRequestId: filter.reference === '' ? null : await this.idOf(actor, filter.reference),
      from: from === undefined ? null : startOfDayIn(from, timeZone),
      until: to === undefined ? null : startOfDayIn(addDays(to, 1), timeZone),
    };
  }

  private async idOf(actor: Actor, reference: string): Promise<string> {
    const found = await this.requests.byName(actor, reference).catch(noneYet);
    return found?.id ?? NO_REQUEST;
  }
}

const FILTER = { event: cut(60), reference: cut(60), since: cut(60), until: cut(60) };

function readFilter(query: Record<string, unknown>): LogFilterView {
  const { event, reference, since, until } = readForm(query, FILTER).values;
  return {
    event: isEventName(event) ? event : '',
    reference: reference.toUpperCase(),
    from: parseCivilDate(since) ?? '',
    to: parseCivilDate(until) ?? '',
  };
}

function olderQuery({ event, reference, from, to }: LogFilterView, oldest: number): string {
  const given = Object.entries({ event, reference, since: from, until: to }).filter(([, value]) => value !== '');
  return new URLSearchParams([...given, ['vor', String(oldest)]]).toString();
}

function noneYet(error: unknown): undefined {
  if (!isRefusal(error)) {
    throw error;
  }
  return undefined;
}
