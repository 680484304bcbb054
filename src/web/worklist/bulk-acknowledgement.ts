import { Inject, Injectable } from '@nestjs/common';
import { isRefusal } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { isUuid } from '../../platform/ids.js';
import { RequestsService } from '../../requests/request/requests.service.js';
import type { RightsRequestRow } from '../../requests/request/rights-requests.repository.js';

export const BULK_LIMIT = 50;

/** What became of one of the requests selected; the words stand in the address, the texts elsewhere. */
export const OUTCOMES = ['neu', 'schon', 'geaendert', 'unmoeglich'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type Outcomes = Partial<Record<Outcome | 'fehlt', readonly string[]>> | 'too-many';

export interface BulkOutcome {
  readonly ids: readonly (readonly [string, Outcome | 'fehlt'])[];
  readonly tooMany: boolean;
}

/** Takes over many requests, each by itself: one that somebody else was faster with holds up none of the others. */
@Injectable()
export class BulkAcknowledgement {
  constructor(@Inject(RequestsService) private readonly requests: RequestsService) {}

  /** @param form `v-<id>` = the version that was on the screen */
  async acknowledge(actor: Actor, form: Record<string, unknown>): Promise<Outcomes> {
    const chosen = Object.entries(form).flatMap(([name, version]) => {
      const id = name.startsWith('v-') ? name.slice(2) : '';
      return isUuid(id) ? [{ id, version: Number(version) }] : [];
    });
    if (chosen.length > BULK_LIMIT) {
      return 'too-many';
    }
    const outcomes: Partial<Record<Outcome | 'fehlt', string[]>> = {};
    for (const { id, version } of chosen) {
      (outcomes[await this.one(actor, id, version)] ??= []).push(id);
    }
    return outcomes;
  }

  /** The requests named, with what became of them; those that are not there are left out. */
  async rowsOf(actor: Actor, { ids }: BulkOutcome): Promise<{ row: RightsRequestRow; outcome: Outcome }[]> {
    const rows: { row: RightsRequestRow; outcome: Outcome }[] = [];
    for (const [id, outcome] of ids) {
      const row = await this.find(actor, id);
      if (row !== undefined && outcome !== 'fehlt') {
        rows.push({ row, outcome });
      }
    }
    return rows;
  }

  private async one(actor: Actor, id: string, version: number): Promise<Outcome | 'fehlt'> {
    try {
      const before = await this.requests.get(actor, id);
      await this.requests.acknowledge(actor, id, Number.isInteger(version) ? version : undefined);
      return before.state === 'acknowledged' ? 'schon' : 'neu';
    } catch (error) {
      return outcomeOf(error);
    }
  }

  private async find(actor: Actor, id: string): Promise<RightsRequestRow | undefined> {
    try {
      return await this.requests.get(actor, id);
    } catch (error) {
      return outcomeOf(error) === 'fehlt' ? undefined : raise(error);
    }
  }
}

function raise(error: unknown): never {
  throw error;
}

function outcomeOf(error: unknown): Outcome | 'fehlt' {
  const code = isRefusal(error) ? error.code : undefined;
  switch (code) {
    case 'not-found':
      return 'fehlt';
    case 'version-conflict':
      return 'geaendert';
    case 'command-not-allowed':
      return 'unmoeglich';
    default:
      throw error;
  }
}

/** Ids only: the page that tells it looks the rest up. */
export function outcomeQuery(outcomes: Outcomes): string {
  return outcomes === 'too-many'
    ? 'zuviele=1'
    : Object.entries(outcomes)
        .map(([outcome, ids]) => `${outcome}=${ids.join(',')}`)
        .join('&');
}

export function readOutcomes(query: Record<string, unknown>): BulkOutcome {
  const ids = [...OUTCOMES, 'fehlt' as const].flatMap((outcome) => {
    const value = query[outcome];
    const named = typeof value === 'string' ? value.split(',').filter((id) => isUuid(id)) : [];
    return named.map((id) => [id, outcome] as const);
  });
  return { ids: ids.slice(0, BULK_LIMIT), tooMany: query['zuviele'] === '1' };
}
