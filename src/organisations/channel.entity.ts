import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AddressForm } from '../domain/correspondence/kinds.js';
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

  /** Added by page: no profile knows it, so none switches it off. */
  @Column({ type: 'boolean', name: 'by_page', default: false })
  byPage!: boolean;

  /** How people who write there are addressed in German; null: as everywhere. */
  @Column({ type: 'text', name: 'address_form', nullable: true })
  addressForm!: AddressForm | null;
}
