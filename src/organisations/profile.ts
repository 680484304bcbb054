import { DEFAULT_JOINT_DAYS, DEFAULT_OWN_TARGET_DAYS } from '../domain/deadlines/other-clocks.js';
import { certificateDefect } from '../platform/mail/smime.js';
import { DEFAULT_ASK_WITHIN_DAYS } from '../domain/deadlines/facts.js';
import { isLand, LANDS, type Land } from '../domain/deadlines/land.js';
import { DEFAULT_REMINDER_DAYS } from '../domain/deadlines/standing.js';
import { guidanceFor } from '../domain/guidance/competence.js';
import { FEDERAL_COMMISSIONER } from '../domain/guidance/lands.js';
import type { Deciding, Delegation } from '../domain/rights/deciding.js';
import { BODY_KINDS, type BodyKind } from '../domain/rights/norms/norms.js';
import { ADDRESS_FORMS, type AddressForm } from '../domain/correspondence/kinds.js';
import { CHANNEL_KINDS, type ChannelKind } from '../domain/channel-kind.js';
import type { FieldProblem } from '../domain/problem.js';
import { ProfileReader, type Fields } from './profile-reader.js';

/** What an organisation says about itself; the part of a profile that is also set by page, field by field. */
export interface OrganisationSettings {
  readonly slug: string;
  readonly name: string;
  readonly shortName: string;
  readonly postalAddress: string;
  readonly email: string;
  readonly land: Land;
  readonly municipality: string | null;
  readonly timeZone: string;
  readonly referencePrefix: string;
  /** What mails to the DPO hold; a notice with the link unless given. */
  readonly mailContent: 'full' | 'notice';
  readonly retentionDays: number;
  /** Days before a deadline on which the DPO is reminded, latest first; 14, 7, 3, 1 unless given. */
  readonly reminderDays: readonly number[];
  /** Hour of the day of the one digest mail; 7 unless given. */
  readonly reminderHour: number;
  /** Days of the running clock within which a question to the person stops it; 14 unless given. */
  readonly askWithinDays: number;
  /** Calendar days: no period of the law, but "without undue delay". */
  readonly ownTargetDays: number;
  /** Within which joint controllers have agreed to pass a request on. */
  readonly jointDays: number;
  /** Alarmed of a hint of a breach, beside the DPO. */
  readonly breachContacts: readonly string[];
  /** How people are addressed in German; 'sie' unless given. */
  readonly addressForm: AddressForm;
  /** Whose data protection law limits rights; a public body of its Land unless given. */
  readonly bodyKind: BodyKind;
  /** A mail to one of these is a new request, unless it answers one of ours; none unless given. */
  readonly intakeAddresses: readonly string[];
  /** Who writes there is told by a program that it came in; nobody unless given. */
  readonly confirmsMails: boolean;
  /** Which function of the controller decides claims; null unless given: nobody has put it on record. */
  readonly deciding: Deciding | null;
  /** Imprint, privacy notice and accessibility statement, shown on every page; null: not named. */
  readonly imprintUrl: string | null;
  readonly privacyUrl: string | null;
  readonly accessibilityUrl: string | null;
  readonly authority: AuthorityContact;
}

/** An organisation as a file: what `forthwith organisation import` reads. */
export interface OrganisationProfile extends OrganisationSettings {
  readonly channels: readonly ProfileChannel[];
  readonly designation: ProfileDesignation;
  readonly deputy: ProfileDesignation | null;
  readonly instruction: ProfileInstruction;
}

export interface AuthorityContact {
  readonly name: string;
  readonly postalAddress: string;
  readonly telephone: string;
  readonly email: string;
  readonly complaintUrl: string;
}

export interface ProfileChannel {
  readonly slug: string;
  readonly kind: ChannelKind;
  readonly labelDe: string;
  readonly labelEn: string;
  /** How people who write there are addressed in German; not given: as everywhere, or as set by page. */
  readonly addressForm?: AddressForm;
}

export interface ProfileDesignation {
  readonly titleDe: string;
  readonly titleEn: string;
  readonly email: string;
  readonly telephone: string;
  readonly postalAddress: string;
  /** PEM of a certificate (S/MIME): forwardings are encrypted to its holder. */
  readonly certificate?: string;
}

export interface ProfileInstruction {
  readonly version: number;
  readonly holdsFrom: string;
  readonly handoverLimitMinutes: number;
  readonly forwardingLimitSeconds: number;
  /** Until the DPO takes over; then the deputy gets it too. Missing: no limit. */
  readonly takeoverLimitHours?: number;
  readonly textDe: string;
  readonly textEn: string;
}

