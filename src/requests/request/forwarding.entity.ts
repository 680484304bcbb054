import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * `failed`: the server refused for good (5xx). `bounced`: accepted, and it came back later. Both are tried again all the
 * same, with an alarm.
 */
export type ForwardingState = 'queued' | 'forwarded' | 'failed' | 'bounced';

/** What a mail server reported after the house's own had accepted it: given to one that reports no further, or delivered. */
export type Arrival = 'passed-on' | 'delivered';

/** The system's handing on of one request to one designation (Weiterleitung). */
@Entity({ name: 'forwarding' })
export class Forwarding {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid', name: 'organisation_id' })
  organisationId!: string;

  @Column({ type: 'uuid', name: 'rights_request_id' })
  rightsRequestId!: string;

  @Column({ type: 'uuid', name: 'designation_id' })
  designationId!: string;

  @Column({ type: 'boolean', name: 'to_deputy', default: false })
  toDeputy!: boolean;

  @Column({ type: 'text', name: 'message_id' })
  messageId!: string;

  @Column({ type: 'text' })
  state!: ForwardingState;

  @Column({ type: 'integer', default: 0 })
  attempts!: number;

  @Column({ type: 'timestamptz', name: 'late_at' })
  lateAt!: Date;

  @Column({ type: 'boolean', name: 'late_recorded', default: false })
  lateRecorded!: boolean;

  @Column({ type: 'timestamptz', name: 'next_attempt_at', nullable: true })
  nextAttemptAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'forwarded_at', nullable: true })
  forwardedAt!: Date | null;

  @Column({ type: 'integer', default: 0 })
  bounces!: number;

  @Column({ type: 'text', nullable: true })
  arrival!: Arrival | null;

  @Column({ type: 'timestamptz', name: 'arrival_at', nullable: true })
  arrivalAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'takeover_due_at', nullable: true })
  takeoverDueAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'untaken_at', nullable: true })
  untakenAt!: Date | null;
}
