import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../../domain/civil-date.js';
import type { BundleFiles } from '../../domain/evidence/bundle-files.js';
import { anchorName, BUNDLE_FILES, type Manifest } from '../../domain/evidence/bundle.js';
import { joinRuns } from '../../domain/evidence/run-list.js';
import { canonicalJson } from '../../domain/log/canonical-json.js';
import { commit } from '../../domain/log/commitment.js';
import { parseEntry } from '../../domain/log/entry.js';
import { fingerprintOf, openNote, parseVkey } from '../../domain/log/signed-note.js';
import { refuse } from '../../domain/problem.js';
import { actsAs, type Actor } from '../../audit/actor.js';
import { Anchors, type ShownCheckpoint } from '../../audit/anchors.js';
import { AuditLog } from '../../audit/audit-log.js';
import type { StoredCheckpoint } from '../../audit/tree.sql.js';
import { Witnessing } from '../../audit/witnessing.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { DocumentRenderer } from '../../platform/documents/document-renderer.js';
import { uuidv7 } from '../../platform/ids.js';
import type { Opening } from '../../requests/sealed/sealed-payload.js';
import { RequestsService } from '../../requests/request/requests.service.js';
import { EvidenceQueue } from './evidence-queue.js';
import { evidenceFiles } from './evidence-files.js';
import { EVIDENCE_TEMPLATE, evidenceReportData, type ReportLanguage } from './evidence-report.js';
import { tellRequests } from './evidence-report.builder.js';
import { EvidenceSources, type EvidenceBase } from '../from-log/log-sources.js';
import { selectEntries, type EvidenceScope, type Selection } from './evidence-selection.js';
import {
  entriesInRuns,
  firstCheckpointsOver,
  indexesOfReports,
  requestsRecordedIn,
  referencesOf,
} from '../from-log/log-sources.sql.js';

export interface EvidenceOrder {
  readonly scope: EvidenceScope;
  readonly language: ReportLanguage;
  /** Open the commitments of the requests named: only the DPO, only while their data exists. */
  readonly disclose: boolean;
  /** Open the internal notes as well. */
  readonly notes?: boolean;
  /** Reports that go with it, which were given out before. */
  readonly enclosed?: readonly EnclosedReport[];
}

export interface EnclosedReport {
  /** In the bundle. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Its id in the entry `report.issued`, which goes into the bundle. */
  readonly id: string;
}

export interface Evidence {
  readonly files: BundleFiles;
  readonly fileName: string;
  readonly issuedAt: Date;
}

/** Checkpoints that were given out with single requests, one a request. */
const RELIED_ON_LIMIT = 100;

/** References are for people: nobody reads more of them. */
const NAMED_LIMIT = 1_000;

/**
 * Evidence bundles. The report is made first and its hash recorded in the log; the bundle is proven against
 * a checkpoint that covers that entry too, so that the report in it cannot be exchanged.
 */
@Injectable()
export class EvidenceService {
  private readonly queue = new EvidenceQueue<Evidence>();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(EvidenceSources) private readonly sources: EvidenceSources,
    @Inject(Anchors) private readonly anchors: Anchors,
    @Inject(Witnessing) private readonly witnessing: Witnessing,
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(DocumentRenderer) private readonly renderer: DocumentRenderer,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws Refusal not-allowed, not-found, unavailable */
  async issue(actor: Actor, order: EvidenceOrder): Promise<Evidence> {
    if (!actsAs(actor, 'dpo', 'auditor', 'system')) {
      refuse('not-allowed', {});
    }
    // What opens sealed content is made anew each time and kept nowhere.
    const key = order.disclose || (order.enclosed ?? []).length > 0 ? undefined : canonicalJson(keyOf(actor, order));
    const sizeNow = async (): Promise<number> => (await this.sources.base(actor)).checkpoint.size;
    return this.queue.inTurn(key, sizeNow, () => this.make(actor, order));
  }

