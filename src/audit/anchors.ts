import { Inject, Injectable } from '@nestjs/common';
import { utf8 } from '../domain/log/encoding.js';
import { fingerprintOf, parseVkey, type Verifier } from '../domain/log/signed-note.js';
import { formatProof } from '../domain/log/tlog-proof.js';
import { formatWitnessPolicy } from '../domain/log/witness-policy.js';
import { openTimeStamp } from '../domain/timestamp/time-stamp.js';
import { Database } from '../platform/database/database.js';
import { systemActor } from './actor.js';
import { LogKeys } from './log-keys.js';
import { LOG_OF_LOGS_ID, LOG_OF_LOGS_SLUG } from './log-of-logs-place.js';
import { TreeReader } from './tree-reader.js';
import { checkpointAt, latestCheckpoint, type StoredCheckpoint } from './tree.sql.js';
import { cosignaturesOf, lastTimeStamp, newestAnchor } from './witness.sql.js';
import { WitnessPolicyFile } from './witness-policy-file.js';

/** That others have seen a checkpoint of an organisation's log. */
export interface ShownCheckpoint {
  /** Of the log of logs. */
  readonly size: number;
  /** `.tlog-proof`: the organisation's checkpoint in the log of logs, whose checkpoint carries the cosignatures. */
  readonly proof: string;
  /** RFC 3161 response over the signed text of that checkpoint. */
  readonly timeStamp: Uint8Array | undefined;
  /** The organisation's own checkpoint. */
  readonly shown: StoredCheckpoint;
}

export interface NamedKeyLine {
  /** As `--key` or a policy takes it. */
  readonly vkey: string;
  readonly name: string;
  /** SHA-256 of the public key, hexadecimal in groups of four. */
  readonly fingerprint: string;
}

export interface Trusted {
  /** Of the log, oldest first: each but the last was replaced. */
  readonly keys: readonly NamedKeyLine[];
  readonly witnesses: readonly NamedKeyLine[];
  /** Of the last time stamp; undefined: there is none. The fingerprint is that of the signing certificate. */
  readonly authority: { readonly name: string; readonly fingerprint: string } | undefined;
}

function namedKey(vkey: string, key: Verifier | undefined): NamedKeyLine {
  return { vkey, name: key?.name ?? '', fingerprint: fingerprintOf(key?.publicKey ?? new Uint8Array()) };
}

/** What a bundle tells of witnesses and time stamps. */
@Injectable()
export class Anchors {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(LogKeys) private readonly keys: LogKeys,
    @Inject(WitnessPolicyFile) private readonly file: WitnessPolicyFile,
  ) {}

  /** The policy that a bundle carries: the key of the log of logs, the witnesses, and how many are needed. */
  policyText(): string {
    const log = this.keys.verifierKeys(LOG_OF_LOGS_ID, LOG_OF_LOGS_SLUG);
    return formatWitnessPolicy({ ...this.file.policy, logs: [] }, log);
  }

  /** Whom a stranger is to name, so that a verifier believes nobody else: to be told by another way than the bundle. */
  async trusted(organisationId: string, slug: string): Promise<Trusted> {
    const stamped = await this.database.ask(systemActor(LOG_OF_LOGS_ID), (executor) => lastTimeStamp(executor));
    const opened = stamped === undefined ? 'malformed' : openTimeStamp(stamped.response);
    return {
      keys: this.keys.verifierKeys(organisationId, slug).map((vkey) => namedKey(vkey, parseVkey(vkey))),
      witnesses: this.file.policy.witnesses.map(({ vkey, verifier }) => namedKey(vkey, verifier)),
      authority:
        typeof opened === 'string'
          ? undefined
          : { name: opened.signerName, fingerprint: Buffer.from(opened.signerFingerprint).toString('hex') },
    };
  }

  /** The newest checkpoint, of at most `size`, that anybody outside has seen: witnesses, a time stamp, or both. */
  async of(organisationId: string, size: number): Promise<readonly ShownCheckpoint[]> {
    const scope = systemActor(LOG_OF_LOGS_ID);
    const [latest, stamped] = await this.database.ask(scope, (executor) =>
      Promise.all([latestCheckpoint(executor, LOG_OF_LOGS_ID), lastTimeStamp(executor)]),
    );
    const sizes = new Set([stamped?.size, latest?.size].filter((one) => one !== undefined));
    const all = await Promise.all([...sizes].map((of) => this.at(organisationId, size, of, stamped)));
    return all.filter((one) => one !== undefined);
  }

  private async at(
    organisationId: string,
    size: number,
    logOfLogsSize: number,
    stamped: { readonly size: number; readonly response: Buffer } | undefined,
  ): Promise<ShownCheckpoint | undefined> {
    const scope = systemActor(LOG_OF_LOGS_ID);
    const [log, anchor, cosignatures] = await this.database.ask(scope, (executor) =>
      Promise.all([
        checkpointAt(executor, LOG_OF_LOGS_ID, logOfLogsSize),
        newestAnchor(executor, organisationId, logOfLogsSize, size),
        cosignaturesOf(executor, LOG_OF_LOGS_ID, logOfLogsSize),
      ]),
    );
    const timeStamp = stamped?.size === logOfLogsSize ? stamped.response : undefined;
    if (log === undefined || anchor === undefined || (cosignatures.length === 0 && timeStamp === undefined)) {
      return undefined;
    }
    const shown = await this.database.ask(systemActor(organisationId), (executor) =>
      checkpointAt(executor, organisationId, anchor.size),
    );
    const tree = new TreeReader((question) => this.database.ask(scope, question), LOG_OF_LOGS_ID);
    const path = await tree.inclusion(anchor.index, logOfLogsSize);
    const checkpoint = log.note + cosignatures.map(({ line }) => `${line}\n`).join('');
    return (
      shown && {
        size: logOfLogsSize,
        proof: formatProof({ extra: utf8(shown.note), index: anchor.index, path, checkpoint }),
        timeStamp,
        shown,
      }
    );
  }
}
