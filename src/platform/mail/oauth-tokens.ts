import * as oauth from 'openid-client';
import { isLoopback } from '../config/address.js';

/** Tokens for mail servers; undefined where passwords do. */
export const MAIL_TOKENS = Symbol('MAIL_TOKENS');

/** RFC 6749 s4.4: the program signs in as itself; the mail server knows which mailbox it may use. */
export interface OAuthSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
}

/** A token is not used any more this long before it ends: an SMTP or IMAP session begins a moment later. */
const MARGIN_MS = 60_000;
const TIMEOUT_SECONDS = 15;

/** Access tokens for mail servers: kept until they end, and asked for once by however many wait. */
export class OAuthTokens {
  private server: Promise<oauth.Configuration> | undefined;
  private pending: Promise<string> | undefined;
  private kept: { readonly token: string; readonly until: number } | undefined;

  constructor(
    private readonly settings: OAuthSettings,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * @param renew the one before was refused
   * @throws Error coded EAUTH; the authorisation server's words stay out of it, as they may quote what was sent
   */
  async token(renew = false): Promise<string> {
    if (renew) {
      this.kept = undefined;
    }
    if (this.kept !== undefined && this.now() < this.kept.until) {
      return this.kept.token;
    }
    this.pending ??= this.fetched().finally(() => {
      this.pending = undefined;
    });
    return this.pending;
  }

  private async fetched(): Promise<string> {
    try {
      const server = await this.discovered();
      const answer = await oauth.clientCredentialsGrant(server, { scope: this.settings.scope });
      const seconds = answer.expires_in ?? 0;
      this.kept = { token: answer.access_token, until: this.now() + seconds * 1_000 - MARGIN_MS };
      return answer.access_token;
    } catch (error) {
      throw Object.assign(new Error('the authorisation server gave no token'), {
        code: 'EAUTH',
        reason: nameOf(error),
      });
    }
  }

  private async discovered(): Promise<oauth.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const address = new URL(issuer);
    const options: oauth.DiscoveryRequestOptions = {
      timeout: TIMEOUT_SECONDS,
      // Nobody listens in on this machine.
      ...(isLoopback(address.hostname) ? { execute: [oauth.allowInsecureRequests] } : {}),
    };
    this.server ??= oauth.discovery(address, clientId, undefined, oauth.ClientSecretPost(clientSecret), options);
    try {
      return await this.server;
    } catch (error) {
      // Not there just now: asked again with the next token.
      this.server = undefined;
      throw error;
    }
  }
}

function nameOf(error: unknown): string {
  const { error: said, code } = error as { readonly error?: unknown; readonly code?: unknown };
  return typeof said === 'string' && /^[a-z_]{1,40}$/.test(said) ? said : typeof code === 'string' ? code : 'unknown';
}
