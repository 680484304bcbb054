import type { Language } from '../words/language.js';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody who signs in; what they may do says their membership. */
@Entity({ name: 'user_account' })
export class UserAccount {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text' })
  email!: string;

  @Column({ type: 'text', name: 'password_hash', nullable: true })
  passwordHash!: string | null;

  @Column({ type: 'text', default: 'de' })
  locale!: Language;

  @Column({ type: 'uuid', name: 'last_channel_id', nullable: true })
  lastChannelId!: string | null;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  @Column({ type: 'timestamptz', name: 'disabled_at', nullable: true })
  disabledAt!: Date | null;
}
