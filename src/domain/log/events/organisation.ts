import { CHANNEL_KINDS } from '../../channel-kind.js';
import { LANDS } from '../../deadlines/land.js';
import type { EventShape } from '../event-shape.js';
import { LOG_TIME_ZONES } from '../time-zones.js';

const TIME_ZONE = { oneOf: LOG_TIME_ZONES } as const;
const LAND = { oneOf: LANDS } as const;
/** What is set by page, by the name that the API has for it. */
export const SETTINGS = [
  'name',
  'shortName',
  'postalAddress',
  'email',
  'land',
  'municipality',
  'timeZone',
  'bodyKind',
  'mailContent',
  'reminderDays',
  'reminderHour',
  'askWithinDays',
  'addressForm',
  'intakeAddresses',
  'confirmsMails',
  'deciding',
  'imprintUrl',
  'privacyUrl',
  'accessibilityUrl',
  'authority',
  'accent',
  'logo',
  'factorRoles',
  'outgoingMail',
  'incomingMail',
  'timeStamps',
] as const;

export type SettingName = (typeof SETTINGS)[number];

const CHANNEL_KIND = { oneOf: CHANNEL_KINDS } as const;

/** What an organisation set up: itself, its channels, designations and instructions. */
export const ORGANISATION_EVENTS = {
  'organisation.created': {
    gloss: 'an organisation and its log begin; where its days are counted, and whether all of it is made up',
    facts: { slug: 'slug', profile: 'sha256' },
    optional: { timeZone: TIME_ZONE, land: LAND, synthetic: 'boolean' },
  },
  'organisation.changed': {
    gloss: 'settings of the organisation changed',
    facts: { profile: 'sha256' },
    optional: { timeZone: TIME_ZONE, land: LAND },
  },
  'setting.changed': {
    gloss: 'a setting was changed by page or API; hashes of what stood there before and what stands there now',
    facts: { setting: { oneOf: SETTINGS }, before: 'sha256', after: 'sha256' },
  },
  'channel.added': {
    gloss: 'a channel was set up',
    facts: { channel: 'uuid', kind: CHANNEL_KIND, active: 'boolean' },
    optional: { owner: 'uuid', deputy: 'uuid' },
  },
  'channel.changed': {
    gloss: 'a channel changed or was closed',
    facts: { channel: 'uuid', kind: CHANNEL_KIND, active: 'boolean' },
    optional: { owner: 'uuid', deputy: 'uuid' },
  },
  'channel.stated-clear': {
    gloss: 'whoever is in charge of a channel stated that everything there has been handed over',
    facts: { channel: 'uuid', user: 'uuid' },
  },
  'designation.set': {
    gloss: 'a data protection officer (or deputy) was designated',
    facts: { designation: 'uuid', validFrom: 'moment', recipients: 'sha256', deputy: 'boolean' },
    optional: { replaces: 'uuid' },
  },
  'designation.ended': {
    gloss: 'a designation ended without a successor',
    facts: { designation: 'uuid', deputy: 'boolean' },
  },
  'instruction.issued': {
    gloss: 'a version of the internal instruction was issued',
    facts: {
      instruction: 'uuid',
      version: 'integer',
      holdsFrom: 'date',
      text: 'sha256',
      handoverLimitMinutes: 'integer',
      forwardingLimitSeconds: 'integer',
    },
    // Until the DPO takes over; missing: the instruction sets no limit.
    optional: { takeoverLimitHours: 'integer' },
  },
  'instruction.confirmed': {
    gloss: 'a user confirmed having read the instruction',
    facts: { instruction: 'uuid', version: 'integer', user: 'uuid' },
  },
} as const satisfies Readonly<Record<string, EventShape>>;
