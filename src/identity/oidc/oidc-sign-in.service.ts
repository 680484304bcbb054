import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../../domain/problem.js';
import { systemActor, WORKER_SCOPE } from '../../audit/actor.js';
import { AuditLog, type AuditTransaction } from '../../audit/audit-log.js';
import { Database } from '../../platform/database/database.js';
import type { OidcProvider } from '../../platform/config/oidc-provider.js';
import { lockRoles, otherHolders, takeRole } from '../accounts/accounts.sql.js';
import { findUser, membershipsOf, organisationIds } from '../identity.sql.js';
import { SecurityTrail } from '../security-trail.js';
import { SessionsService } from '../sessions.service.js';
import { TokensService } from '../tokens.service.js';
import type { UserRole } from '../user-role.js';
import { UsersService } from '../users.service.js';
import { organisationsOf, personOf, type Person } from './oidc-claims.js';
import { OidcClient, wordHash, type LogoutToken } from './oidc-client.js';
import {
  directoryRoles,
  endProviderSessions,
  findIdentity,
  grantFromDirectory,
  isLinked,
  linkIdentity,
  placesOf,
  useOnce,
} from './oidc.sql.js';

/** Signing in at a provider: who is that here, and what do their groups give them. */
@Injectable()
export class OidcSignIn {
  constructor(
    @Inject(OidcClient) private readonly client: OidcClient,
    @Inject(Database) private readonly database: Database,
    @Inject(AuditLog) private readonly auditLog: AuditLog,
    @Inject(UsersService) private readonly users: UsersService,
    @Inject(SessionsService) private readonly sessions: SessionsService,
    @Inject(SecurityTrail) private readonly trail: SecurityTrail,
    @Inject(TokensService) private readonly tokens: TokensService,
  ) {}

  /**
   * @returns the word for the session cookie, and where the sign-in was to lead
   * @throws Refusal sign-in-elsewhere-failed, no-role
   */
  async finish(
    provider: OidcProvider,
    query: string,
    cookie: string | undefined,
  ): Promise<{ readonly session: string; readonly returnTo: string }> {
    const { claims, state, returnTo } = await this.client.finish(provider, query, cookie);
    await this.mustBeFirst(`state\n${state}`, 'sign-in-elsewhere-failed');
    const person = personOf(provider, claims);
    const userId = await this.userOf(provider, person);
    await this.follow(userId, person);
    const organisationId = await this.placeOf(provider, userId);
    const sid = typeof claims['sid'] === 'string' ? claims['sid'] : null;
    const session = await this.sessions.begin(userId, organisationId, { issuer: provider.issuer, sid });
    await this.trail.record('sign-in.succeeded', { userId, organisationId });
    return { session, returnTo };
  }

  /** The provider says that somebody signed out there. @throws Refusal malformed-body */
  async logOut(provider: OidcProvider, token: string): Promise<void> {
    const { sub, sid, jti }: LogoutToken = await this.client.logoutToken(provider, token);
    await this.mustBeFirst(`logout\n${provider.issuer}\n${jti}`, 'malformed-body');
    const ended = await this.database.writeTechnical(WORKER_SCOPE, (transaction) =>
      endProviderSessions(transaction, provider.issuer, sid ?? null, sub ?? null),
    );
    for (const { userId, organisationId, sessions } of ended) {
      await this.auditLog.transact(systemActor(organisationId), (transaction) =>
        Promise.resolve(transaction.record('sessions.ended', { user: userId, sessions })),
      );
    }
  }

  private async mustBeFirst(word: string, code: 'sign-in-elsewhere-failed' | 'malformed-body'): Promise<void> {
    const first = await this.database.writeTechnical(WORKER_SCOPE, (transaction) =>
      useOnce(transaction, wordHash(word)),
    );
    if (!first) {
      refuse(code, {});
    }
  }

