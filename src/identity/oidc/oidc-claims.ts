import type { GroupRoles, OidcProvider } from '../../platform/config/oidc-provider.js';
import { USER_ROLES, type UserRole } from '../user-role.js';

export interface Claims {
  readonly sub: string;
  readonly [claim: string]: unknown;
}

/** Who the provider says it is. */
export interface Person {
  readonly issuer: string;
  readonly subject: string;
  /** Lower case; undefined where the provider does not vouch for it. */
  readonly email: string | undefined;
  /** By slug of an organisation; undefined where groups give nothing. */
  readonly roles: ReadonlyMap<string, readonly UserRole[]> | undefined;
}

export function personOf(provider: OidcProvider, claims: Claims): Person {
  const { email, email_verified: verified } = claims;
  // Some providers send it as a word.
  const vouched = verified === true || verified === 'true' || (provider.trustsEmail && verified !== false);
  return {
    issuer: provider.issuer,
    subject: claims.sub,
    email: typeof email === 'string' && vouched ? email.trim().toLowerCase() : undefined,
    roles: provider.groups === undefined ? undefined : rolesOf(provider.groups, claims[provider.groupsClaim]),
  };
}

/** A group that maps to nothing gives nothing. Keycloak writes groups as paths: `/dsb` is `dsb`. */
function rolesOf(groups: GroupRoles, claimed: unknown): ReadonlyMap<string, readonly UserRole[]> {
  const names = (Array.isArray(claimed) ? claimed : [claimed])
    .filter((name): name is string => typeof name === 'string')
    .map((name) => name.replace(/^\//, ''));
  const found = new Map<string, UserRole[]>();
  for (const name of names) {
    const given = Object.hasOwn(groups, name) ? groups[name] : undefined;
    for (const [slug, roles] of Object.entries(given ?? {})) {
      const known = USER_ROLES.filter((role) => roles.includes(role));
      found.set(slug, [...new Set([...(found.get(slug) ?? []), ...known])]);
    }
  }
  return found;
}

/** Every organisation that a provider speaks for; undefined: the whole installation. */
export function organisationsOf({ groups }: OidcProvider): ReadonlySet<string> | undefined {
  return groups === undefined ? undefined : new Set(Object.values(groups).flatMap((bySlug) => Object.keys(bySlug)));
}
