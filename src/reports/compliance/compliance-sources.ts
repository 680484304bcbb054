import { Inject, Injectable } from '@nestjs/common';
import { parseCheckpoint } from '../../domain/log/checkpoint.js';
import { fingerprintOf, openNote, parseVkey } from '../../domain/log/signed-note.js';
import type { Actor } from '../../audit/actor.js';
import { LogKeys } from '../../audit/log-keys.js';
import { Witnessing } from '../../audit/witnessing.js';
import { OrganisationsRepository } from '../../organisations/organisations.repository.js';
import { Database } from '../../platform/database/database.js';
import type { ComplianceDocument } from './compliance-document.js';
import type { LogOf } from './counting/projection.js';
import { EvidenceSources } from '../from-log/log-sources.js';
import { firstCheckpointsOver, referencesOf } from '../from-log/log-sources.sql.js';

/** What a compliance report says besides its figures: whose it is, and what it rests on. */
@Injectable()
export class ComplianceSources {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(LogKeys) private readonly keys: LogKeys,
    @Inject(EvidenceSources) private readonly evidence: EvidenceSources,
    @Inject(Witnessing) private readonly witnessing: Witnessing,
    @Inject(OrganisationsRepository) private readonly organisations: OrganisationsRepository,
  ) {}

  async log({ organisationId, ...scope }: Actor): Promise<LogOf & { readonly slug: string }> {
    const { slug, timeZone } = await this.database.read({ ...scope, organisationId }, ({ manager }) =>
      this.organisations.get(manager, organisationId),
    );
    return { organisationId, slug, timeZone };
  }

  async references(actor: Actor, requests: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return requests.length === 0
      ? new Map<string, string>()
      : this.database.ask(actor, (executor) => referencesOf(executor, requests));
  }

  async channels(actor: Actor): Promise<ComplianceDocument['channels']> {
    const { organisationId } = actor;
    const channels = await this.database.read(actor, ({ manager }) =>
      this.organisations.channels(manager, organisationId),
    );
    return new Map(channels.map((one) => [one.id, { de: one.labelDe, en: one.labelEn }]));
  }

  /** @throws Refusal unavailable while the last of the entries is not built into the tree */
  async surroundings(
    actor: Actor,
    size: number,
  ): Promise<Omit<ComplianceDocument, 'figures' | 'published' | 'asOf' | 'references'>> {
    const { organisationId } = actor;
    const checkpoint = size === 0 ? null : await this.checkpoint(actor, size);
    const channels = await this.channels(actor);
    const { witnesses, timeStamping } = await this.witnessing.health(organisationId);
    const timeStamp = timeStamping instanceof Date ? timeStamping.toISOString() : null;
    return this.database.read(actor, async ({ manager }) => {
      const { slug, name, postalAddress, email } = await this.organisations.get(manager, organisationId);
      const instructions = await this.organisations.instructions(manager, organisationId);
      const vkeys = [
        ...this.keys.earlierVerifierKeys(organisationId, slug),
        ...this.keys.verifierKeys(organisationId, slug),
      ];
      return {
        organisation: { slug, name, postalAddress, email },
        checkpoint,
        witnessing: { witnesses, timeStamp },
        keys: vkeys
          .filter((vkey) => checkpoint === null || isSignedBy(checkpoint.note, vkey))
          .map((vkey) => ({ vkey, fingerprint: fingerprintOf(parseVkey(vkey)?.publicKey ?? new Uint8Array()) })),
        instructionTexts: new Map(instructions.map((one) => [one.id, { de: one.textDe, en: one.textEn }])),
        channels,
      };
    });
  }

  /** The first one over them, so that it is the same however far the log has gone on. */
  private async checkpoint(actor: Actor, size: number): Promise<ComplianceDocument['checkpoint']> {
    const latest = await this.evidence.checkpointOver(actor, size - 1);
    const earlier = await this.database.ask(actor, (executor) =>
      firstCheckpointsOver(executor, actor.organisationId, [size - 1], latest.size),
    );
    const { note } = earlier[0] ?? latest;
    const { origin, size: covered, root } = parseCheckpoint(note) ?? noCheckpoint();
    return { origin, size: covered, root: Buffer.from(root).toString('base64'), note };
  }
}

function isSignedBy(note: string, vkey: string): boolean {
  const key = parseVkey(vkey);
  return key !== undefined && typeof openNote(note, [key]) !== 'string';
}

function noCheckpoint(): never {
  throw new Error('stored checkpoint does not parse');
}
