import type { Language } from '../../words/language.js';
import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../../domain/civil-date.js';
import type { BundleFiles } from '../../domain/evidence/bundle-files.js';
import { anchorName, BUNDLE_FILES, manifestHash } from '../../domain/evidence/bundle.js';
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
import { Vault } from '../../platform/vault/vault.js';
import { uuidv7 } from '../../platform/ids.js';
import type { Opening } from '../../requests/sealed/sealed-payload.js';
import { RequestsService } from '../../requests/request/requests.service.js';
import { openedReference } from '../../requests/request/reference-commitment.js';
import { EvidenceQueue } from './evidence-queue.js';
import { evidenceFiles, verifierFiles } from './evidence-files.js';
import { EVIDENCE_TEMPLATE, evidenceReportData, type EvidenceWitness } from './evidence-report.js';
import { seenInReport } from './evidence-seen.js';
import { tellRequests } from './evidence-report.builder.js';
import { EvidenceSources, type EvidenceBase } from '../from-log/log-sources.js';
import { selectEntries, type EvidenceScope, type Selection } from './evidence-selection.js';
import {
  entriesInRuns,
  firstCheckpointsOver,
  indexesOfReports,
  requestsRecordedIn,
  referencesOf,
  withCommittedReference,
} from '../from-log/log-sources.sql.js';

