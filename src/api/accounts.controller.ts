import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { parseInstant } from '../domain/civil-date.js';
import { refuse } from '../domain/problem.js';
import type { Actor } from '../audit/actor.js';
import { Allow, CurrentActor } from '../identity/access.js';
import { AccountsService, type Account, type AccountRow } from '../identity/accounts/accounts.service.js';
import { OwnAccount } from '../identity/accounts/own-account.service.js';
import type { ListedToken, TokenScope } from '../identity/tokens.service.js';
import type { UserRole } from '../identity/user-role.js';
import { validInput } from '../platform/http/validate.js';
import { AccountCommandDto, InviteDto, NewTokenDto } from './accounts.dto.js';
import { pageOf } from './list-page.js';
import { uuidOrNotFound } from './request-answer.js';

/** The accounts of the caller's organisation. What somebody has elsewhere is not in it. */
@ApiTags('accounts')
@ApiBearerAuth()
@Controller('api/v1/users')
@Allow('admin')
export class AccountsApiController {
  constructor(@Inject(AccountsService) private readonly accounts: AccountsService) {}

  @Get()
  @ApiOperation({ summary: 'Everybody with a role in the organisation' })
  @ApiQuery({ name: 'cursor', required: false })
  async list(@CurrentActor() actor: Actor, @Query('cursor') cursor: unknown) {
    return pageOf((await this.accounts.list(actor)).map(rowView), cursor);
  }

  @Post()
  @ApiOperation({ summary: 'Invite somebody: gives the roles and mails a link. The same whether the address is known' })
  @ApiBody({ type: InviteDto })
  async invite(@CurrentActor() actor: Actor, @Body() body: unknown) {
    const { email, roles } = await validInput(InviteDto, body);
    const { userId } = await this.accounts.invite(actor, email, roles as UserRole[]);
    return accountView(await this.accounts.get(actor, userId));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One account with its open sessions and tokens' })
  async one(@CurrentActor() actor: Actor, @Param('id', uuidOrNotFound()) id: string) {
    return accountView(await this.accounts.get(actor, id));
  }

  @Post(':id/commands')
  @HttpCode(200)
  @ApiOperation({ summary: 'Give or take a role, suspend, resume, end sessions, revoke a token, leave' })
  @ApiBody({ type: AccountCommandDto })
  async command(@CurrentActor() actor: Actor, @Param('id', uuidOrNotFound()) id: string, @Body() body: unknown) {
    const sent = await validInput(AccountCommandDto, body);
    await this.carryOut(actor, id, sent);
    // Whoever has left is nobody's account here any more.
    return sent.type === 'leave' ? { id, left: true } : accountView(await this.accounts.get(actor, id));
  }

  private async carryOut(actor: Actor, id: string, { type, role, id: part }: AccountCommandDto): Promise<void> {
    switch (type) {
      case 'give-role':
        return this.accounts.giveRole(actor, id, must(role, 'role') as UserRole);
      case 'take-role':
        return this.accounts.takeRole(actor, id, must(role, 'role') as UserRole);
      case 'suspend':
        return this.accounts.suspend(actor, id);
      case 'resume':
        return this.accounts.resume(actor, id);
      case 'invite':
        return this.accounts.inviteAgain(actor, id);
      case 'end-sessions':
        await this.accounts.endSessions(actor, id, part ?? null);
        return;
      case 'revoke-token':
        return this.accounts.revokeToken(actor, id, must(part, 'id'));
      default:
        return this.accounts.leave(actor, id);
    }
  }
}

/** Tokens of whoever calls. */
@ApiTags('accounts')
@ApiBearerAuth()
@Controller('api/v1/tokens')
@Allow('staff', 'dpo', 'decider', 'auditor', 'admin')
export class TokensApiController {
  constructor(@Inject(OwnAccount) private readonly account: OwnAccount) {}

  @Get()
  @ApiOperation({ summary: 'Your tokens in this organisation; never the tokens themselves' })
  @ApiQuery({ name: 'cursor', required: false })
  async list(@CurrentActor() actor: Actor, @Query('cursor') cursor: unknown) {
    return pageOf((await this.account.tokensOf(actor)).map(tokenView), cursor);
  }

  @Post()
  @ApiOperation({ summary: 'Issue a token that acts as you, from a session; it is shown in this answer only' })
  @ApiBody({ type: NewTokenDto })
  async issue(@CurrentActor() actor: Actor, @Body() body: unknown) {
    const { name, scope, expires } = await validInput(NewTokenDto, body);
    const expiresAt = expires === undefined ? null : momentOf(expires);
    if (actor.label.startsWith('token:')) {
      // A token that made others would outlive its own end.
      return refuse('not-allowed', {});
    }
    const token = await this.account.issueToken(actor, {
      ...{ name, expiresAt },
      ...(scope === undefined ? {} : { scope: scope as TokenScope }),
    });
    return { token };
  }

  @Post(':id/revoke')
  @HttpCode(200)
  @ApiOperation({ summary: 'Revoke one of your tokens' })
  async revoke(@CurrentActor() actor: Actor, @Param('id', uuidOrNotFound()) id: string) {
    await this.account.revokeToken(actor, id);
    return { id, revoked: true };
  }
}

/** @throws Refusal invalid-input */
function must(value: string | undefined, field: string): string {
  return value ?? refuse('invalid-input', { fields: [{ field, code: 'required' }] });
}

/** @throws Refusal invalid-input (expires) */
function momentOf(text: string): Date {
  const at = parseInstant(text);
  return at === undefined
    ? refuse('invalid-input', { fields: [{ field: 'expires', code: 'not-a-moment' }] })
    : new Date(at);
}

function rowView({ id, email, roles, endsOn, suspended, invitedUntil, mailRefused }: AccountRow) {
  return { id, email, roles, endsOn, suspended, invitedUntil: invitedUntil?.toISOString() ?? null, mailRefused };
}

function accountView({ sessions, tokens, ...row }: Account) {
  return {
    ...rowView(row),
    sessions: sessions.map(({ id, createdAt, seenAt, expiresAt }) => ({
      id,
      createdAt: createdAt.toISOString(),
      seenAt: seenAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    })),
    tokens: tokens.map(tokenView),
  };
}

function tokenView({ id, name, scope, createdAt, expiresAt, lastUsedOn }: ListedToken) {
  return {
    ...{ id, name, scope, lastUsedOn },
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
  };
}
