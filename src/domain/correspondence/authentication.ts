// RFC 8601: what our own mail server found out about who a mail comes from.

export const AUTHENTICATION_METHODS = ['dmarc', 'spf', 'dkim'] as const;
export type AuthenticationMethod = (typeof AUTHENTICATION_METHODS)[number];
export const AUTHENTICATION_RESULTS = ['pass', 'fail', 'none', 'unclear'] as const;
export type AuthenticationResult = (typeof AUTHENTICATION_RESULTS)[number];

export type Authentication = Readonly<Partial<Record<AuthenticationMethod, AuthenticationResult>>>;

const FIELD_CHARS = 4_000;

/**
 * Of the fields `Authentication-Results`, newest first, those that our own server wrote: anybody can put in others.
 * @param server its name in these fields (authserv-id). Undefined: none of them is ours
 */
export function authenticationBy(values: readonly string[], server: string): Authentication | undefined {
  const own = values
    .map(statementsOf)
    .filter(([first = '']) => first.split(/\s/)[0]?.toLowerCase() === server.toLowerCase());
  if (own.length === 0) {
    return undefined;
  }
  const found: Partial<Record<AuthenticationMethod, AuthenticationResult>> = {};
  for (const statement of own.flatMap((statements) => statements.slice(1))) {
    const [, method, result = ''] = /^(dmarc|spf|dkim)\s{0,9}=\s{0,9}([a-z]{1,20})/i.exec(statement) ?? [];
    const known = AUTHENTICATION_METHODS.find((one) => one === method?.toLowerCase());
    // Of several signatures one that holds is enough (RFC 6376 s6.1).
    if (known !== undefined && (found[known] === undefined || result.toLowerCase() === 'pass')) {
      found[known] = meaningOf(result.toLowerCase());
    }
  }
  return found;
}

/** What parts a field by its semicolons, without comments; those may be nested and hold semicolons. */
function statementsOf(value: string): readonly string[] {
  let text = '';
  let depth = 0;
  for (const character of value.slice(0, FIELD_CHARS)) {
    depth += character === '(' ? 1 : 0;
    text += depth === 0 ? character : '';
    depth -= character === ')' && depth > 0 ? 1 : 0;
  }
  return text.split(';').map((statement) => statement.trim());
}

function meaningOf(result: string): AuthenticationResult {
  switch (result) {
    case 'pass':
    case 'none':
      return result;
    case 'fail':
    case 'softfail':
    case 'hardfail':
    case 'policy':
      return 'fail';
    default:
      return 'unclear';
  }
}
