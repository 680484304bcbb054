import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { UserRole } from './user-role.js';

/** One role of one user in one organisation. */
@Entity({ name: 'membership' })
export class Membership {
  @PrimaryColumn({ type: 'uuid', name: 'user_id' })
  userId!: string;

  @PrimaryColumn({ type: 'uuid', name: 'organisation_id' })
  organisationId!: string;

  @PrimaryColumn({ type: 'text' })
  role!: UserRole;

  @Column({ type: 'timestamptz', name: 'granted_at' })
  grantedAt!: Date;

  /** Last day of the role; null: without an end. */
  @Column({ type: 'date', name: 'ends_on', nullable: true })
  endsOn!: string | null;

  /** Given by a group of the provider, not by hand. */
  @Column({ type: 'boolean', name: 'from_directory', default: false })
  fromDirectory!: boolean;
}
