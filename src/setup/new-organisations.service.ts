import { Inject, Injectable } from '@nestjs/common';
import { civilDateIn } from '../domain/civil-date.js';
import { refuse } from '../domain/problem.js';
import type { Actor } from '../audit/actor.js';
import { Operators } from '../identity/operators.service.js';
import { UsersService } from '../identity/users.service.js';
import { newProfile, type NewOrganisation } from '../organisations/new-profile.js';
import { OrganisationsService } from '../organisations/organisations.service.js';
import { ProfileError } from '../organisations/profile-reader.js';
import { parseProfile, type OrganisationProfile } from '../organisations/profile.js';
import { Clock } from '../platform/clock.js';

export interface CreatedOrganisation {
  readonly organisationId: string;
  readonly slug: string;
  /** Whether the password given is that of the first administrator now. */
  readonly passwordSet: boolean;
}

/** Sets up a further organisation: its own profile, log, keys, instruction, channels, rules. */
@Injectable()
export class NewOrganisations {
  constructor(
    @Inject(Operators) private readonly operators: Operators,
    @Inject(OrganisationsService) private readonly organisations: OrganisationsService,
    @Inject(UsersService) private readonly users: UsersService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Whoever sets it up by page or API becomes its first administrator, and stays an operator though there are several
   * organisations now. `admin`: the first administrator where nobody is signed in.
   * @throws Refusal not-allowed, invalid-input
   */
  async create(by: Creator, profile: OrganisationProfile): Promise<CreatedOrganisation> {
    const { actor, email, password } = by;
    await this.operators.mustOperate(actor);
    const { userId, label } = actor;
    if (userId !== null) {
      await this.operators.name(actor, userId);
    }
    const { organisationId } = await this.organisations.create(profile, { label, userId });
    const admin = { email, role: 'admin' as const, ...(password === undefined ? {} : { password }) };
    const { passwordSet } = await this.users.add({ ...actor, organisationId }, admin);
    return { organisationId, slug: profile.slug, passwordSet };
  }

  /** From the few fields of a form. @throws Refusal not-allowed, invalid-input */
  async begin(by: Creator, given: NewOrganisation): Promise<CreatedOrganisation> {
    const today = civilDateIn(this.clock.now(), 'Europe/Berlin');
    return this.create(
      by,
      checked(() => newProfile(given, today)),
    );
  }

  /** From a whole profile. @throws Refusal not-allowed, invalid-input */
  async fromProfile(by: Creator, json: unknown): Promise<CreatedOrganisation> {
    return this.create(
      by,
      checked(() => parseProfile(json)),
    );
  }
}

export interface Creator {
  readonly actor: Actor;
  /** Of whoever administers it first. */
  readonly email: string;
  /** For an account that is new. */
  readonly password?: string;
}

/** Where the form has a field of its own for what stands deeper in a profile. */
const FORM_FIELDS: Readonly<Record<string, string>> = {
  'designation.email': 'dpoEmail',
  'designation.telephone': 'dpoTelephone',
  'designation.postalAddress': 'postalAddress',
};

/** @throws Refusal invalid-input, each fault at its field */
export function checked(read: () => OrganisationProfile): OrganisationProfile {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ProfileError)) {
      throw error;
    }
    const fields = error.problems.map((problem) => ({
      ...problem,
      field: FORM_FIELDS[problem.field] ?? problem.field,
    }));
    const once = fields.filter(({ field }, at) => fields.findIndex((one) => one.field === field) === at);
    return refuse('invalid-input', { fields: once });
  }
}