const DEFAULT_REMINDER_HOUR = 7;
/** Of older profiles, and without effect: what is erased when, the retention rules say. */
const NO_RETENTION_DAYS = 1_095;
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Reads a profile out of parsed JSON. @throws ProfileError with all faults at once */
export function parseProfile(json: unknown): OrganisationProfile {
  const reader = new ProfileReader();
  const root = reader.object('profile', json);
  const profile: OrganisationProfile = {
    ...readSettings(reader, root),
    channels: reader
      .list(root, 'channels')
      .map((item, at) => readChannel(reader, reader.object(`channels[${at}]`, item))),
    designation: readDesignation(reader, reader.object('designation', root['designation'])),
    deputy: root['deputy'] == null ? null : readDesignation(reader, reader.object('deputy', root['deputy'])),
    instruction: readInstruction(reader, reader.object('instruction', root['instruction'])),
  };
  const slugs = profile.channels.map((channel) => channel.slug);
  slugs
    .filter((slug, at) => slugs.indexOf(slug) !== at)
    .forEach((slug) => reader.fault('channels', `the slug "${slug}" twice`, 'each slug once'));
  reader.finish();
  return profile;
}

/** The same checks for one part of it, as a form brings it. */
export function parseSettings(json: Readonly<Record<string, unknown>>): {
  readonly settings: OrganisationSettings;
  readonly problems: readonly FieldProblem[];
} {
  const reader = new ProfileReader();
  const settings = readSettings(reader, reader.object('profile', json));
  return { settings, problems: reader.problems };
}

function readSettings(reader: ProfileReader, root: Fields): OrganisationSettings {
  return {
    slug: reader.text(root, 'slug', {
      pattern: SLUG,
      allowed: 'lower-case letters, digits and single hyphens',
      max: 40,
    }),
    name: reader.text(root, 'name', { max: 200 }),
    shortName: reader.text(root, 'shortName', { max: 60 }),
    postalAddress: reader.text(root, 'postalAddress', { max: 500, lines: true }),
    email: reader.email(root, 'email'),
    land: reader.oneOf(root, 'land', LANDS),
    municipality: root['municipality'] == null ? null : reader.text(root, 'municipality', { max: 80 }),
    timeZone: reader.timeZone(root, 'timeZone'),
    referencePrefix: reader.text(root, 'referencePrefix', {
      pattern: /^[A-Z]{1,4}$/,
      allowed: 'one to four capital letters',
      max: 4,
    }),
    mailContent:
      root['mailContent'] === undefined ? 'notice' : reader.oneOf(root, 'mailContent', ['full', 'notice'] as const),
    retentionDays:
      root['retentionDays'] === undefined ? NO_RETENTION_DAYS : reader.integer(root, 'retentionDays', 1, 36_500),
    reminderDays: root['reminderDays'] === undefined ? DEFAULT_REMINDER_DAYS : reader.days(root, 'reminderDays'),
    reminderHour:
      root['reminderHour'] === undefined ? DEFAULT_REMINDER_HOUR : reader.integer(root, 'reminderHour', 0, 23),
    askWithinDays:
      root['askWithinDays'] === undefined ? DEFAULT_ASK_WITHIN_DAYS : reader.integer(root, 'askWithinDays', 0, 31),
    ownTargetDays:
      root['ownTargetDays'] === undefined ? DEFAULT_OWN_TARGET_DAYS : reader.integer(root, 'ownTargetDays', 1, 31),
    jointDays: root['jointDays'] === undefined ? DEFAULT_JOINT_DAYS : reader.integer(root, 'jointDays', 1, 31),
    breachContacts: root['breachContacts'] === undefined ? [] : reader.emails(root, 'breachContacts'),
    addressForm: root['addressForm'] === undefined ? 'sie' : reader.oneOf(root, 'addressForm', ADDRESS_FORMS),
    bodyKind: root['bodyKind'] === undefined ? 'public-land' : reader.oneOf(root, 'bodyKind', BODY_KINDS),
    intakeAddresses: root['intakeAddresses'] === undefined ? [] : reader.emails(root, 'intakeAddresses'),
    confirmsMails: root['confirmsMails'] === undefined ? false : reader.boolean(root, 'confirmsMails'),
    deciding: root['deciding'] == null ? null : readDeciding(reader, reader.object('deciding', root['deciding'])),
    imprintUrl: readPage(reader, root, 'imprintUrl'),
    privacyUrl: readPage(reader, root, 'privacyUrl'),
    accessibilityUrl: readPage(reader, root, 'accessibilityUrl'),
    authority: readAuthority(reader, root),
  };
}

function readPage(reader: ProfileReader, root: Fields, name: string): string | null {
  const rule = {
    pattern: /^https:\/\/[^\s]+$/,
    allowed: 'an https address',
    max: 300,
    code: 'not-a-web-address',
  } as const;
  return root[name] == null ? null : reader.text(root, name, rule);
}

