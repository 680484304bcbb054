import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BreachOutcome } from '../../domain/deadlines/other-clocks.js';
import type { Precision } from '../../domain/forwarding/verdict.js';
import type { DeadlineEvent } from '../../domain/deadlines/facts.js';
import type { State } from '../../domain/lifecycle/lifecycle.js';
import type { Right } from '../../domain/rights/right.js';

export type RightsRequestState = State;
export type DeadlineClock = 'running' | 'paused' | 'ended';
export type Door = 'handover' | 'api' | 'form' | 'mailbox' | 'webhook';

/** A request about data-subject rights (Vorgang): facts and deadlines; its content lies sealed elsewhere. */
@Entity({ name: 'rights_request' })
export class RightsRequest {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid', name: 'organisation_id' })
  organisationId!: string;

  @Column({ type: 'text' })
  reference!: string;

  /** What follows the last dash of the reference; set by the database. */
  @Column({ type: 'text', name: 'reference_tail', nullable: true })
  referenceTail!: string | null;

  @Column({ type: 'text' })
  state!: RightsRequestState;

  @Column({ type: 'integer', default: 1 })
  version!: number;

  @Column({ type: 'uuid', name: 'channel_id' })
  channelId!: string;

  @Column({ type: 'text' })
  door!: Door;

  @Column({ type: 'uuid', name: 'instruction_id' })
  instructionId!: string;

  @Column({ type: 'text', array: true })
  rights!: Right[];

  @Column({ type: 'timestamptz', name: 'received_at' })
  receivedAt!: Date;

  @Column({ type: 'date', name: 'received_on' })
  receivedOn!: string;

  @Column({ type: 'timestamptz', name: 'recorded_at' })
  recordedAt!: Date;

  /** How exactly `receivedAt` is known; null: nobody was asked. */
  @Column({ type: 'text', nullable: true })
  arrival!: Precision | null;

  @Column({ type: 'timestamptz', name: 'seen_at', nullable: true })
  seenAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'breach_since', nullable: true })
  breachSince!: Date | null;

  @Column({ type: 'text', name: 'breach_outcome', nullable: true })
  breachOutcome!: BreachOutcome | null;

  @Column({ type: 'date', name: 'breach_concluded_on', nullable: true })
  breachConcludedOn!: string | null;

  @Column({ type: 'text', nullable: true })
  seen!: 'moment' | 'day' | null;

  @Column({ type: 'uuid', name: 'handed_over_by', nullable: true })
  handedOverBy!: string | null;

  @Column({ type: 'boolean', name: 'handover_late' })
  handoverLate!: boolean;

  @Column({ type: 'date', name: 'safe_on' })
  safeOn!: string;

  @Column({ type: 'date', name: 'due_on' })
  dueOn!: string;

  @Column({ type: 'timestamptz', name: 'acknowledged_at', nullable: true })
  acknowledgedAt!: Date | null;

  @Column({ type: 'uuid', name: 'acknowledged_by', nullable: true })
  acknowledgedBy!: string | null;

  @Column({ type: 'timestamptz', name: 'withdrawn_at', nullable: true })
  withdrawnAt!: Date | null;

  @Column({ type: 'jsonb', name: 'deadline_events', default: [] })
  deadlineEvents!: DeadlineEvent[];

  @Column({ type: 'text', default: 'running' })
  clock!: DeadlineClock;

  @Column({ type: 'date', name: 'next_on' })
  nextOn!: string;

  @Column({ type: 'date', name: 'overdue_noted_on', nullable: true })
  overdueNotedOn!: string | null;

  @Column({ type: 'timestamptz', name: 'answered_at', nullable: true })
  answeredAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'closed_at', nullable: true })
  closedAt!: Date | null;
}
