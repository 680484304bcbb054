import { Inject, Injectable } from '@nestjs/common';
import type { FieldProblem } from '../../domain/problem.js';
import { Clock } from '../clock.js';
import { Database } from '../database/database.js';
import type { Scope } from '../database/scope.js';
import type { Attachment } from '../documents/attachments.js';
import type { InspectedFile } from '../documents/uploads.js';
import type { Form, SentForm } from '../http/sent-form.js';
import { isUuid, uuidv7 } from '../ids.js';
import { Vault } from '../vault/vault.js';
import { VaultError } from '../vault/vault-error.js';
import { findStaged, insertStaged, letStagedGo, stagedBytes, type StagedRow } from './staged-uploads.sql.js';

/** Names in every form with files: what was kept of them, and the one that is wanted no more. */
export const STAGED_FIELD = 'staged';
export const TAKE_OUT_FIELD = 'takeOut';

const DAY_SECONDS = 24 * 60 * 60;
/** After they were sent: a second click, or the same form in another window, still finds them. */
const AFTER_SENDING_SECONDS = 10 * 60;
const MEGABYTE = 1024 * 1024;
/** Of one user, over all forms. */
const OWNER_LIMIT_BYTES = 160 * MEGABYTE;
const IDS_LIMIT = 40;
const CONTENT = 'upload';

/** Whose files: a user, or whoever follows the link of a task. */
export type StagingScope = Scope & { readonly organisationId: string };

export interface StagedFile extends InspectedFile {
  /** It was kept from an earlier showing of the form. */
  readonly stagedId?: string;
}

/** One kept file as a form shows it. */
export interface StagedView {
  readonly id: string;
  readonly filename: string;
  readonly size: number;
}

export interface GatheredForm extends SentForm<StagedFile> {
  /** A button beside a kept file was pressed: the form is to be shown again, and nothing done. */
  readonly takenOut: boolean;
}

/**
 * Files of a form that is shown again: a page cannot fill a file field, so without this they would be gone with every
 * error (P13). Each lies under a key of its own, seen by its owner only, for a day.
 */
@Injectable()
export class StagedUploads {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** The form with what was kept of its files before those that were chosen now. */
  async gather(scope: StagingScope, { body, files, problems }: SentForm<InspectedFile>): Promise<GatheredForm> {
    const takeOut = body?.[TAKE_OUT_FIELD];
    const wanted = idsIn(body).filter((id) => id !== takeOut);
    const kept = await this.open(scope, wanted);
    const lost: FieldProblem[] = kept.length === wanted.length ? [] : [{ field: 'files', code: 'file-gone' }];
    return {
      body,
      files: [...kept, ...files],
      problems: [...problems, ...lost],
      takenOut: typeof takeOut === 'string' && takeOut !== '',
    };
  }

  /** Keeps what is not kept yet. What goes beyond the limit of one user is named by its problem, never dropped unsaid. */
  async keep(
    scope: StagingScope,
    files: readonly StagedFile[],
  ): Promise<{ readonly staged: readonly StagedView[]; readonly problems: readonly FieldProblem[] }> {
    const fresh = files.filter(({ stagedId, content }) => stagedId === undefined && content.length > 0);
    const ids = new Map<StagedFile, string>();
    let overLimit = false;
    if (fresh.length > 0) {
      await this.database.writeTechnical(scope, async (transaction) => {
        const owner = ownerOf(scope);
        let bytes = await stagedBytes(transaction, owner);
        for (const file of fresh) {
          bytes += file.content.length;
          if (bytes > OWNER_LIMIT_BYTES) {
            overLimit = true;
            break;
          }
          const id = uuidv7(this.clock.now().getTime());
          await insertStaged(transaction, { ...owner, id }, this.sealed(scope, id, file));
          ids.set(file, id);
        }
      });
    }
    const staged = files.flatMap((file) => {
      const id = file.stagedId ?? ids.get(file);
      return id === undefined ? [] : [{ id, filename: file.filename, size: file.content.length }];
    });
    return {
      staged,
      problems: overLimit ? [{ field: 'files', code: 'too-large', limit: OWNER_LIMIT_BYTES }] : [],
    };
  }

  /** They have gone where they were to go. */
  async sent(scope: StagingScope, files: readonly StagedFile[]): Promise<void> {
    const ids = files.flatMap(({ stagedId }) => stagedId ?? []);
    if (ids.length > 0) {
      await this.database.writeTechnical(scope, (transaction) =>
        letStagedGo(transaction, ownerOf(scope), ids, AFTER_SENDING_SECONDS),
      );
    }
  }

  /** In the order asked for; those that are gone, or another's, are left out. */
  private async open(scope: StagingScope, ids: readonly string[]): Promise<readonly StagedFile[]> {
    if (ids.length === 0) {
      return [];
    }
    const rows = await this.database.ask(scope, (executor) => findStaged(executor, ownerOf(scope), ids));
    return ids.flatMap((id) => {
      const row = rows.find((one) => one.id === id);
      return (row === undefined ? undefined : this.opened(scope, row)) ?? [];
    });
  }

  private sealed(scope: StagingScope, id: string, { field, content, ...rest }: StagedFile) {
    const key = this.vault.newDataKey();
    const head = Buffer.from(JSON.stringify({ field, ...rest }), 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(head.length);
    const place = { organisation: scope.organisationId, request: id, field: CONTENT };
    return {
      ...this.vault.wrap(key, scope.organisationId, id),
      ciphertext: this.vault.seal(key, place, Buffer.concat([length, head, content])),
      size: content.length,
      seconds: DAY_SECONDS,
    };
  }

  /** Undefined: its key was destroyed meanwhile, as keys of the organisation are after their time. */
  private opened(scope: StagingScope, { id, ciphertext, ...wrapped }: StagedRow): StagedFile | undefined {
    const place = { organisation: scope.organisationId, request: id, field: CONTENT };
    try {
      const bytes = this.vault.open(this.vault.unwrap(wrapped, scope.organisationId, id), place, ciphertext);
      const length = bytes.readUInt32BE(0);
      const head = JSON.parse(bytes.subarray(4, 4 + length).toString('utf8')) as Omit<Attachment, 'content'> & {
        readonly field: string;
      };
      return { ...head, content: bytes.subarray(4 + length), stagedId: id };
    } catch (error) {
      if (error instanceof VaultError) {
        return undefined;
      }
      throw error;
    }
  }
}

function ownerOf({ organisationId, userId }: StagingScope) {
  if (userId === null) {
    throw new Error('nobody whose files these could be');
  }
  return { organisationId, ownerId: userId };
}

function idsIn(body: Form): readonly string[] {
  const named = [body?.[STAGED_FIELD] ?? []].flat();
  return named.filter((id): id is string => typeof id === 'string' && isUuid(id)).slice(0, IDS_LIMIT);
}
