import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One version of the internal instruction (Weiterleitungsanweisung), with the day from which it holds. */
@Entity({ name: 'instruction' })
export class Instruction {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid', name: 'organisation_id' })
  organisationId!: string;

  @Column({ type: 'integer' })
  version!: number;

  @Column({ type: 'date', name: 'holds_from' })
  holdsFrom!: string;

  @Column({ type: 'text', name: 'text_de' })
  textDe!: string;

  @Column({ type: 'text', name: 'text_en' })
  textEn!: string;

  @Column({ type: 'integer', name: 'handover_limit_minutes' })
  handoverLimitMinutes!: number;

  @Column({ type: 'integer', name: 'forwarding_limit_seconds' })
  forwardingLimitSeconds!: number;

  @Column({ type: 'integer', name: 'takeover_limit_hours', nullable: true })
  takeoverLimitHours!: number | null;
}
