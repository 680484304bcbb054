import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Designation of the data protection officer (Benennung), Art. 37 GDPR. Superseded ones stay. */
@Entity({ name: 'dpo_designation' })
export class DpoDesignation {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'uuid', name: 'organisation_id' })
  organisationId!: string;

  @Column({ type: 'text', name: 'title_de' })
  titleDe!: string;

  @Column({ type: 'text', name: 'title_en' })
  titleEn!: string;

  @Column({ type: 'text' })
  email!: string;

  @Column({ type: 'text' })
  telephone!: string;

  @Column({ type: 'text', name: 'postal_address' })
  postalAddress!: string;

  /** PEM, for S/MIME. */
  @Column({ type: 'text', nullable: true })
  certificate!: string | null;

  @Column({ type: 'boolean' })
  deputy!: boolean;

  @Column({ type: 'timestamptz', name: 'valid_from' })
  validFrom!: Date;

  @Column({ type: 'timestamptz', name: 'valid_until', nullable: true })
  validUntil!: Date | null;
}
