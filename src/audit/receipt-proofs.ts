import { Inject, Injectable } from '@nestjs/common';
import { formatProof } from '../domain/log/tlog-proof.js';
import { Database, type OpenTransaction } from '../platform/database/database.js';
import type { Scope } from '../platform/database/scope.js';
import { statement, type Statement } from '../platform/database/statement.js';
import { Hints } from '../platform/outbox/hints.js';
import { systemActor } from './actor.js';
import { TreeReader } from './tree-reader.js';
import { latestCheckpoint, type StoredCheckpoint } from './tree.sql.js';

/** The entry with the newest checkpoint that covers it. */
const COVERED = (
  condition: string,
  event: 'request.recorded' | 'content.erased',
) => `SELECT e.index::float8 AS index, e.bytes, c.size::float8 AS size,
          c.note || coalesce((SELECT string_agg(s.line || E'\\n', '' ORDER BY s.witness) FROM log_cosignature s
                              WHERE s.organisation_id = e.organisation_id AND s.size = c.size), '') AS note
   FROM log_entry e CROSS JOIN LATERAL (
     SELECT size, note FROM log_checkpoint k WHERE organisation_id = e.organisation_id
     -- One that a witness has signed, where one covers the entry; otherwise the newest.
     ORDER BY k.size > e.index AND EXISTS (SELECT 1 FROM log_cosignature s
       WHERE s.organisation_id = k.organisation_id AND s.size = k.size) DESC, size DESC LIMIT 1) c
   WHERE ${condition} AND e.event = '${event}' AND c.size > e.index
   ORDER BY e.index LIMIT 1`;
const FIND_RECORDED = statement('find-recorded', COVERED('e.rights_request_id = $1', 'request.recorded'));
const FIND_RECORDED_AT = statement(
  'find-recorded-at',
  COVERED('e.organisation_id = $1 AND e.index = $2', 'request.recorded'),
);

/** The entry names its erasure among its facts. */
const FIND_ERASED = statement(
  'find-erased',
  COVERED(
    `e.rights_request_id = $1 AND convert_from(e.bytes, 'UTF8')::jsonb -> 'facts' ->> 'erasure' = $2::uuid::text`,
    'content.erased',
  ),
);

interface Covered {
  readonly index: number;
  readonly bytes: Buffer;
  readonly size: number;
  readonly note: string;
}

/** `.tlog-proof` files (C2SP tlog-proof): an entry's exact bytes, its path to the root, and a signed checkpoint. */
@Injectable()
export class ReceiptProofs {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Hints) private readonly hints: Hints,
  ) {}

  /** The proof of the entry `request.recorded`; undefined while it is not yet in the tree, or when there is none. */
  async receipt(scope: Scope, rightsRequestId: string): Promise<string | undefined> {
    return this.proofOf(scope, FIND_RECORDED, [rightsRequestId]);
  }

  /** As `receipt`, of the entry at a place in the log; undefined also when another event stands there. */
  async receiptAt(scope: Scope, index: number): Promise<string | undefined> {
    return this.proofOf(scope, FIND_RECORDED_AT, [scope.organisationId, index]);
  }

  /** The proof of the entry of an erasure; undefined while it is not yet in the tree. */
  async erasure(scope: Scope, rightsRequestId: string, erasure: string): Promise<string | undefined> {
    return this.proofOf(scope, FIND_ERASED, [rightsRequestId, erasure]);
  }

  /** As `erasure`, waiting for the integrator at most `limitMs`. */
  async waitForErasure(
    organisationId: string,
    rightsRequestId: string,
    erasure: string,
    limitMs: number,
  ): Promise<string | undefined> {
    return this.untilCovered(limitMs, () => this.erasure(systemActor(organisationId), rightsRequestId, erasure));
  }

  private async proofOf(scope: Scope, find: Statement, values: readonly unknown[]): Promise<string | undefined> {
    return this.database.read(scope, async (transaction) => {
      const { rows } = await transaction.run<Covered>(find, values);
      const [entry] = rows;
      return entry === undefined || scope.organisationId === null
        ? undefined
        : this.prove(transaction, scope.organisationId, entry);
    });
  }

  /** As `receipt`, waiting for the integrator at most `limitMs`. */
  async waitFor(organisationId: string, rightsRequestId: string, limitMs: number): Promise<string | undefined> {
    return this.untilCovered(limitMs, () => this.receipt(systemActor(organisationId), rightsRequestId));
  }

  /** The first checkpoint that is found to cover an entry; undefined after `limitMs`. */
  async checkpointOver(organisationId: string, index: number, limitMs: number): Promise<StoredCheckpoint | undefined> {
    return this.untilCovered(limitMs, async () => {
      const latest = await this.database.ask(systemActor(organisationId), (executor) =>
        latestCheckpoint(executor, organisationId),
      );
      return latest !== undefined && latest.size > index ? latest : undefined;
    });
  }

  private async untilCovered<T>(limitMs: number, look: () => Promise<T | undefined>): Promise<T | undefined> {
    const deadline = performance.now() + limitMs;
    for (;;) {
      const checkpoint = this.nextCheckpoint(deadline - performance.now());
      const found = await look();
      if (found !== undefined || performance.now() >= deadline) {
        checkpoint.forget();
        return found;
      }
      await checkpoint.come;
    }
  }

  private async prove(
    transaction: OpenTransaction,
    organisationId: string,
    { index, bytes, size, note }: Covered,
  ): Promise<string> {
    const tree = new TreeReader((question) => question(transaction), organisationId);
    return formatProof({ extra: bytes, index, path: await tree.inclusion(index, size), checkpoint: note });
  }

  /** Comes with the next checkpoint of any log here, or after `limitMs`, or after the poll behind the hint. */
  private nextCheckpoint(limitMs: number): { readonly come: Promise<void>; forget(): void } {
    let forget = (): void => undefined;
    const come = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, Math.min(limitMs, POLL_MS)));
      const unsubscribe = this.hints.on('forthwith_checkpoint', resolve);
      forget = () => {
        clearTimeout(timer);
        unsubscribe();
        resolve();
      };
    });
    return { come: come.finally(() => forget()), forget: () => forget() };
  }
}

const POLL_MS = 100;
