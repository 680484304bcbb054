import { Inject, Injectable } from '@nestjs/common';
import { OrganisationsRepository } from '../organisations/organisations.repository.js';
import { refuse } from '../domain/problem.js';
import { systemActor, type Actor } from '../audit/actor.js';
import { ReceiptProofs } from '../audit/receipt-proofs.js';
import { Database } from '../platform/database/database.js';
import { CopiesService } from './copies.service.js';
import type { OpenCopy } from './copies.sql.js';
import { ErasureSweep } from './erasure-sweep.js';
import { ErasuresService, mustSee, type CasePlan, type Outlook } from './erasures.service.js';
import {
  activeHolds,
  erasureFailures,
  erasuresOf,
  latestErasures,
  type ErasureView,
  type FailureView,
  type HoldRow,
} from './erasures.sql.js';
import { RetentionRulesService, type RulesView } from './retention-rules.service.js';

const LISTED = 50;
const PROOF_WAIT_MS = 3_000;

export interface RetentionStanding {
  readonly rules: RulesView;
  /** When somebody has to confirm the clock before anything goes. */
  readonly haltedAt: Date | null;
  readonly ranOn: string | null;
  readonly outlook: Outlook;
  readonly due: readonly CasePlan[];
  readonly kept: readonly CasePlan[];
  readonly holds: readonly HoldRow[];
  readonly failures: readonly FailureView[];
  readonly erasures: readonly ErasureView[];
  readonly copies: readonly OpenCopy[];
}

/** Reads for pages and API: what goes, what is kept, what has gone. */
@Injectable()
export class RetentionReader {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OrganisationsRepository) private readonly organisations: OrganisationsRepository,
    @Inject(ErasuresService) private readonly erasures: ErasuresService,
    @Inject(ErasureSweep) private readonly sweep: ErasureSweep,
    @Inject(RetentionRulesService) private readonly rules: RetentionRulesService,
    @Inject(CopiesService) private readonly copies: CopiesService,
    @Inject(ReceiptProofs) private readonly proofs: ReceiptProofs,
  ) {}

  /** @throws Refusal not-allowed, not-found */
  async ofRequest(
    actor: Actor,
    id: string,
    timeZone: string,
  ): Promise<{ readonly plan: CasePlan; readonly erasures: readonly ErasureView[] }> {
    const plan = await this.erasures.planOf(actor, id, timeZone);
    return { plan, erasures: await this.database.ask(actor, (executor) => erasuresOf(executor, id)) };
  }

  /**
   * The proof (.tlog-proof) of the entry of one erasure. @throws Refusal not-allowed, not-found, unavailable (not in the tree yet)
   */
  async proofOf(actor: Actor, id: string, erasure: string): Promise<string> {
    mustSee(actor);
    const known = await this.database.ask(actor, (executor) => erasuresOf(executor, id));
    if (!known.some((one) => one.id === erasure)) {
      return refuse('not-found', {});
    }
    const proof = await this.proofs.waitForErasure(actor.organisationId, id, erasure, PROOF_WAIT_MS);
    return proof ?? refuse('unavailable', { retryAfterSeconds: 5 });
  }

  /** @throws Refusal not-allowed */
  async standing(actor: Actor): Promise<RetentionStanding> {
    mustSee(actor);
    const { organisationId } = actor;
    const timeZone = await this.timeZone(actor);
    const [holds, failures, erasures] = await this.database.ask(actor, (executor) =>
      Promise.all([
        activeHolds(executor, organisationId, LISTED),
        erasureFailures(executor, organisationId, LISTED),
        latestErasures(executor, organisationId, LISTED),
      ]),
    );
    const state = await this.sweep.state(organisationId);
    return {
      ...{ rules: await this.rules.current(actor), holds, failures, erasures, copies: await this.copies.open(actor) },
      ...{ haltedAt: state?.haltedAt ?? null, ranOn: state?.ranOn ?? null },
      outlook: await this.erasures.outlook(organisationId, timeZone),
      ...(await this.erasures.due(organisationId, timeZone, LISTED)),
    };
  }

  async timeZone({ organisationId }: Actor): Promise<string> {
    const { timeZone } = await this.database.read(systemActor(organisationId), ({ manager }) =>
      this.organisations.get(manager, organisationId),
    );
    return timeZone;
  }
}
