import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Land } from '../domain/deadlines/land.js';
import type { Deciding } from '../domain/rights/deciding.js';
import type { BodyKind } from '../domain/rights/norms/norms.js';
import type { AddressForm } from '../domain/correspondence/kinds.js';
import type { AuthorityContact } from './profile.js';

/** The controller (Verantwortlicher), Art. 4(7) GDPR. */
@Entity({ name: 'organisation' })
export class Organisation {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'text' })
  slug!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', name: 'short_name' })
  shortName!: string;

  /** A mail to one of these is a new request, unless it answers one of ours; in lower case. */
  @Column({ type: 'text', array: true, name: 'intake_addresses', default: [] })
  intakeAddresses!: string[];

  /** Whether senders of requests by mail are told by a program that they came in (RFC 3834). */
  @Column({ type: 'boolean', name: 'confirms_mails', default: false })
  confirmsMails!: boolean;

  @Column({ type: 'text', name: 'postal_address' })
  postalAddress!: string;

  @Column({ type: 'text' })
  email!: string;

  @Column({ type: 'text' })
  land!: Land;

  @Column({ type: 'text', nullable: true })
  municipality!: string | null;

  @Column({ type: 'text', name: 'time_zone' })
  timeZone!: string;

  @Column({ type: 'text', name: 'reference_prefix' })
  referencePrefix!: string;

  @Column({ type: 'text', name: 'mail_content' })
  mailContent!: 'full' | 'notice';

  @Column({ type: 'integer', name: 'retention_days' })
  retentionDays!: number;

  @Column({ type: 'jsonb' })
  authority!: AuthorityContact;

  /** Days before a deadline on which the DPO is reminded of it. */
  @Column({ type: 'integer', array: true, name: 'reminder_days', default: [14, 7, 3, 1] })
  reminderDays!: number[];

  /** Hour of the day (organisation's time zone) of the one digest mail. */
  @Column({ type: 'integer', name: 'reminder_hour', default: 7 })
  reminderHour!: number;

  @Column({ type: 'integer', name: 'own_target_days', default: 10 })
  ownTargetDays!: number;

  @Column({ type: 'integer', name: 'joint_days', default: 7 })
  jointDays!: number;

  @Column({ type: 'text', array: true, name: 'breach_contacts', default: [] })
  breachContacts!: string[];

  /** Days of the running clock within which a question stops it. */
  @Column({ type: 'integer', name: 'ask_within_days', default: 14 })
  askWithinDays!: number;

  /** How people are addressed in German. */
  @Column({ type: 'text', name: 'address_form', default: 'sie' })
  addressForm!: AddressForm;

  /** Whose data protection law limits rights (§ 1(1) BDSG). */
  @Column({ type: 'text', name: 'body_kind', default: 'public-land' })
  bodyKind!: BodyKind;

  /** Which function decides claims; null: nobody has put it on record. */
  @Column({ type: 'jsonb', nullable: true })
  deciding!: Deciding | null;

  /** Imprint, privacy notice, accessibility statement; null: not named. */
  @Column({ type: 'text', name: 'imprint_url', nullable: true })
  imprintUrl!: string | null;

  @Column({ type: 'text', name: 'privacy_url', nullable: true })
  privacyUrl!: string | null;

  @Column({ type: 'text', name: 'accessibility_url', nullable: true })
  accessibilityUrl!: string | null;

  /** Colour of the line under the head of every page, #rrggbb; null: the program's own. */
  @Column({ type: 'text', nullable: true })
  accent!: string | null;

  /** A PNG picture as a data: address; null: none. */
  @Column({ type: 'text', nullable: true })
  logo!: string | null;

  /** Roles that count only for accounts with a second factor. */
  @Column({ type: 'text', array: true, name: 'factor_roles', default: [] })
  factorRoles!: string[];

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}
