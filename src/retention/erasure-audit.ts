import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import type { RetentionClass } from '../domain/retention/classes.js';
import { systemActor } from '../audit/actor.js';
import { CONFIG, type Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { Vault } from '../platform/vault/vault.js';
import { replyToken } from '../requests/correspondence/message-content.js';
import { classesHeld, mailIdsOf } from './erasing.sql.js';
import { classOf } from './erasures.service.js';
import { erasedClasses, keyStands, openJobs, type ErasedRequest } from './erasure-audit.sql.js';
import { OutsideList } from './outside-list.js';

/** Where something of an erased request was found that should not be there. */
export interface Trace {
  readonly rightsRequestId: string;
  readonly where: 'table' | 'key' | 'queue' | 'file' | 'not-swept' | 'not-listed';
  /** Class of the rows, kind of the job, or path in the data folder. */
  readonly what: string;
}

export interface AuditResult {
  readonly requests: number;
  readonly files: number;
  readonly traces: readonly Trace[];
}

const BATCH = 200;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
/** Of the embedded database and of the keys: looked at through the database itself, and by what the keys open. */
const LEFT_OUT = ['postgres', 'keys', 'erased', 'checkpoints'];
const FILE_LIMIT = 64 * 1024 * 1024;

/** Looks for what an erasure should have taken: in tables, keys, queue and files. Changes nothing. */
@Injectable()
export class ErasureAudit {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(OutsideList) private readonly list: OutsideList,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async audit(organisationId: string, onProgress: (requests: number) => void = () => undefined): Promise<AuditResult> {
    const files = filesIn(this.config.dataDir);
    const texts = files.map((path) => ({ path, text: readFileSync(path, 'latin1') }));
    const listed = new Set(this.list.read(organisationId).map(({ erasure }) => erasure));
    const traces: Trace[] = [];
    let requests = 0;
    for (let after = FIRST_ID; ;) {
      const batch = await this.database.ask(systemActor(organisationId), (executor) =>
        erasedClasses(executor, organisationId, after, BATCH),
      );
      const last = batch.at(-1);
      if (last === undefined) {
        return { requests, files: files.length, traces };
      }
      traces.push(...(await this.tracesOf(organisationId, batch, texts, listed)));
      requests += batch.length;
      onProgress(requests);
      after = last.id;
    }
  }

  private async tracesOf(
    organisationId: string,
    batch: readonly ErasedRequest[],
    texts: readonly { readonly path: string; readonly text: string }[],
    listed: ReadonlySet<string>,
  ): Promise<readonly Trace[]> {
    const ids = batch.map(({ id }) => id);
    const found = await this.database.read(systemActor(organisationId), async (executor) => ({
      held: await classesHeld(executor, ids, classOf),
      keys: await keyStands(executor, ids),
      words: new Map(await Promise.all(ids.map(async (id) => [id, await mailIdsOf(executor, id)] as const))),
      jobs: await openJobs(executor, organisationId, ids),
    }));
    return batch.flatMap(({ id, classes, whole, swept, erasures }) => {
      const gone = new Set<RetentionClass>(classes);
      const trace = (where: Trace['where'], what: string): Trace => ({ rightsRequestId: id, where, what });
      const words = [...(found.words.get(id) ?? []), replyToken(this.vault, organisationId, id)];
      return [
        ...[...(found.held.get(id) ?? [])].filter((one) => gone.has(one)).map((one) => trace('table', one)),
        ...(whole && found.keys.has(id) ? [trace('key', 'request_key')] : []),
        ...(found.jobs.get(id) ?? []).map((kind) => trace('queue', kind)),
        ...(swept ? [] : [trace('not-swept', 'mailbox')]),
        ...erasures.filter((erasure) => swept && !listed.has(erasure)).map((erasure) => trace('not-listed', erasure)),
        ...(gone.has('message')
          ? texts
              .filter(({ text }) => words.some((word) => text.includes(word)))
              .map(({ path }) => trace('file', relative(this.config.dataDir, path)))
          : []),
      ];
    });
  }
}

/** Every file of the data folder that is neither of the database nor a key. */
function filesIn(dataDir: string): readonly string[] {
  if (!existsSync(dataDir)) {
    return [];
  }
  return readdirSync(dataDir, { withFileTypes: true })
    .filter(({ name }) => !LEFT_OUT.includes(name))
    .flatMap((entry) => (entry.isDirectory() ? under(join(dataDir, entry.name)) : [join(dataDir, entry.name)]))
    .filter((path) => existsSync(path) && statSync(path).isFile() && statSync(path).size <= FILE_LIMIT);
}

function under(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? under(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}