export interface EvidenceOrder {
  readonly scope: EvidenceScope;
  readonly language: Language;
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

/** In `bundle.json`; all of them are opened in a file of their own. */
const NAMED_LIMIT = 1_000;
const OPENED_LIMIT = 200_000;

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
    @Inject(Vault) private readonly vault: Vault,
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
    const { enclosed = [] } = order;
    const told = await this.database.ask(actor, (executor) =>
      indexesOfReports(
        executor,
        actor.organisationId,
        enclosed.map(({ id }) => id),
      ),
    );
    const chosen = joinRuns([...selection.runs, ...told.map((first) => ({ first, count: 1 }))]);
    const named = await this.named(actor, order, selection);
    const finished = new Map([
      ...enclosed.map(({ name, bytes }) => [name, bytes] as const),
      ...(await this.disclosures(actor, requestsOf(order), openings, base.checkpoint.size)),
      ...(await this.referenceFile(actor, named)),
    ]);
    const relied = await this.earlier(actor, selection, [], base);
    const claim = {
      ...manifestOf(order, named, base.timeZone),
      bound: {
        ...{ size: base.checkpoint.size, chosen, earlier: relied.map(({ size }) => size) },
        files: Object.fromEntries([...finished, ...verifierFiles()].map(([name, bytes]) => [name, hashOf(bytes)])),
      },
    };
    const index = await this.record(
      actor,
      order,
      report,
      manifestHash({ ...claim, runs: [] }),
      base.timeZone,
      issuedAt,
    );
    const checkpoint = await this.sources.checkpointOver(actor, index);
    await this.witnessing.showNow(actor.organisationId);
    const cosignatures = await this.witnessing.cosignatures(actor.organisationId, checkpoint.size);
    const shown = (await this.anchors.of(actor.organisationId, checkpoint.size)).filter((one) =>
      isSignedBy(one.shown.note, base.keys),
    );
    const last = [{ first: index, count: 1 }];
    // What was entered while the report was made belongs to its days as well.
    const runs =
      order.scope.kind === 'period'
        ? (await selectEntries(this.database, actor, order.scope, base.timeZone, checkpoint.size)).runs
        : [];
    const since = [base.checkpoint, ...shown.map((one) => one.shown)];
    const earlier = [...relied, ...(await this.handovers(actor, since, checkpoint, base.keys))];
    const bundle = {
      files: evidenceFiles({
        manifest: { ...claim, runs: joinRuns([...chosen, ...runs, ...last]) },
        // Whoever names the witnesses finds their signatures under the checkpoint itself.
        checkpoint: { ...checkpoint, note: checkpoint.note + cosignatures },
        keys: base.keys,
        earlier: [...new Map(earlier.map((one) => [one.size, one])).values()].sort((a, b) => a.size - b.size),
        finished: new Map([
          [BUNDLE_FILES.report, report],
          ...finished,
          ...anchorFiles(shown, this.anchors.policyText()),
        ]),
        tree: this.sources.tree(actor),
        readRuns: (wanted) =>
          this.database.ask(actor, (executor) => entriesInRuns(executor, actor.organisationId, wanted)),
      }),
      fileName: fileNameOf(order, named, base.slug),
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
    const witnesses = await this.seen(actor, base);
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
      ...{ witnesses, totals: told.totals, requests: told.requests, requestsLeftOut: told.leftOut },
    });
    return this.renderer.render(EVIDENCE_TEMPLATE, data, { standard: 'a-3a', createdAt: issuedAt });
  }

  /** What others had seen when the report was made; what they see of the bundle itself only the bundle can tell. */
  private async seen({ organisationId }: Actor, { checkpoint }: EvidenceBase): Promise<readonly EvidenceWitness[]> {
    const cosignatures = await this.witnessing.cosignatures(organisationId, checkpoint.size);
    const shown = await this.anchors.of(organisationId, checkpoint.size);
    const notes = [checkpoint.note + cosignatures, ...shown.map((one) => one.shown.note)];
    const policy = this.anchors.policyText();
    return seenInReport(notes, new Map(anchorFiles(shown, policy)), policy);
  }

  /** @returns the index of the entry */
  private async record(
    actor: Actor,
    { scope }: EvidenceOrder,
    report: Uint8Array,
    manifest: string,
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
        document: hashOf(report),
        manifest,
      });
      return Promise.resolve();
    });
    return firstIndex ?? refuse('unavailable', { retryAfterSeconds: 5 });
  }

  /** What people call the requests that the bundle is about. */
  private async named(actor: Actor, order: EvidenceOrder, { told }: Selection): Promise<ReadonlyMap<string, string>> {
    const { first, count } = told;
    const ids =
      order.scope.kind === 'period'
        ? (
            await this.database.ask(actor, (executor) =>
              requestsRecordedIn(executor, actor.organisationId, first, first + count, OPENED_LIMIT),
            )
          ).map(({ id }) => id)
        : requestsOf(order);
    return this.database.ask(actor, (executor) => referencesOf(executor, ids));
  }

  private async referenceFile(
    actor: Actor,
    named: ReadonlyMap<string, string>,
  ): Promise<readonly (readonly [string, Uint8Array])[]> {
    const committed = await this.database.ask(actor, (executor) => withCommittedReference(executor, [...named.keys()]));
    const lines = [...named]
      .filter(([id]) => committed.has(id))
      .map(([id, reference]) => openedReference(this.vault, actor.organisationId, { id, reference }))
      .map((opening) => `${canonicalJson(opening)}\n`);
    return lines.length === 0 ? [] : [[BUNDLE_FILES.references, Buffer.from(lines.join(''), 'utf8')]];
  }

  /** Checkpoints that others hold: with the mails to the DPO, in the report, and where a period begins. */
  private async earlier(
    actor: Actor,
    { runs, kind }: Selection,
    given: readonly StoredCheckpoint[],
    { checkpoint, keys }: EvidenceBase,
  ): Promise<readonly { readonly size: number; readonly note: string }[]> {
    const covered =
      kind === 'period'
        ? runs.map(({ first }) => first)
        : runs.flatMap(({ first, count }) => [first, first + count - 1]);
    const covering = await this.database.ask(actor, (executor) =>
      firstCheckpointsOver(executor, actor.organisationId, covered.slice(-RELIED_ON_LIMIT), checkpoint.size),
    );
    // One signed by a key that is lost can be shown to nobody; the epoch that was opened then says so.
    const shown = covering.filter(({ note }) => isSignedBy(note, keys));
    return [...shown, ...(await this.handovers(actor, given, checkpoint, keys))];
  }

  /** Those that hand over from key to key, and others given, as far as they lie before `size` and can be shown. */
  private async handovers(
    actor: Actor,
    given: readonly { readonly size: number; readonly note: string }[],
    { size }: { readonly size: number },
    keys: readonly string[],
  ): Promise<readonly { readonly size: number; readonly note: string }[]> {
    return [...given, ...(await this.sources.handovers(actor, size))]
      .filter((one) => one.size < size && one.size > 0 && isSignedBy(one.note, keys))
      .map((one) => ({ size: one.size, note: one.note }));
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
    requests: readonly string[],
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

function requestsOf({ scope }: EvidenceOrder): readonly string[] {
  return scope.kind === 'period' ? [] : [...scope.requests].sort();
}

function manifestOf(order: EvidenceOrder, named: ReadonlyMap<string, string>, timeZone: string) {
  const { scope } = order;
  return {
    v: 1,
    kind: scope.kind,
    requests: requestsOf(order),
    references: Object.fromEntries([...named].slice(0, NAMED_LIMIT)),
    from: scope.kind === 'period' ? scope.from : null,
    to: scope.kind === 'period' ? scope.to : null,
    timeZone,
  } as const;
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}

function fileNameOf({ scope }: EvidenceOrder, named: ReadonlyMap<string, string>, slug: string): string {
  const [reference] = named.values();
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
