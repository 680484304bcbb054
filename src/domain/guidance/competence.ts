// Art. 77(1) GDPR: a person may complain in the member state of their habitual residence, place of work, or of the place of
// the alleged infringement. Art. 55, § 9 and § 40 BDSG, and the Länder's acts: who supervises whom. Art. 55(3), 85, 91: courts
// in their judicial capacity, press, broadcasters and churches are not supervised as others are.

import type { Land } from '../deadlines/land.js';
import { isOutside, type Authority, type ControllerKind, type Country } from './authority.js';
import { COUNTRY_AUTHORITIES } from './countries.js';
import { FEDERAL_COMMISSIONER, LAND_AUTHORITIES } from './lands.js';
import { OUTSIDE_AUTHORITIES } from './outside.js';
import { OWN_SUPERVISORS, type OwnSupervisor } from './own-supervisors.js';

/** What ties the person, or the controller, to the place. */
export const CONTEXTS = ['residence', 'work', 'infringement', 'controller'] as const;
export type GuidanceContext = (typeof CONTEXTS)[number];

export interface Place {
  readonly country: Country;
  /** In Germany, which Land; undefined where it is not known. */
  readonly land?: Land | undefined;
}

export interface GuidanceStep {
  readonly rule:
    | GuidanceContext
    | 'federal'
    | 'telecom'
    | 'land-public'
    | 'land-private'
    | 'church'
    | 'broadcaster'
    | 'press'
    | 'court'
    | 'handed-on'
    | 'cooperation'
    | 'public-abroad'
    | 'outside'
    | 'own-law';
  readonly norm: string;
}

export interface Guidance {
  readonly authorities: readonly Authority[];
  /** Of churches, broadcasters and press, where the complaint is about one of them. */
  readonly ownSupervisors: readonly OwnSupervisor[];
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

const KIND_STEPS: Readonly<Record<ControllerKind, GuidanceStep>> = {
  // Chambers are bodies under public law of their Land.
  public: { rule: 'land-public', norm: 'Landesdatenschutzgesetz' },
  private: { rule: 'land-private', norm: '§ 40 BDSG' },
  federal: { rule: 'federal', norm: '§ 9 BDSG, § 32h AO' },
  telecom: { rule: 'telecom', norm: '§ 9 BDSG' },
  church: { rule: 'church', norm: 'Art. 91(2) GDPR' },
  broadcaster: { rule: 'broadcaster', norm: 'Art. 85(2) GDPR' },
  press: { rule: 'press', norm: 'Art. 85(2) GDPR' },
  court: { rule: 'court', norm: 'Art. 55(3) GDPR' },
};

/** Bavaria's two: which of them has to do with whom. Undefined: both may. */
const BRANCH: Readonly<Record<ControllerKind, 'public' | 'private' | undefined>> = {
  ...{ public: 'public', federal: 'public', broadcaster: 'public', court: 'public' },
  ...{ private: 'private', telecom: 'private', press: 'private' },
  church: undefined,
};

/** Where a person can turn to, or who supervises a controller there. `kind`: about whom; undefined: not known. */
export function guidanceFor(place: Place, context: GuidanceContext, kind?: ControllerKind): Guidance {
  if (isOutside(place.country)) {
    return outside(place.country);
  }
  if (place.country !== 'DE') {
    const authorities = COUNTRY_AUTHORITIES.filter(({ country }) => country === place.country);
    return { authorities, ownSupervisors: [], steps: stepsAbroad(context, kind), landMissing: false };
  }
  const ownSupervisors = OWN_SUPERVISORS.filter((supervisor) => supervisor.of === kind);
  const steps = stepsAtHome(context, kind);
  if (kind === 'federal' || kind === 'telecom') {
    // Where one lives or works the Land's authority takes the complaint too, and hands it on.
    const others = context === 'controller' ? [] : authoritiesOf(place.land, kind);
    return { authorities: [FEDERAL_COMMISSIONER, ...others], ownSupervisors, steps, landMissing: false };
  }
  const authorities = authoritiesOf(place.land, kind);
  return { authorities, ownSupervisors, steps, landMissing: place.land === undefined };
}

function authoritiesOf(land: Land | undefined, kind: ControllerKind | undefined): Authority[] {
  const branch = kind === undefined ? undefined : BRANCH[kind];
  return LAND_AUTHORITIES.filter((authority) => authority.land === land).filter(
    ({ only }) => only === undefined || branch === undefined || only === branch,
  );
}

function stepsAtHome(context: GuidanceContext, kind: ControllerKind | undefined): GuidanceStep[] {
  return [
    { rule: context, norm: CONTEXT_NORM[context] },
    ...(kind === undefined ? [] : [KIND_STEPS[kind]]),
    ...(context === 'controller' ? [] : [{ rule: 'handed-on', norm: '§ 19(2) BDSG' } as const]),
  ];
}

/** Who supervises whom there is the law of that state; only what the GDPR itself says is said. */
function stepsAbroad(context: GuidanceContext, kind: ControllerKind | undefined): GuidanceStep[] {
  const asks: GuidanceStep = { rule: context, norm: CONTEXT_NORM[context] };
  if (context === 'controller') {
    return [asks];
  }
  // Whichever authority takes the complaint: over a public body decides that of the body's own state.
  return kind === 'public' || kind === 'federal' || kind === 'court'
    ? [asks, { rule: 'public-abroad', norm: 'Art. 55(2), 61 GDPR' }]
    : [asks, { rule: 'cooperation', norm: 'Art. 60, 77(2) GDPR' }];
}

/** The GDPR knows no authority there: what remains is the one where it happened, and the law of that state. */
function outside(country: Country): Guidance {
  const authorities = OUTSIDE_AUTHORITIES.filter((authority) => authority.country === country);
  const steps: GuidanceStep[] = [{ rule: 'outside', norm: 'Art. 77(1) GDPR' }];
  if (authorities.length > 0) {
    steps.push({ rule: 'own-law', norm: country === 'CH' ? 'DSG, CH' : 'UK GDPR' });
  }
  return { authorities, ownSupervisors: [], steps, landMissing: false };
}

/** Every authority there is, in the order in which lists show them. */
export const AUTHORITIES: readonly Authority[] = [
  ...LAND_AUTHORITIES,
  FEDERAL_COMMISSIONER,
  ...COUNTRY_AUTHORITIES,
  ...OUTSIDE_AUTHORITIES,
];
