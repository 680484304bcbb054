import type { AccountRow } from '../../identity/accounts/accounts.service.js';
import { USER_ROLES } from '../../identity/user-role.js';
import { Choices, ErrorSummary, TextField, type Errors } from '../shell/components/form.js';
import { Link } from '../shell/components/link.js';
import {
  Alert,
  Badge,
  Body,
  Button,
  CsrfField,
  Heading,
  Lead,
  Subheading,
  type Tone,
} from '../shell/components/parts.js';
import { day, moment } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

export interface AccountsProps {
  readonly accounts: readonly AccountRow[];
  readonly form: { readonly email: string; readonly roles: readonly string[] };
  /** The address that was just invited. */
  readonly invited?: string;
  readonly left: boolean;
  readonly errors: Errors;
  readonly csrfToken: string;
  readonly now: Date;
}

/** Everybody of the organisation, and the form that invites somebody. */
export function AccountsPage(props: AccountsProps & { context: PageContext }) {
  const { context, accounts, form, invited, left, errors, csrfToken, now } = props;
  const texts = context.texts.accounts;
  return (
    <div class="stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      {left ? <Alert tone="success" title={texts.done.left} live /> : null}
      {invited === undefined ? null : <Alert tone="success" title={texts.invite.done(invited)} live />}
      <div class="table-scroll">
        <table class="kern-table">
          <caption class="visually-hidden">{texts.title}</caption>
          <thead class="kern-table__head">
            <tr class="kern-table__row">
              <th class="kern-table__header" scope="col">
                {texts.email}
              </th>
              <th class="kern-table__header" scope="col">
                {texts.roles}
              </th>
              <th class="kern-table__header" scope="col">
                {texts.state}
              </th>
            </tr>
          </thead>
          <tbody class="kern-table__body">
            {accounts.map((account) => (
              <tr class="kern-table__row" key={account.id}>
                <th class="kern-table__cell wrap" scope="row">
                  <Link href={`/verwaltung/nutzende/${account.id}`}>{account.email}</Link>
                </th>
                <td class="kern-table__cell">{account.roles.map((role) => texts.role[role]).join(', ')}</td>
                <td class="kern-table__cell">
                  <AccountState context={context} account={account} now={now} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <section class="reading stack">
        <Subheading>{texts.invite.title}</Subheading>
        <Body>{texts.invite.lead}</Body>
        <ErrorSummary texts={context.texts} errors={errors} labels={{ email: texts.email, roles: texts.roles }} />
        <form method="post" action="/verwaltung/nutzende" class="stack" noValidate>
          <CsrfField token={csrfToken} />
          <TextField field="email" label={texts.email} type="email" value={form.email} errors={errors} required />
          <Choices
            field="roles"
            legend={texts.roles}
            kind="checkbox"
            choices={USER_ROLES.map((role) => ({ value: role, label: `${texts.role[role]}: ${texts.roleDoes[role]}` }))}
            chosen={form.roles}
            errors={errors}
          />
          <div>
            <Button>{texts.invite.submit}</Button>
          </div>
        </form>
      </section>
    </div>
  );
}

/** In words and colour: on hold, invited, to an end, or plainly active. */
export function AccountState({ context, account, now }: { context: PageContext; account: AccountRow; now: Date }) {
  const { states } = context.texts.accounts;
  const { suspended, invitedUntil, mailRefused, endsOn } = account;
  const say = (tone: Tone, words: string) => <Badge tone={tone}>{words}</Badge>;
  if (suspended) {
    return say('danger', states.suspended);
  }
  if (mailRefused) {
    return say('danger', states.refused);
  }
  if (invitedUntil !== null) {
    return invitedUntil > now
      ? say('info', states.invited(moment(context, invitedUntil)))
      : say('warning', states.over);
  }
  return endsOn === null ? say('success', states.active) : say('warning', states.ends(day(context, endsOn)));
}