/** Typed out, or only named: one of the profile's own Land, or the federal commissioner. So nobody copies an address. */
function readAuthority(reader: ProfileReader, root: Fields): AuthorityContact {
  const value = root['authority'];
  if (typeof value !== 'string') {
    return readContact(reader, reader.object('authority', value));
  }
  const ofLand = isLand(root['land'])
    ? guidanceFor({ country: 'DE', land: root['land'] }, 'controller').authorities
    : [];
  const known = [...ofLand, FEDERAL_COMMISSIONER];
  const found = known.find(({ id }) => id === value);
  if (found === undefined) {
    reader.fault('authority', value, `an object, or one of ${known.map(({ id }) => id).join(', ')}`);
  }
  const { name, postalAddress, telephone = '', email = '', website, complaintPage } = found ?? FEDERAL_COMMISSIONER;
  return { name, postalAddress, telephone, email, complaintUrl: complaintPage ?? website };
}

function readDeciding(reader: ProfileReader, from: Fields): Deciding {
  const delegation = from['delegation'];
  return {
    functionDe: reader.text(from, 'functionDe', { max: 120 }),
    functionEn: reader.text(from, 'functionEn', { max: 120 }),
    delegation: delegation == null ? null : readDelegation(reader, reader.object('deciding.delegation', delegation)),
  };
}

function readDelegation(reader: ProfileReader, from: Fields): Delegation {
  return {
    restsOnDe: reader.text(from, 'restsOnDe', { max: 300 }),
    restsOnEn: reader.text(from, 'restsOnEn', { max: 300 }),
    from: reader.date(from, 'from'),
    until: from['until'] == null ? null : reader.date(from, 'until'),
  };
}

function readContact(reader: ProfileReader, from: Fields): AuthorityContact {
  return {
    name: reader.text(from, 'name', { max: 200 }),
    postalAddress: reader.text(from, 'postalAddress', { max: 500, lines: true }),
    telephone: reader.text(from, 'telephone', { max: 40 }),
    email: reader.email(from, 'email'),
    complaintUrl: reader.text(from, 'complaintUrl', {
      pattern: /^https:\/\/[^\s]+$/,
      allowed: 'an https address',
      max: 300,
    }),
  };
}

function readChannel(reader: ProfileReader, from: Fields): ProfileChannel {
  return {
    slug: reader.text(from, 'slug', {
      pattern: SLUG,
      allowed: 'lower-case letters, digits and single hyphens',
      max: 40,
    }),
    kind: reader.oneOf(from, 'kind', CHANNEL_KINDS),
    labelDe: reader.text(from, 'labelDe', { max: 60 }),
    labelEn: reader.text(from, 'labelEn', { max: 60 }),
    ...(from['addressForm'] === undefined ? {} : { addressForm: reader.oneOf(from, 'addressForm', ADDRESS_FORMS) }),
  };
}

function readDesignation(reader: ProfileReader, from: Fields): ProfileDesignation {
  return {
    titleDe: reader.text(from, 'titleDe', { max: 120 }),
    titleEn: reader.text(from, 'titleEn', { max: 120 }),
    email: reader.email(from, 'email'),
    telephone: reader.text(from, 'telephone', { max: 40 }),
    postalAddress: reader.text(from, 'postalAddress', { max: 500, lines: true }),
    ...(from['certificate'] === undefined ? {} : { certificate: readCertificate(reader, from) }),
  };
}

function readCertificate(reader: ProfileReader, from: Fields): string {
  const pem = reader.text(from, 'certificate', { max: 20_000, lines: true });
  const defect = pem === '' ? undefined : certificateDefect(pem);
  if (defect !== undefined) {
    reader.fault(
      'designation.certificate',
      defect,
      'a certificate (PEM) with an RSA key of 2048 bits that may encrypt',
    );
  }
  return pem;
}

function readInstruction(reader: ProfileReader, from: Fields): ProfileInstruction {
  return {
    version: reader.integer(from, 'version', 1, 9_999),
    holdsFrom: reader.date(from, 'holdsFrom'),
    handoverLimitMinutes: reader.integer(from, 'handoverLimitMinutes', 1, 43_200),
    forwardingLimitSeconds: reader.integer(from, 'forwardingLimitSeconds', 1, 86_400),
    ...(from['takeoverLimitHours'] === undefined
      ? {}
      : { takeoverLimitHours: reader.integer(from, 'takeoverLimitHours', 1, 720) }),
    textDe: reader.text(from, 'textDe', { max: 20_000, lines: true }),
    textEn: reader.text(from, 'textEn', { max: 20_000, lines: true }),
  };
}
