import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose';

/** What a provider may get wrong, or an attacker may send. */
export interface Told {
  readonly claims: JWTPayload;
  readonly issuer?: string;
  readonly audience?: string;
  readonly nonce?: string | null;
  /** Seconds from now; negative: it has expired. */
  readonly expiresIn?: number;
  readonly algorithm?: 'none';
  /** Signed by somebody else. */
  readonly foreignKey?: boolean;
}

/**
 * An OpenID provider that says what it is told, in properly signed tokens: so that whatever a good one would never say
 * can be said too. Good behaviour is tried against `oidc-provider`.
 */
export class StandInProvider {
  readonly clientId = 'forthwith';
  told: Told = { claims: { sub: 'x' } };
  private server: Server | undefined;
  private nonces = new Map<string, string>();

  private constructor(
    private readonly key: CryptoKey,
    private readonly foreign: CryptoKey,
    private readonly jwk: JWK,
  ) {}

  static async start(): Promise<StandInProvider> {
    const [own, other] = await Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
    const jwk = { ...(await exportJWK(own.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' };
    const provider = new StandInProvider(own.privateKey, other.privateKey, jwk);
    await provider.listen();
    return provider;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server?.address() as AddressInfo).port}`;
  }

  /** What the browser brings back from here to the address it was sent with: a code, and the state. */
  answerTo(address: string): string {
    const asked = new URL(address).searchParams;
    const code = `code-${this.nonces.size}`;
    this.nonces.set(code, asked.get('nonce') ?? '');
    return `?${new URLSearchParams({ code, state: asked.get('state') ?? '', iss: this.issuer }).toString()}`;
  }

  logoutToken(claims: JWTPayload): Promise<string> {
    return this.sign({ claims: { ...claims, jti: crypto.randomUUID() }, nonce: null });
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.server?.close(resolve));
  }

  private async listen(): Promise<void> {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        void this.answer(request.url ?? '', Buffer.concat(chunks).toString()).then((body) => {
          response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
        });
      });
    });
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
  }

  private async answer(url: string, body: string): Promise<object> {
    if (url === '/.well-known/openid-configuration') {
      return {
        issuer: this.issuer,
        authorization_endpoint: `${this.issuer}/authorize`,
        token_endpoint: `${this.issuer}/token`,
        jwks_uri: `${this.issuer}/jwks`,
        end_session_endpoint: `${this.issuer}/logout`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        authorization_response_iss_parameter_supported: true,
      };
    }
    if (url === '/jwks') {
      return { keys: [this.jwk] };
    }
    const nonce = this.nonces.get(new URLSearchParams(body).get('code') ?? '') ?? '';
    return { access_token: 'x', token_type: 'Bearer', id_token: await this.sign(this.told, nonce) };
  }

  private sign(
    { claims, issuer, audience, nonce, expiresIn, algorithm, foreignKey }: Told,
    asked = '',
  ): Promise<string> {
    const now = Math.floor(Date.now() / 1_000);
    const payload = { ...claims, ...(nonce === null ? {} : { nonce: nonce ?? asked }) };
    const head = {
      iss: issuer ?? this.issuer,
      aud: audience ?? this.clientId,
      iat: now,
      exp: now + (expiresIn ?? 300),
    };
    if (algorithm === 'none') {
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      return Promise.resolve(`${part({ alg: 'none' })}.${part({ ...head, ...payload })}.`);
    }
    return new SignJWT({ ...head, ...payload })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .sign(foreignKey === true ? this.foreign : this.key);
  }
}
