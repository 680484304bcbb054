// Art. 77(1) GDPR: a person may complain in the member state of their habitual residence, place of work, or of the place of
// the alleged infringement. Art. 55, § 9 and § 40 BDSG, and the Länder's acts: who supervises whom. Art. 91, 85: churches and
// broadcasters may have supervisors of their own.

import type { Land } from '../deadlines/land.js';
import { type Authority, type ControllerKind, type Country } from './authority.js';
import { COUNTRY_AUTHORITIES } from './countries.js';
import { FEDERAL_COMMISSIONER, LAND_AUTHORITIES } from './lands.js';

/** What ties the person, or the controller, to the place. */
export const CONTEXTS = ['residence', 'work', 'infringement', 'controller'] as const;
export type GuidanceContext = (typeof CONTEXTS)[number];

export interface Place {
  readonly country: Country;
  /** In Germany, which Land; undefined where it is not known. */
  readonly land?: Land | undefined;
}

export interface GuidanceStep {
  readonly rule: GuidanceContext | 'federal' | 'land-public' | 'land-private' | 'church' | 'broadcaster' | 'forwarded';
  readonly norm: string;
}

export interface Guidance {
  readonly authorities: readonly Authority[];
  readonly steps: readonly GuidanceStep[];
  /** In Germany it depends on the Land, which was not named. */
  readonly landMissing: boolean;
}

const CONTEXT_NORM: Readonly<Record<GuidanceContext, string>> = {
  residence: 'Art. 77(1) GDPR',
  work: 'Art. 77(1) GDPR',
  infringement: 'Art. 77(1) GDPR',
  controller: 'Art. 55 GDPR',
};

/** Where a person can turn to, or who supervises a controller there. `kind`: about whom; undefined: not known. */
export function guidanceFor(place: Place, context: GuidanceContext, kind?: ControllerKind): Guidance {
  const steps: GuidanceStep[] = [{ rule: context, norm: CONTEXT_NORM[context] }, ...stepsOfKind(kind, place)];
  if (context !== 'controller') {
    // Whichever authority it is, it takes the complaint and works with the one that supervises the controller.
    steps.push({ rule: 'forwarded', norm: 'Art. 60, 77(2) GDPR' });
  }
  if (place.country !== 'DE') {
    const authorities = COUNTRY_AUTHORITIES.filter(({ country }) => country === place.country);
    return { authorities, steps, landMissing: false };
  }
  if (kind === 'federal' && (context === 'controller' || place.land === undefined)) {
    return { authorities: [FEDERAL_COMMISSIONER], steps, landMissing: false };
  }
  const ofLand = LAND_AUTHORITIES.filter(({ land }) => land === place.land).filter(
    ({ only }) => only === undefined || kind === undefined || only === (kind === 'public' ? 'public' : 'private'),
  );
  // Where one lives or works the Land's authority takes the complaint too, and passes it on.
  const authorities = kind === 'federal' ? [FEDERAL_COMMISSIONER, ...ofLand] : ofLand;
  return { authorities, steps, landMissing: place.land === undefined };
}

function stepsOfKind(kind: ControllerKind | undefined, { country }: Place): GuidanceStep[] {
  if (kind === 'church') {
    return [{ rule: 'church', norm: 'Art. 91(2) GDPR' }];
  }
  if (kind === 'broadcaster') {
    return [{ rule: 'broadcaster', norm: 'Art. 85(2) GDPR' }];
  }
  if (country !== 'DE') {
    return [];
  }
  switch (kind) {
    case 'federal':
      return [{ rule: 'federal', norm: '§ 9 BDSG' }];
    case 'public':
      // Chambers are bodies under public law of their Land.
      return [{ rule: 'land-public', norm: 'Landesdatenschutzgesetz' }];
    case 'private':
      return [{ rule: 'land-private', norm: '§ 40 BDSG' }];
    default:
      return [];
  }
}

/** Every authority there is, in the order in which lists show them. */
export const AUTHORITIES: readonly Authority[] = [...LAND_AUTHORITIES, FEDERAL_COMMISSIONER, ...COUNTRY_AUTHORITIES];