  /** The linked account; else that of the address the provider vouches for; else a new one, if a group gives a role. */
  private async userOf(provider: OidcProvider, person: Person): Promise<string> {
    const { issuer, subject, email, roles } = person;
    const linked = await this.database.read(WORKER_SCOPE, (transaction) => findIdentity(transaction, issuer, subject));
    if (linked !== undefined && !linked.disabled) {
      return linked.id;
    }
    if (email === undefined) {
      return refuse('no-role', {});
    }
    const known = await this.mayBe(provider, email);
    const [slug, given] = [...(roles ?? [])].find(([, some]) => some.length > 0) ?? [];
    const role = given?.[0];
    if (known !== undefined && !known.disabled) {
      await this.link(known.id, person);
      return known.id;
    }
    const organisation = slug === undefined ? undefined : (await this.organisationIds([slug])).get(slug);
    if (organisation === undefined || role === undefined) {
      return refuse('no-role', {});
    }
    const { userId } = await this.users.add(systemActor(organisation), { email, role, fromDirectory: true });
    await this.link(userId, person);
    return userId;
  }

  /**
   * The account of an address, if this provider may speak for it: never one that another organisation knows too, or
   * that somebody else of the provider is already. Otherwise whoever runs one organisation's provider could be anybody.
   * @throws Refusal no-role
   */
  private async mayBe(provider: OidcProvider, email: string) {
    const own = organisationsOf(provider);
    return this.database.read(WORKER_SCOPE, async (transaction) => {
      const user = await findUser(transaction, email);
      if (user === undefined) {
        return undefined;
      }
      const foreign = own !== undefined && (await placesOf(transaction, user.id)).some((slug) => !own.has(slug));
      return foreign || (await isLinked(transaction, provider.issuer, user.id)) ? refuse('no-role', {}) : user;
    });
  }

  private async link(userId: string, { issuer, subject }: Person): Promise<void> {
    const all = await this.database.read(WORKER_SCOPE, (transaction) => membershipsOf(transaction, userId));
    const organisationId = all[0]?.organisationId ?? refuse('no-role', {});
    await this.auditLog.transact(systemActor(organisationId), async (transaction) => {
      if (await linkIdentity(transaction, { issuer, subject, userId, at: transaction.now })) {
        transaction.record('user.linked', { user: userId });
      }
    });
  }

  /** Roles follow the groups, given and taken; those given by hand stay. The last administrator and the only DPO stay too. */
  private async follow(userId: string, { roles }: Person): Promise<void> {
    if (roles === undefined) {
      return;
    }
    const own = await this.database.read(WORKER_SCOPE, (transaction) => placesOf(transaction, userId));
    const slugs = [...new Set([...roles.keys(), ...own])];
    for (const [slug, organisationId] of await this.organisationIds(slugs)) {
      await this.auditLog.transact(systemActor(organisationId), (transaction) =>
        this.followIn(transaction, userId, roles.get(slug) ?? []),
      );
    }
    this.tokens.forget();
  }

  private async followIn(transaction: AuditTransaction, userId: string, wanted: readonly UserRole[]): Promise<void> {
    const { organisationId } = transaction.actor;
    await lockRoles(transaction, organisationId);
    const before = await directoryRoles(transaction, userId, organisationId);
    for (const role of wanted.filter((one) => !before.includes(one))) {
      if (await grantFromDirectory(transaction, { userId, organisationId, role, at: transaction.now })) {
        transaction.record('role.granted', { user: userId, role });
      }
    }
    for (const role of before.filter((one) => !wanted.includes(one))) {
      const needed = role === 'admin' || role === 'dpo';
      const isLast = needed && (await otherHolders(transaction, organisationId, role, userId)) === 0;
      if (!isLast && (await takeRole(transaction, userId, organisationId, role))) {
        transaction.record('role.revoked', { user: userId, role });
      }
    }
  }

  /** Where the session begins: an organisation that the provider speaks for. @throws Refusal no-role */
  private async placeOf(provider: OidcProvider, userId: string): Promise<string> {
    const own = organisationsOf(provider);
    const all = await this.database.read(WORKER_SCOPE, (transaction) => membershipsOf(transaction, userId));
    const ids = own === undefined ? undefined : new Set((await this.organisationIds([...own])).values());
    const place = all.find(({ organisationId, ended }) => !ended && (ids === undefined || ids.has(organisationId)));
    return place?.organisationId ?? refuse('no-role', {});
  }

  private organisationIds(slugs: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.database.read(WORKER_SCOPE, (transaction) => organisationIds(transaction, slugs));
  }
}
