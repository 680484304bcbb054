import { Column, Entity, PrimaryColumn } from 'typeorm';

/** `failed`: the server refused for good (5xx); it is tried again all the same, with an alarm. */
export type ForwardingState = 'queued' | 'forwarded' | 'failed';

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
}
