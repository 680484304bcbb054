import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as oidc from 'openid-client';
import { refuse } from '../../domain/problem.js';
import { Clock } from '../../platform/clock.js';
import { CONFIG, type Config } from '../../platform/config/config.js';
import type { OidcProvider } from '../../platform/config/oidc-provider.js';
import { LOGGER, type Log } from '../../platform/logging/log.js';
import { KeyRing } from '../../platform/vault/key-ring.js';
import type { Claims } from './oidc-claims.js';

const INSTALLATION = 'installation';
/** As long as somebody may take to sign in at the provider. */
const FLOW_MS = 10 * 60_000;
const TIMEOUT_SECONDS = 10;
const DISCOVERED_MS = 60 * 60_000;
/** OpenID Connect Back-Channel Logout 1.0, 2.4. */
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** What the browser keeps until it comes back, signed by us. */
interface Flow {
  readonly provider: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
  readonly until: number;
}

/** What came back, checked. */
export interface Returned {
  readonly claims: Claims;
  /** Used once. */
  readonly state: string;
  readonly returnTo: string;
  readonly idToken: string;
}

export interface LogoutToken {
  readonly sub: string | undefined;
  readonly sid: string | undefined;
  readonly jti: string;
}

/**
 * The protocol with the providers: authorization code with PKCE, state and nonce (OpenID Connect Core 1.0, RFC 7636).
 * Issuer, audience, signature, times and nonce of a token are the library's checks; whatever fails one is one refusal.
 */
@Injectable()
export class OidcClient {
  private readonly discovered = new Map<string, { readonly client: oidc.Configuration; readonly until: number }>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(KeyRing) private readonly keys: KeyRing,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(LOGGER) private readonly log: Log,
  ) {}

  get providers(): readonly OidcProvider[] {
    return this.config.oidc;
  }

  /** @throws Refusal not-found */
  provider(id: string): OidcProvider {
    return this.config.oidc.find((one) => one.id === id) ?? refuse('not-found', {});
  }

  /** Where the browser goes, and the cookie that it brings back. @throws Refusal sign-in-elsewhere-failed */
  async begin(
    provider: OidcProvider,
    returnTo: string,
  ): Promise<{ readonly address: string; readonly cookie: string }> {
    const client = await this.client(provider);
    const flow: Flow = {
      provider: provider.id,
      returnTo,
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      verifier: oidc.randomPKCECodeVerifier(),
      until: this.clock.now().getTime() + FLOW_MS,
    };
    const address = oidc.buildAuthorizationUrl(client, {
      redirect_uri: this.redirectUri(provider),
      scope: provider.scope,
      code_challenge: await oidc.calculatePKCECodeChallenge(flow.verifier),
      code_challenge_method: 'S256',
      state: flow.state,
      nonce: flow.nonce,
    });
    return { address: address.href, cookie: this.signed(flow) };
  }

  /** @throws Refusal sign-in-elsewhere-failed, whatever was wrong; the log says what */
  async finish(provider: OidcProvider, query: string, cookie: string | undefined): Promise<Returned> {
    const flow = this.opened(cookie);
    if (flow?.provider !== provider.id) {
      return this.fail(provider, 'no sign-in was begun in this browser, or too long ago');
    }
    const { state, nonce, verifier, returnTo } = flow;
    const client = await this.client(provider);
    const address = new URL(`${this.redirectUri(provider)}${query}`);
    try {
      const tokens = await oidc.authorizationCodeGrant(client, address, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      return claims === undefined || tokens.id_token === undefined
        ? this.fail(provider, 'no ID token')
        : { claims, state, returnTo, idToken: tokens.id_token };
    } catch (error) {
      return this.fail(provider, error);
    }
  }

  /** Where to sign out at the provider too; undefined where it has no such place. */
  async endSession(provider: OidcProvider): Promise<string | undefined> {
    const client = await this.client(provider);
    return client.serverMetadata().end_session_endpoint === undefined
      ? undefined
      : oidc.buildEndSessionUrl(client, { post_logout_redirect_uri: `${this.config.baseUrl}/anmelden` }).href;
  }

  /** @throws Refusal malformed-body: not a logout token of this provider for us */
  async logoutToken(provider: OidcProvider, token: string): Promise<LogoutToken> {
    const client = await this.client(provider);
    const { jwks_uri: jwks = '' } = client.serverMetadata();
    try {
      const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(jwks)), {
        issuer: client.serverMetadata().issuer,
        audience: provider.clientId,
        maxTokenAge: '5m',
        requiredClaims: ['iat', 'jti', 'events'],
      });
      const events = payload['events'];
      const isLogout = typeof events === 'object' && events !== null && Object.hasOwn(events, LOGOUT_EVENT);
      const sid = typeof payload['sid'] === 'string' ? payload['sid'] : undefined;
      if (!isLogout || Object.hasOwn(payload, 'nonce') || (payload.sub === undefined && sid === undefined)) {
        return refuse('malformed-body', {});
      }
      return { sub: payload.sub, sid, jti: payload.jti ?? '' };
    } catch (error) {
      this.log.warn({ event: 'oidc.logout-refused', provider: provider.id, reason: reasonOf(error) }, 'sign-in');
      return refuse('malformed-body', {});
    }
  }

  private async client(provider: OidcProvider): Promise<oidc.Configuration> {
    const known = this.discovered.get(provider.id);
    if (known !== undefined && known.until > performance.now()) {
      return known.client;
    }
    const issuer = new URL(provider.issuer);
    try {
      const client = await oidc.discovery(issuer, provider.clientId, provider.clientSecret, undefined, {
        timeout: TIMEOUT_SECONDS,
        execute: [
          // Off unless asked for: TLS alone would be trusted for what the token endpoint answers.
          oidc.enableNonRepudiationChecks,
          // Only of an issuer on this machine; the configuration takes no other without TLS.
          ...(issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : []),
        ],
      });
      this.discovered.set(provider.id, { client, until: performance.now() + DISCOVERED_MS });
      return client;
    } catch (error) {
      return this.fail(provider, error);
    }
  }

  private fail(provider: OidcProvider, error: unknown): never {
    // The message of a library's error may hold what came in; its name and code do not.
    this.log.warn({ event: 'oidc.failed', provider: provider.id, reason: reasonOf(error) }, 'sign-in');
    return refuse('sign-in-elsewhere-failed', {});
  }

  private redirectUri({ id }: OidcProvider): string {
    return `${this.config.baseUrl}/anmelden/dienst/${id}/zurueck`;
  }

  private signed(flow: Flow): string {
    const body = Buffer.from(JSON.stringify(flow)).toString('base64url');
    return `${body}.${this.mac(body).toString('base64url')}`;
  }

  private opened(cookie: string | undefined): Flow | undefined {
    const [body = '', mac = ''] = (cookie ?? '').split('.');
    const [given, expected] = [Buffer.from(mac, 'base64url'), this.mac(body)];
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      return undefined;
    }
    const flow = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Flow;
    return flow.until > this.clock.now().getTime() ? flow : undefined;
  }

  private mac(body: string): Buffer {
    return createHmac('sha256', this.keys.indexKey(INSTALLATION)).update(`oidc-flow\n${body}`).digest();
  }
}

export function wordHash(word: string): Buffer {
  return createHash('sha256').update(word).digest();
}

function reasonOf(error: unknown): string {
  if (typeof error === 'string') {
    return error;
  }
  const { name, code } = error as { readonly name?: string; readonly code?: string | number };
  return `${name ?? 'Error'} ${code ?? ''}`.trim();
}
