import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../../domain/problem.js';
import { systemActor, type Actor } from '../../audit/actor.js';
import { LogKeys } from '../../audit/log-keys.js';
import { ReceiptProofs } from '../../audit/receipt-proofs.js';
import { TreeReader } from '../../audit/tree-reader.js';
import type { StoredCheckpoint } from '../../audit/tree.sql.js';
import { logSize } from '../../audit/log.sql.js';
import type { Instruction } from '../../organisations/instruction.entity.js';
import { OrganisationsRepository } from '../../organisations/organisations.repository.js';
import { Database } from '../../platform/database/database.js';
import { piecesOf } from '../../domain/evidence/run-list.js';
import {
  contextIndexes,
  entriesInRuns,
  firstCheckpointsOver,
  indexesOfRequests,
  type EntryRow,
} from './log-sources.sql.js';

/** What every bundle of an organisation begins with. */
export interface EvidenceBase {
  readonly checkpoint: StoredCheckpoint;
  readonly slug: string;
  readonly origin: string;
  readonly timeZone: string;
  readonly organisation: { readonly name: string; readonly postalAddress: string; readonly email: string };
  /** Verifier keys, oldest first; those of earlier epochs bear the name the log had then. */
  readonly keys: readonly string[];
  readonly instructions: readonly Instruction[];
}

const ENTRIES_AT_A_TIME = 2_000;
/** How long the integrator may take to build in what is to be given out. */
const CHECKPOINT_WAIT_MS = 10_000;

/** Reads for evidence: the log as it stands, its keys, and the settings that its report tells of. */
@Injectable()
export class EvidenceSources {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(LogKeys) private readonly keys: LogKeys,
    @Inject(ReceiptProofs) private readonly proofs: ReceiptProofs,
    @Inject(OrganisationsRepository) private readonly organisations: OrganisationsRepository,
  ) {}

  /** @throws Refusal unavailable while nothing is signed yet */
  async base(actor: Actor): Promise<EvidenceBase> {
    const { organisationId } = actor;
    const size = await this.database.ask(actor, (executor) => logSize(executor, organisationId));
    // Everything that has happened by now belongs in, also what is not built into the tree yet.
    const checkpoint = await this.checkpointOver(actor, size - 1);
    return this.database.read(actor, async (transaction) => {
      const { slug, name, postalAddress, email, timeZone } = await this.organisations.get(
        transaction.manager,
        organisationId,
      );
      return {
        checkpoint,
        slug,
        origin: this.keys.origin(organisationId, slug),
        timeZone,
        organisation: { name, postalAddress, email },
        keys: [...this.keys.earlierVerifierKeys(organisationId, slug), ...this.keys.verifierKeys(organisationId, slug)],
        instructions: await this.organisations.instructions(transaction.manager, organisationId),
      };
    });
  }

  tree(actor: Actor): TreeReader {
    return new TreeReader((question) => this.database.ask(actor, question), actor.organisationId);
  }

  /** @throws Refusal unavailable when the integrator does not get there in time */
  async checkpointOver(
    { organisationId }: Actor,
    index: number,
    limitMs = CHECKPOINT_WAIT_MS,
  ): Promise<StoredCheckpoint> {
    const found = await this.proofs.checkpointOver(organisationId, index, limitMs);
    return found ?? refuse('unavailable', { retryAfterSeconds: 5 });
  }

  /** The first one ever signed that covers the entry; `latest` does, where no other does. */
  async firstCheckpointOver(
    actor: Actor,
    index: number,
    latest: StoredCheckpoint,
  ): Promise<{ readonly size: number; readonly note: string }> {
    const [first] = await this.database.ask(actor, (executor) =>
      firstCheckpointsOver(executor, actor.organisationId, [index], latest.size),
    );
    return first ?? latest;
  }

  /** The checkpoints by which one key handed over to the next: the first ones over the entries that say so. */
  async handovers({ organisationId }: Actor, size: number): Promise<readonly { size: number; note: string }[]> {
    return this.database.read(systemActor(organisationId), async (executor) => {
      const rotations = await contextIndexes(executor, organisationId, size, ['key.rotated']);
      return [...(await firstCheckpointsOver(executor, organisationId, rotations, size))];
    });
  }

  async entriesOf(actor: Actor, requests: readonly string[], size: number): Promise<readonly EntryRow[]> {
    return this.database.read(actor, async (executor) => {
      const indexes = await indexesOfRequests(executor, requests, size);
      const rows: EntryRow[] = [];
      for (const piece of piecesOf(
        indexes.map((first) => ({ first, count: 1 })),
        ENTRIES_AT_A_TIME,
      )) {
        rows.push(...(await entriesInRuns(executor, actor.organisationId, piece)));
      }
      return rows;
    });
  }
}
