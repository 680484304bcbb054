import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../domain/problem.js';
import { WORKER_SCOPE, type Actor } from '../audit/actor.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import type { UploadedFile } from '../platform/http/multipart.js';
import type { Form } from '../platform/http/sent-form.js';
import { Uploads } from '../platform/documents/uploads.js';
import { uuidv7 } from '../platform/ids.js';
import { STAGED_FIELD, StagedUploads, TAKE_OUT_FIELD } from '../platform/staging/staged-uploads.js';
import { sweepStaged } from '../platform/staging/staged-uploads.sql.js';
import { Vault } from '../platform/vault/vault.js';
import {
  dropKeptForm,
  dropOlderForms,
  findKeptForm,
  formTokenOwner,
  insertKeptForm,
  letKeptFormGo,
  sweepKept,
  type FormOwner,
} from './kept-forms.sql.js';

const FORMS_OF_ONE_USER = 20;
const NOTES_OF_ONE_PATH = 8;
const CONTENT = 'form';
/** Not the form's own words: the token of a session that is over, and which button was pressed beside a file. */
const LEFT_OUT = ['csrf', TAKE_OUT_FIELD];

export interface KeptForm {
  readonly id: string;
  /** Where it was sent. */
  readonly path: string;
  readonly keptAt: Date;
  /** In order; a name may come more than once. Files are named by the field `staged`. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/**
 * What was sent when the session had ended already (P13): known by its token as the form of one of our users, sealed for
 * that user, and offered again once they have signed in. Nothing is done with it before.
 */
@Injectable()
export class KeptForms {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Vault) private readonly vault: Vault,
    @Inject(StagedUploads) private readonly staged: StagedUploads,
    @Inject(Uploads) private readonly uploads: Uploads,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * @param current who is signed in now, if anybody: only their own form is kept then
   * @returns its id; undefined where it is nobody's form, or not that user's
   */
  async keep(
    path: string,
    sent: { readonly body: Form; readonly files: readonly UploadedFile[] },
    current: FormOwner | undefined,
  ): Promise<string | undefined> {
    const token = sent.body?.['csrf'];
    const owner = typeof token === 'string' && token !== '' ? await this.ownerOf(token) : undefined;
    const another =
      current !== undefined && (current.userId !== owner?.userId || current.organisationId !== owner.organisationId);
    if (owner === undefined || another) {
      return undefined;
    }
    const scope = { organisationId: owner.organisationId, userId: owner.userId, roles: [] };
    const inspected = await this.uploads.inspected({ fields: new Map(), files: sent.files, problems: [] });
    const { staged } = await this.staged.keep(scope, inspected.files);
    const fields = [...fieldsOf(sent.body), ...staged.map(({ id }) => [STAGED_FIELD, id] as const)];
    const form = this.sealed(owner, path, fields);
    const kept = await this.database.writeTechnical(scope, (transaction) =>
      insertKeptForm(transaction, owner, form, FORMS_OF_ONE_USER),
    );
    return kept ? form.id : undefined;
  }

  /**
   * What somebody typed and comes back to, where it must not stand in an address; the newest few of a path.
   * @throws Refusal not-allowed
   */
  async note(actor: Actor, path: string, fields: KeptForm['fields']): Promise<string> {
    const owner = ownerFrom(actor) ?? refuse('not-allowed', {});
    const form = this.sealed(owner, path, fields);
    await this.database.writeTechnical(actor, async (transaction) => {
      await dropOlderForms(transaction, owner, path, NOTES_OF_ONE_PATH - 1);
      await insertKeptForm(transaction, owner, form, FORMS_OF_ONE_USER + NOTES_OF_ONE_PATH);
    });
    return form.id;
  }

  private sealed(owner: FormOwner, path: string, fields: KeptForm['fields']) {
    const id = uuidv7(this.clock.now().getTime());
    const key = this.vault.newDataKey();
    const place = { organisation: owner.organisationId, request: id, field: CONTENT };
    const ciphertext = this.vault.seal(key, place, Buffer.from(JSON.stringify(fields), 'utf8'));
    return { id, path, ciphertext, ...this.vault.wrap(key, owner.organisationId, id) };
  }

  /** One's own, as long as it is kept. */
  async find(actor: Actor, id: string): Promise<KeptForm | undefined> {
    const owner = ownerFrom(actor);
    const row = owner && (await this.database.ask(actor, (executor) => findKeptForm(executor, owner, id)));
    if (row === undefined) {
      return undefined;
    }
    const { path, createdAt, ciphertext } = row;
    const place = { organisation: actor.organisationId, request: id, field: CONTENT };
    const bytes = this.vault.open(this.vault.unwrap(row, actor.organisationId, id), place, ciphertext);
    return { id, path, keptAt: createdAt, fields: JSON.parse(bytes.toString('utf8')) as KeptForm['fields'] };
  }

  /** It is being sent again. */
  async sent(actor: Actor, id: string): Promise<void> {
    const owner = ownerFrom(actor);
    if (owner !== undefined) {
      await this.database.writeTechnical(actor, (transaction) => letKeptFormGo(transaction, owner, id));
    }
  }

  /** Not wanted any more. Twice is once. */
  async drop(actor: Actor, id: string): Promise<void> {
    const owner = ownerFrom(actor);
    if (owner !== undefined) {
      await this.database.writeTechnical(actor, (transaction) => dropKeptForm(transaction, owner, id));
    }
  }

  /** Takes away what has expired: kept forms, the files of forms, and tokens. Idempotent. */
  async sweep(): Promise<void> {
    await this.database.writeTechnical(WORKER_SCOPE, async (transaction) => {
      await sweepKept(transaction);
      await sweepStaged(transaction);
    });
  }

  private ownerOf(token: string): Promise<FormOwner | undefined> {
    return this.database.ask(WORKER_SCOPE, (executor) => formTokenOwner(executor, formTokenHash(token)));
  }
}

/** As the database knows a form's token. */
export function formTokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function ownerFrom({ organisationId, userId }: Actor): FormOwner | undefined {
  return userId === null ? undefined : { organisationId, userId };
}

function fieldsOf(body: Form): readonly (readonly [string, string])[] {
  return Object.entries(body ?? {}).flatMap(([name, value]) =>
    LEFT_OUT.includes(name)
      ? []
      : [value].flat().flatMap((one) => (typeof one === 'string' ? [[name, one] as const] : [])),
  );
}
