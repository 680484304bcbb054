import { statement, type Statement } from '../platform/database/statement.js';

/** What ends by itself. `sweep`: done here, `$1` is now; otherwise the file that does it, or why a row stays. */
export interface Expiring {
  readonly table: string;
  /** Column that says when; a test finds those that are missing here. */
  readonly column: string;
  readonly sweep?: Statement;
  readonly sweptIn?: string;
  readonly stays?: string;
}

/** Of two clocks the one that is behind: one that jumps ahead takes nothing with it. */
const NOW = 'least($1::timestamptz, clock_timestamp())';
/** Tokens that opened nothing any more are kept so long, so that what they did can be told. */
const TOKEN_DAYS = 30;
const LINK_DAYS = 30;
/** An account that nobody has a role with any more: what remains is its id, which the log names. */
const LEAVER_MONTHS = 6;

const ACCOUNT_GONE = `SELECT u.id FROM user_account u
  WHERE u.disabled_at < ${NOW} - interval '${LEAVER_MONTHS} months'
    AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.user_id = u.id)
    AND NOT EXISTS (SELECT 1 FROM suspended_membership m WHERE m.user_id = u.id)`;

/**
 * Every table with a day or moment on which its rows have served. Whoever adds one enters it here: with what takes its rows
 * away, or with why they stay.
 */
export const EXPIRING: readonly Expiring[] = [
  { table: 'session', column: 'expires_at', sweptIn: 'identity/sessions.sql.ts' },
  { table: 'staged_upload', column: 'expires_at', sweptIn: 'platform/staging/staged-uploads.sql.ts' },
  { table: 'kept_form', column: 'expires_at', sweptIn: 'identity/kept-forms.sql.ts' },
  { table: 'erasure_certificate', column: 'ends_at', sweptIn: 'retention/certificates.ts' },
  {
    table: 'api_token',
    column: 'expires_at',
    sweep: statement(
      'sweep-api-tokens',
      `DELETE FROM api_token
       WHERE least(expires_at, revoked_at) < ${NOW} - interval '${TOKEN_DAYS} days'`,
    ),
  },
  {
    table: 'account_link',
    column: 'ends_at',
    sweep: statement(
      'sweep-account-links',
      `DELETE FROM account_link WHERE ends_at < ${NOW} - interval '${LINK_DAYS} days'`,
    ),
  },
  { table: 'membership', column: 'ends_on', stays: 'checked with every request; goes when the person leaves' },
  { table: 'suspended_membership', column: 'ends_on', stays: 'as a membership' },
  { table: 'identity_check', column: 'code_ends_at', stays: 'a moment; code and link go with the message' },
  { table: 'portability_package', column: 'ends_at', sweptIn: 'requests/portability/package-sweep.ts' },
  { table: 'portability_package', column: 'code_ends_at', stays: 'a moment; the code goes with the package' },
  { table: 'task', column: 'until_on', stays: 'by when a department should have answered' },
  { table: 'task', column: 'link_ends_on', stays: 'a day; the link goes with what is internal' },
  { table: 'dpo_absence', column: 'until_on', stays: 'who deputised when is evidence of whom a request reached' },
  { table: 'dpo_designation', column: 'valid_until', stays: 'who was designated when is evidence of whom it reached' },
];

/** Accounts of people who left: sign-in data goes, then the address; the id stays. */
export const LEAVERS: readonly Statement[] = [
  ...['external_identity', 'second_factor', 'recovery_code'].map((table) =>
    statement(`erase-leavers-${table}`, `DELETE FROM ${table} WHERE user_id IN (${ACCOUNT_GONE})`),
  ),
  statement(
    'erase-leavers',
    `UPDATE user_account SET email = 'geloescht-' || id, password_hash = NULL, last_channel_id = NULL
     WHERE email NOT LIKE 'geloescht-%' AND id IN (${ACCOUNT_GONE})`,
  ),
];
