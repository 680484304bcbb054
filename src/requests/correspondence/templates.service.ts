import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import {
  MESSAGE_KINDS,
  MESSAGE_LANGUAGES,
  type AddressForm,
  type MessageKind,
  type MessageLanguage,
} from '../../domain/correspondence/kinds.js';
import { missingBlocks } from '../../domain/correspondence/mandatory.js';
import { inForm, parseTemplate, unknownPlaceholders, type MessageText } from '../../domain/correspondence/template.js';
import { canonicalJson } from '../../domain/log/canonical-json.js';
import { refuse, type FieldProblem } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { AuditLog } from '../../audit/audit-log.js';
import { OrganisationsRepository } from '../../organisations/organisations.repository.js';
import { Database } from '../../platform/database/database.js';
import { packageRoot } from '../../platform/package-root.js';
import { mustBeDpo } from '../request/permission.js';
import { sha256Of } from './message-content.js';
import { insertTemplate, newestTemplates, templateVersions, type TemplateRow } from './templates.sql.js';

export const SUBJECT_LIMIT = 200;
export const BODY_LIMIT = 1_000_000;
const FOLDER = join(packageRoot(), 'src', 'requests', 'correspondence', 'templates');

/** A template as it holds in an organisation. */
export interface TemplateInForce {
  readonly kind: MessageKind;
  readonly language: MessageLanguage;
  /** 0: never changed. */
  readonly version: number;
  readonly changed: boolean;
  readonly text: MessageText;
}

/** The standard texts come with the program as files; an organisation may have its own, by version. */
@Injectable()
export class TemplatesService {
  private readonly standard = new Map<string, MessageText>();

  constructor(
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(Database) private readonly database: Database,
    @Inject(OrganisationsRepository) private readonly organisations: OrganisationsRepository,
  ) {}

  /** Of every kind, in every language. @throws Refusal not-allowed */
  async list(actor: Actor): Promise<readonly TemplateInForce[]> {
    mustBeDpo(actor);
    const { form, own } = await this.read(actor);
    return MESSAGE_KINDS.flatMap((kind) =>
      MESSAGE_LANGUAGES.map((language) => {
        const newest = own.find((row) => row.kind === kind && row.language === language);
        return this.inForce(kind, language, form, newest);
      }),
    );
  }

  /** @param asked the form of address, where it is not the organisation's */
  async get(actor: Actor, kind: MessageKind, language: MessageLanguage, asked?: AddressForm): Promise<TemplateInForce> {
    const { form, own } = await this.read(actor);
    return this.inForce(
      kind,
      language,
      asked ?? form,
      own.find((row) => row.kind === kind && row.language === language),
    );
  }

  /** Newest first. @throws Refusal not-allowed */
  async versions(actor: Actor, kind: MessageKind, language: MessageLanguage): Promise<readonly TemplateRow[]> {
    mustBeDpo(actor);
    return this.database.ask(actor, (executor) => templateVersions(executor, actor.organisationId, kind, language));
  }

  /** The standard text in the organisation's form of address. */
  standardText(kind: MessageKind, language: MessageLanguage, form: AddressForm): MessageText {
    const place = `${language}/${kind}`;
    const file = this.standard.get(place) ?? parseTemplate(readFileSync(join(FOLDER, `${place}.txt`), 'utf8'));
    this.standard.set(place, file);
    return inForm(file, form);
  }

  /** A new version. @throws Refusal not-allowed, invalid-input, version-conflict */
  async change(
    actor: Actor,
    kind: MessageKind,
    language: MessageLanguage,
    text: MessageText,
    expectedVersion: number,
  ): Promise<void> {
    const problems = [...problemsOfTemplate(text), ...problemsOfBlocks(kind, text)];
    if (problems.length > 0) {
      refuse('invalid-input', { fields: problems });
    }
    await this.write(actor, { kind, language, standard: false, ...text }, expectedVersion);
  }

  /** From here on the standard text holds again, also where a later version of the program brings a better one. */
  async backToStandard(
    actor: Actor,
    kind: MessageKind,
    language: MessageLanguage,
    expectedVersion: number,
  ): Promise<void> {
    await this.write(actor, { kind, language, standard: true, subject: '', body: '' }, expectedVersion);
  }

  private async write(
    actor: Actor,
    row: Omit<TemplateRow, 'version' | 'createdAt'>,
    expectedVersion: number,
  ): Promise<void> {
    const userId = mustBeDpo(actor);
    const { kind, language, standard, subject, body } = row;
    const [newest] = await this.versions(actor, kind, language);
    const current = newest?.version ?? 0;
    if (current !== expectedVersion) {
      refuse('version-conflict', { current });
    }
    await this.auditLog.transact(actor, async (transaction) => {
      const version = current + 1;
      const template = { ...row, version, createdAt: transaction.now };
      if (!(await insertTemplate(transaction, actor.organisationId, template, userId))) {
        refuse('version-conflict', { current: version });
      }
      const text = sha256Of(canonicalJson({ subject, body })).toString('base64');
      transaction.record('template.changed', { kind, language, version, standard, text });
    });
  }

  private async read(actor: Actor): Promise<{ form: AddressForm; own: readonly TemplateRow[] }> {
    return this.database.read(actor, async (transaction) => ({
      form: (await this.organisations.get(transaction.manager, actor.organisationId)).addressForm,
      own: await newestTemplates(transaction, actor.organisationId),
    }));
  }

  private inForce(
    kind: MessageKind,
    language: MessageLanguage,
    form: AddressForm,
    own: TemplateRow | undefined,
  ): TemplateInForce {
    const changed = own !== undefined && !own.standard;
    const text = changed ? { subject: own.subject, body: own.body } : this.standardText(kind, language, form);
    return { kind, language, version: own?.version ?? 0, changed, text };
  }
}

/** Blocks that the law demands of a letter of this kind and that were deleted, by their names. */
function problemsOfBlocks(kind: MessageKind, { body }: MessageText): FieldProblem[] {
  const missing = missingBlocks(kind, body).map(({ content }) => content);
  return missing.length === 0 ? [] : [{ field: 'body', code: 'missing-blocks', limit: missing.join(', ') }];
}

/** What is wrong with the text of a template, field by field; the first unknown placeholder by its name. */
export function problemsOfTemplate({ subject, body }: MessageText): FieldProblem[] {
  const checked = (field: string, text: string, limit: number): FieldProblem[] => {
    const [unknown] = unknownPlaceholders(text);
    if (text.trim() === '') {
      return [{ field, code: 'required' }];
    }
    if (text.length > limit) {
      return [{ field, code: 'too-long', limit }];
    }
    return unknown === undefined ? [] : [{ field, code: 'unknown-placeholder', limit: unknown }];
  };
  return [...checked('subject', subject, SUBJECT_LIMIT), ...checked('body', body, BODY_LIMIT)];
}
