import type { ListedToken } from '../../../identity/tokens.service.js';
import { Body, CsrfField } from './parts.js';
import { day, moment } from '../format.js';
import type { PageContext } from '../page-context.js';

/** Programs that act as an account, each with a button that ends it. */
export function TokenList({
  context,
  tokens,
  action,
  csrfToken,
}: {
  readonly context: PageContext;
  readonly tokens: readonly ListedToken[];
  readonly action: string;
  readonly csrfToken: string;
}) {
  const texts = context.texts.accounts;
  return tokens.length === 0 ? (
    <Body>{texts.noTokens}</Body>
  ) : (
    <ul class="mails">
      {tokens.map(({ id, name, scope, expiresAt, lastUsedOn }) => (
        <li key={id}>
          <span class="wrap">
            {texts.token(
              name,
              texts.scopes[scope],
              expiresAt === null ? texts.forever : texts.until(moment(context, expiresAt)),
              lastUsedOn === null ? texts.unused : texts.used(day(context, lastUsedOn)),
            )}
          </span>
          <form method="post" action={action}>
            <CsrfField token={csrfToken} />
            <button class="kern-btn kern-btn--tertiary kern-btn--x-small" type="submit" name="token" value={id}>
              <span class="kern-label">{texts.revoke(name)}</span>
            </button>
          </form>
        </li>
      ))}
    </ul>
  );
}