  private async make(
    actor: Actor,
    order: EvidenceOrder,
  ): Promise<{ readonly bundle: Evidence; readonly size: number }> {
    const issuedAt = this.clock.now();
    const openings = order.disclose ? await this.openings(actor, order.scope, order.notes) : new Map<string, Opening>();
    const base = await this.sources.base(actor);
    const selection = await selectEntries(this.database, actor, order.scope, base.timeZone, base.checkpoint.size);
    const report = await this.report(actor, order, { base, selection, issuedAt });
    const index = await this.record(actor, order, report, base.timeZone, issuedAt);
    const checkpoint = await this.sources.checkpointOver(actor, index);
    await this.witnessing.showNow();
    const shown = (await this.anchors.of(actor.organisationId, checkpoint.size)).filter((one) =>
      isSignedBy(one.shown.note, base.keys),
    );
    const { enclosed = [] } = order;
    const told = await this.database.ask(actor, (executor) =>
      indexesOfReports(
        executor,
        actor.organisationId,
        enclosed.map(({ id }) => id),
      ),
    );
    // What was entered while the report was made belongs to its days as well.
    const proven = await selectEntries(this.database, actor, order.scope, base.timeZone, checkpoint.size);
    const chosen = order.scope.kind === 'period' ? proven : selection;
    const manifest = await this.manifest(actor, order, chosen, [...told, index], base.timeZone);
    const bundle = {
      files: evidenceFiles({
        manifest,
        checkpoint,
        keys: base.keys,
        earlier: (
          await this.earlier(actor, chosen, [base.checkpoint, ...shown.map((one) => one.shown)], checkpoint)
        ).filter(({ note }) => isSignedBy(note, base.keys)),
        finished: new Map([
          [BUNDLE_FILES.report, report],
          ...enclosed.map(({ name, bytes }) => [name, bytes] as const),
          ...anchorFiles(shown, this.anchors.policyText()),
          ...(await this.disclosures(actor, manifest, openings, checkpoint.size)),
        ]),
        tree: this.sources.tree(actor),
        readRuns: (runs) => this.database.ask(actor, (executor) => entriesInRuns(executor, actor.organisationId, runs)),
      }),
      fileName: fileNameOf(order, manifest, base.slug),
      issuedAt,
    };
    return { bundle, size: checkpoint.size };
  }

  private async report(
    actor: Actor,
    { scope, language }: EvidenceOrder,
    { base, selection, issuedAt }: { base: EvidenceBase; selection: Selection; issuedAt: Date },
  ): Promise<Uint8Array> {
    const { checkpoint, timeZone, organisation, instructions, keys, origin } = base;
    const told = await tellRequests(
      { database: this.database, sources: this.sources },
      ...([actor, selection] as const),
      scope.kind === 'period' ? undefined : scope.requests,
      { size: checkpoint.size, timeZone, now: issuedAt },
    );
    const data = evidenceReportData({
      ...{ language, organisation: { ...organisation, timeZone }, kind: scope.kind, issuedAt },
      from: scope.kind === 'period' ? scope.from : null,
      to: scope.kind === 'period' ? scope.to : null,
      entries: selection.count,
      checkpoint: { origin, size: checkpoint.size, root: checkpoint.root.toString('base64') },
      keys: keys.map((vkey) => ({ vkey, fingerprint: fingerprintOf(parseVkey(vkey)?.publicKey ?? new Uint8Array()) })),
      instructions: instructions.map(({ textDe, textEn, ...instruction }) => ({
        ...instruction,
        text: language === 'de' ? textDe : textEn,
      })),
      witnesses: [],
      ...{ totals: told.totals, requests: told.requests, requestsLeftOut: told.leftOut },
    });
    return this.renderer.render(EVIDENCE_TEMPLATE, data, { standard: 'a-3a', createdAt: issuedAt });
  }

  /** @returns the index of the entry */
  private async record(
    actor: Actor,
    { scope }: EvidenceOrder,
    report: Uint8Array,
    timeZone: string,
    issuedAt: Date,
  ): Promise<number> {
    const today = civilDateIn(issuedAt, timeZone);
    const { firstIndex } = await this.auditLog.transact(actor, (transaction) => {
      transaction.record('report.issued', {
        report: uuidv7(issuedAt.getTime()),
        kind: scope.kind === 'period' ? 'evidence-of-period' : 'evidence-of-request',
        from: scope.kind === 'period' ? scope.from : today,
        to: scope.kind === 'period' ? scope.to : today,
        document: createHash('sha256').update(report).digest('base64'),
      });
      return Promise.resolve();
    });
    return firstIndex ?? refuse('unavailable', { retryAfterSeconds: 5 });
  }

