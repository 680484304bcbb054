import { createHash } from 'node:crypto';
import type { SettledDuty } from '../../domain/duties/duty.js';
import type { Right } from '../../domain/rights/right.js';
import type { Attachment } from '../../platform/documents/attachments.js';
import type { AttachmentRecord } from '../sealed/content.js';

export const TASK_MAIL_JOB = 'task-mail';
export const TASK_WORDS_LIMIT = 10_000;

export const TASK_OUTCOMES = ['done', 'not-possible', 'question'] as const;
export type TaskOutcome = (typeof TASK_OUTCOMES)[number];
export type TaskState = 'open' | 'done' | 'withdrawn';
export type TaskMailKind = 'assigned' | 'extended' | 'withdrawn' | 'reminder' | 'answered';

/** What the DPO asks of a department. */
export interface TaskOrder {
  /** Made with the form: sent twice, it is one task (P9). */
  readonly id: string;
  readonly what: string;
  readonly until: string;
  /** A user of the organisation; empty: the address. */
  readonly user: string;
  readonly address: string;
  /** Sealed fields of the request's files that the department gets to see. */
  readonly files: readonly string[];
  /** The duty that it is given for; its answer is the evidence. */
  readonly duty?: { readonly right: Right; readonly duty: SettledDuty } | undefined;
  /** The DPO knows that the day lies after the deadline's safe day. */
  readonly afterSafe: boolean;
}

export interface TaskAnswer {
  readonly outcome: string;
  readonly text: string;
  readonly files: readonly Attachment[];
  /** How many answers there were when the form was shown: sent twice, it is one answer (P9). */
  readonly after: number;
}

/** Sealed with its commitment: everything the department is told. */
export interface TaskWords {
  readonly what: string;
  /** Where the mails go; empty for a user of the organisation. */
  readonly address: string;
  readonly files: readonly AttachmentRecord[];
}

/** Sealed with its commitment: what the department says. */
export interface TaskAnswerWords {
  readonly outcome: TaskOutcome;
  readonly text: string;
  readonly files: readonly AttachmentRecord[];
}

export const taskField = (id: string): string => `task-${id}`;
export const linkField = (id: string): string => `task-link-${id}`;
export const answerField = (id: string, number: number): string => `task-${id}-answer-${number}`;
export const noteField = (id: string, version: number): string => `task-${id}-note-${version}`;

export function hashOfLink(word: string): Buffer {
  return createHash('sha256').update(word).digest();
}

export function isTaskOutcome(value: unknown): value is TaskOutcome {
  return TASK_OUTCOMES.some((outcome) => outcome === value);
}
