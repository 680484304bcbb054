import type { Account } from '../../identity/accounts/accounts.service.js';
import { USER_ROLES } from '../../identity/user-role.js';
import { Link } from '../shell/components/link.js';
import {
  Alert,
  Body,
  Button,
  ButtonLink,
  CsrfField,
  Heading,
  Hint,
  Lead,
  Subheading,
} from '../shell/components/parts.js';
import { moment } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';
import { AccountState } from './accounts.page.js';
import { TokenList } from '../shell/components/token-list.js';

export const ACTS = ['suspend', 'resume', 'invite', 'sessions'] as const;
export type Act = (typeof ACTS)[number];

export interface AccountProps {
  readonly account: Account;
  readonly done: 'role' | 'token' | Act | undefined;
  readonly csrfToken: string;
  readonly now: Date;
}

/** One account: its roles, whether it has access, where it is signed in, and which programs act as it. */
export function AccountPage({ context, account, done, csrfToken, now }: AccountProps & { context: PageContext }) {
  const texts = context.texts.accounts;
  const address = `/verwaltung/nutzende/${account.id}` as const;
  const act = (which: Act, label: string, hint?: string) => (
    <form method="post" action={`${address}/zugang`} class="stack">
      <CsrfField token={csrfToken} />
      {hint === undefined ? null : <Hint>{hint}</Hint>}
      <div>
        <Button kind="secondary" name="act" value={which}>
          {label}
        </Button>
      </div>
    </form>
  );
  return (
    <div class="reading stack">
      <Heading>{account.email}</Heading>
      <div>
        <AccountState context={context} account={account} now={now} />
      </div>
      {done === undefined ? null : <Alert tone="success" title={texts.done[done]} live />}
      <Subheading>{texts.roles}</Subheading>
      {account.suspended ? (
        <Body>{account.roles.map((role) => texts.role[role]).join(', ')}</Body>
      ) : (
        <form method="post" action={`${address}/rolle`} class="stack">
          <CsrfField token={csrfToken} />
          {USER_ROLES.map((role) => {
            const has = account.roles.includes(role);
            const name = texts.role[role];
            return (
              <div key={role}>
                <Button kind={has ? 'tertiary' : 'secondary'} name={has ? 'take' : 'give'} value={role}>
                  {has ? texts.take(name) : texts.give(name)}
                </Button>
              </div>
            );
          })}
        </form>
      )}
      <Subheading>{texts.access}</Subheading>
      {account.suspended ? act('resume', texts.resume) : act('suspend', texts.suspend, texts.suspendHint)}
      {account.invitedUntil === null || account.suspended
        ? null
        : act('invite', texts.inviteAgain, texts.inviteAgainHint)}
      <div>
        <ButtonLink kind="secondary" href={`${address}/ausscheiden`}>
          {texts.leave.link}
        </ButtonLink>
      </div>
      <Subheading>{texts.sessions}</Subheading>
      {account.sessions.length === 0 ? (
        <Body>{texts.noSessions}</Body>
      ) : (
        <>
          <ul class="kern-list kern-list--bullet">
            {account.sessions.map(({ id, createdAt, seenAt }) => (
              <li key={id}>{texts.session(moment(context, createdAt), moment(context, seenAt))}</li>
            ))}
          </ul>
          {act('sessions', texts.endSessions)}
        </>
      )}
      <Subheading>{texts.tokens}</Subheading>
      <TokenList context={context} tokens={account.tokens} action={`${address}/token`} csrfToken={csrfToken} />
      <div>
        <Link href="/verwaltung/nutzende">{texts.back}</Link>
      </div>
    </div>
  );
}

/** Asks once more, and says what will end. */
export function LeavePage({
  context,
  account,
  csrfToken,
}: Omit<AccountProps, 'done' | 'now'> & { context: PageContext }) {
  const { leave } = context.texts.accounts;
  const address = `/verwaltung/nutzende/${account.id}` as const;
  return (
    <div class="reading stack">
      <Heading>{leave.title(account.email)}</Heading>
      <Lead>{leave.lead}</Lead>
      <ul class="kern-list kern-list--bullet">
        {leave.what.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <Body>{leave.kept}</Body>
      <form method="post" action={`${address}/ausscheiden`} class="stack">
        <CsrfField token={csrfToken} />
        <div>
          <Button>{leave.submit}</Button>
        </div>
      </form>
      <div>
        <Link href={address}>{leave.cancel}</Link>
      </div>
    </div>
  );
}
