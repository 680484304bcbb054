import { USER_ROLES } from '../../domain/user-role.js';
import { readFileSync } from 'node:fs';

/** Roles that a group of the directory gives: slug of an organisation → roles. */
export type GroupRoles = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** An OpenID provider by which people sign in. */
export interface OidcProvider {
  /** Names it in addresses. */
  readonly id: string;
  /** On the button. */
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  /** The claim that lists the groups; Entra ID may call it `roles`. */
  readonly groupsClaim: string;
  /** Undefined: groups give nothing, and roles are given by hand. */
  readonly groups: GroupRoles | undefined;
  /** The provider vouches for its addresses without `email_verified` (Entra ID sends none). */
  readonly trustsEmail: boolean;
}

const ID = /^[a-z0-9]{1,20}$/;
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** A secret in the clear is sent over TLS, or stays on this machine. */
export function isIssuer(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return (
    url !== undefined && (url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname)))
  );
}

/** Reads the file of OIDC_FILE: a JSON list of providers. @throws Error whose message says what is wrong where */
export function readProviders(file: string): readonly OidcProvider[] {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const code = (error as { code?: string }).code;
    throw new Error(code === undefined ? `${file} is no JSON` : `${file} cannot be read (${code})`, { cause: error });
  }
  if (!Array.isArray(json) || json.length === 0) {
    throw new Error(`${file}: a list of providers`);
  }
  const providers = json.map((one, at) => providerOf(one as Readonly<Record<string, unknown>>, `${file}[${at}]`));
  if (new Set(providers.map(({ id }) => id)).size < providers.length) {
    throw new Error(`${file}: each id once`);
  }
  return providers;
}

function providerOf(from: Readonly<Record<string, unknown>>, place: string): OidcProvider {
  const text = (name: string, fallback?: string): string => {
    const value = from[name] ?? fallback;
    if (typeof value !== 'string' || value === '') {
      throw new Error(`${place}.${name}: a text`);
    }
    return value;
  };
  const id = text('id');
  const issuer = text('issuer');
  if (!ID.test(id)) {
    throw new Error(`${place}.id: up to 20 lower-case letters and digits`);
  }
  if (!isIssuer(issuer)) {
    throw new Error(`${place}.issuer: an https address`);
  }
  return {
    ...{ id, issuer, name: text('name', id), clientId: text('clientId'), clientSecret: text('clientSecret') },
    scope: text('scope', 'openid email profile'),
    groupsClaim: text('groupsClaim', 'groups'),
    groups: from['groups'] === undefined ? undefined : groupsOf(from['groups'], `${place}.groups`),
    trustsEmail: from['trustsEmail'] === true,
  };
}

function groupsOf(value: unknown, place: string): GroupRoles {
  const fits =
    isRecord(value) &&
    Object.values(value).every(
      (bySlug) =>
        isRecord(bySlug) &&
        Object.values(bySlug).every(
          (roles) => Array.isArray(roles) && roles.every((role) => (USER_ROLES as readonly unknown[]).includes(role)),
        ),
    );
  if (!fits) {
    throw new Error(`${place}: {"group": {"organisation": ["${USER_ROLES.join('" | "')}"]}}`);
  }
  return value as GroupRoles;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
