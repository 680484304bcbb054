import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ChannelKind } from '../domain/channel-kind.js';

/** A way by which requests arrive (Eingangskanal), one per account. */
@Entity({ name: 'channel' })
export class Channel {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid', name: 'organisation_id' })
  organisationId!: string;

  @Column({ type: 'text' })
  slug!: string;

  @Column({ type: 'text' })
  kind!: ChannelKind;

  @Column({ type: 'text', name: 'label_de' })
  labelDe!: string;

  @Column({ type: 'text', name: 'label_en' })
  labelEn!: string;

  @Column({ type: 'integer' })
  position!: number;

  @Column({ type: 'boolean', default: true })
  active!: boolean;

  /** Users who look after it; null: nobody named. */
  @Column({ type: 'uuid', name: 'owner_id', nullable: true })
  ownerId!: string | null;

  @Column({ type: 'uuid', name: 'deputy_id', nullable: true })
  deputyId!: string | null;

  /** When one of them last stated that everything there has been handed over. */
  @Column({ type: 'timestamptz', name: 'looked_at', nullable: true })
  lookedAt!: Date | null;
}