  private async manifest(
    actor: Actor,
    { scope }: EvidenceOrder,
    selection: Selection,
    reports: readonly number[],
    timeZone: string,
  ): Promise<Manifest> {
    const requests = scope.kind === 'period' ? [] : [...scope.requests].sort();
    const named = await this.database.ask(actor, async (executor) => {
      const { first, count } = selection.told;
      return scope.kind === 'period'
        ? (await requestsRecordedIn(executor, actor.organisationId, first, first + count, NAMED_LIMIT)).map(
            ({ id }) => id,
          )
        : requests;
    });
    const references = await this.database.ask(actor, (executor) => referencesOf(executor, named));
    return {
      v: 1,
      kind: scope.kind,
      runs: joinRuns([...selection.runs, ...reports.map((first) => ({ first, count: 1 }))]),
      requests,
      references: Object.fromEntries(references),
      from: scope.kind === 'period' ? scope.from : null,
      to: scope.kind === 'period' ? scope.to : null,
      timeZone,
    };
  }

  /** Checkpoints that others hold: with the mails to the DPO, in the report, with witnesses, where a period begins. */
  private async earlier(
    actor: Actor,
    { runs, kind }: Selection,
    given: readonly StoredCheckpoint[],
    { size }: StoredCheckpoint,
  ): Promise<readonly { readonly size: number; readonly note: string }[]> {
    const covered =
      kind === 'period'
        ? runs.map(({ first }) => first)
        : runs.flatMap(({ first, count }) => [first, first + count - 1]);
    const covering = await this.database.ask(actor, (executor) =>
      firstCheckpointsOver(executor, actor.organisationId, covered.slice(-RELIED_ON_LIMIT), size),
    );
    const handovers = await this.sources.handovers(actor, size);
    const all = [...covering, ...given, ...handovers].filter((one) => one.size < size && one.size > 0);
    return [...new Map(all.map((one) => [one.size, { size: one.size, note: one.note }])).values()].sort(
      (a, b) => a.size - b.size,
    );
  }

  /** By commitment: salt and payload of everything the log has committed to for the requests named. */
  private async openings(actor: Actor, scope: EvidenceScope, notes = false): Promise<ReadonlyMap<string, Opening>> {
    const openings = new Map<string, Opening>();
    for (const id of scope.kind === 'period' ? [] : scope.requests) {
      for (const opening of await this.requests.disclose(actor, id, notes)) {
        openings.set(commit(Buffer.from(opening.salt, 'base64'), opening.payload), opening);
      }
    }
    return openings;
  }

  private async disclosures(
    actor: Actor,
    { requests }: Manifest,
    openings: ReadonlyMap<string, Opening>,
    size: number,
  ): Promise<readonly (readonly [string, Uint8Array])[]> {
    if (openings.size === 0) {
      return [];
    }
    const entries = await this.sources.entriesOf(actor, requests, size);
    const lines = entries.flatMap(({ index, bytes }) => {
      const opening = openings.get(parseEntry(bytes).commit ?? '');
      return opening === undefined ? [] : [`${canonicalJson({ index, ...opening })}\n`];
    });
    return [[BUNDLE_FILES.disclosures, Buffer.from(lines.join(''), 'utf8')]];
  }
}

function fileNameOf({ scope }: EvidenceOrder, { references }: Manifest, slug: string): string {
  const [reference] = Object.values(references);
  const what =
    scope.kind === 'period'
      ? `${slug}-${scope.from}-${scope.to}`
      : scope.kind === 'request'
        ? (reference ?? slug)
        : slug;
  return `nachweis-${what}.zip`;
}

function anchorFiles(shown: readonly ShownCheckpoint[], policy: string): readonly (readonly [string, Uint8Array])[] {
  return shown.length === 0
    ? []
    : [
        [BUNDLE_FILES.policy, Buffer.from(policy, 'utf8')],
        ...shown.flatMap(({ size, proof, timeStamp }): readonly (readonly [string, Uint8Array])[] => [
          [anchorName(size, 'tlog-proof'), Buffer.from(proof, 'utf8')],
          ...(timeStamp === undefined ? [] : [[anchorName(size, 'tsr'), timeStamp] as const]),
        ]),
      ];
}

/** One by a key that was lost, or under a former host, can be shown to nobody. */
function isSignedBy(note: string, vkeys: readonly string[]): boolean {
  const keys = vkeys.map((vkey) => parseVkey(vkey)).filter((key) => key !== undefined);
  return typeof openNote(note, keys) !== 'string';
}

function keyOf({ organisationId, userId, label, roles }: Actor, { scope, language }: EvidenceOrder) {
  return { by: { organisationId, userId, label, roles: [...roles] }, scope: { ...scope }, language };
}
