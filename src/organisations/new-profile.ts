import type { CivilDate } from '../domain/civil-date.js';
import { isLand } from '../domain/deadlines/land.js';
import { guidanceFor } from '../domain/guidance/competence.js';
import type { ChannelKind } from '../domain/channel-kind.js';
import { CHANNEL_WORDS } from '../words/channels.js';
import type { Language } from '../words/language.js';
import { PASTED_CHANNELS } from '../domain/correspondence/channel-text.js';
import { parseProfile, type OrganisationProfile, type ProfileInstruction } from './profile.js';

/** What must be known to begin; all else has a default that is changed by page later. */
export interface NewOrganisation {
  readonly slug: string;
  readonly name: string;
  readonly shortName: string;
  readonly postalAddress: string;
  readonly email: string;
  readonly land: string;
  readonly referencePrefix: string;
  readonly dpoEmail: string;
  readonly dpoTelephone: string;
  /** By their kinds, in this order; the usual ones where it is missing. */
  readonly channels?: readonly string[];
}

/** Kinds that are offered when an organisation is set up, in this order. */
export const OFFERED_CHANNELS: readonly ChannelKind[] = [
  ...PASTED_CHANNELS,
  'homepage',
  'contact-form',
  'email',
  'telephone',
  'letter',
  'fax',
  'in-person',
  'de-mail',
];

export const USUAL_CHANNELS = ['email', 'telephone', 'letter', 'in-person', 'homepage'] as const;

/** Changed by page into a new version; so an organisation is never without one. */
export function firstInstruction(holdsFrom: CivilDate): ProfileInstruction {
  return {
    version: 1,
    holdsFrom,
    handoverLimitMinutes: 1_440,
    forwardingLimitSeconds: 300,
    takeoverLimitHours: 72,
    textDe: [
      'Wer eine Frage zu den Rechten nach Art. 15 bis 22 DSGVO oder zu einer Beschwerde nach Art. 77 DSGVO erhält, gibt sie sofort und unmittelbar an die Datenschutzbeauftragte oder den Datenschutzbeauftragten weiter. Das gilt für jeden Kanal.',
      'Sofort heißt: sobald Sie die Frage gelesen oder gehört haben, spätestens innerhalb von 24 Stunden danach. Ist mehr Zeit vergangen, geben Sie den Grund an.',
      'Unmittelbar heißt: ohne Umweg über andere Stellen und ohne eigene Prüfung. Beantworten Sie die Frage nicht selbst.',
    ].join('\n\n'),
    textEn: [
      'Whoever receives a question about the rights under Art. 15 to 22 GDPR or about a complaint under Art. 77 GDPR hands it over at once and directly to the data protection officer. This holds for every channel.',
      'At once means: as soon as you have read or heard the question, within 24 hours after that at the latest. If more time has passed, state the reason.',
      'Directly means: without a detour through others and without an examination of your own. Do not answer the question yourself.',
    ].join('\n\n'),
  };
}

/** A whole profile. @throws ProfileError with every fault at once */
export function newProfile(given: NewOrganisation, today: CivilDate): OrganisationProfile {
  const { dpoEmail, dpoTelephone, channels = USUAL_CHANNELS, ...own } = given;
  return parseProfile({
    ...own,
    timeZone: 'Europe/Berlin',
    authority: authorityOf(given.land),
    channels: channels.map((kind) => ({
      slug: kind,
      kind,
      labelDe: labelOf('de', kind),
      labelEn: labelOf('en', kind),
    })),
    designation: {
      titleDe: 'Datenschutzbeauftragte oder Datenschutzbeauftragter',
      titleEn: 'Data protection officer',
      email: dpoEmail,
      telephone: dpoTelephone,
      postalAddress: given.postalAddress,
    },
    deputy: null,
    instruction: firstInstruction(today),
  });
}

/** The Land's own, by its name. */
function authorityOf(land: string): string | undefined {
  return isLand(land) ? guidanceFor({ country: 'DE', land }, 'controller').authorities[0]?.id : 'de';
}

/** An unknown kind is its own label here: reading the profile refuses it. */
function labelOf(language: Language, kind: string): string {
  return CHANNEL_WORDS[language][kind as ChannelKind] ?? kind;
}
