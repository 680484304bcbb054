import type { ChangeableSettings, SettingChange } from '../../organisations/settings/organisation-settings.service.js';
import { Choices, ErrorSummary, Field, Select, TextArea, TextField, type Errors } from '../shell/components/form.js';
import { Link } from '../shell/components/link.js';
import { Alert, Body, Button, CsrfField, Heading, Lead } from '../shell/components/parts.js';
import { moment } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';
import { PART_NAMES, SETTING_PARTS, type SettingField, type SettingPart, type TypedSettings } from './setting-parts.js';

export interface OptionsProps {
  readonly context: PageContext;
  readonly part: SettingPart;
  readonly now: ChangeableSettings;
  readonly typed: TypedSettings;
  /** How many settings the form changed; undefined: nothing was sent. */
  readonly saved: number | undefined;
  readonly errors: Errors;
  readonly csrfToken: string;
}

/** One page of settings: each explained beside its field. */
export function OptionsPage({ context, part, now, typed, saved, errors, csrfToken }: OptionsProps) {
  const { options, setup } = context.texts;
  const fields: readonly SettingField[] = SETTING_PARTS[part];
  return (
    <div class="reading stack">
      <Heading>{options.parts[part]}</Heading>
      <Lead>{options.leads[part]}</Lead>
      {saved === undefined ? null : saved === 0 ? (
        <Alert tone="info" title={options.unchanged} live />
      ) : (
        <Alert tone="success" title={setup.saved} live />
      )}
      <ErrorSummary texts={context.texts} errors={errors} labels={options.labels} />
      <form
        method="post"
        action={`/verwaltung/einstellungen/${part}`}
        class="stack"
        encType={fields.some(({ kind }) => kind === 'picture') ? 'multipart/form-data' : undefined}
        noValidate
      >
        <CsrfField token={csrfToken} />
        {fields.map((field) => (
          <Setting key={field.name} context={context} field={field} now={now} typed={typed} errors={errors} />
        ))}
        <div>
          <Button>{setup.save}</Button>
        </div>
      </form>
      <nav aria-label={options.otherParts}>
        <ul class="kern-list">
          {PART_NAMES.filter((name) => name !== part).map((name) => (
            <li key={name}>
              <Link href={`/verwaltung/einstellungen/${name}`}>{options.parts[name]}</Link>
            </li>
          ))}
          <li>
            <Link href="/verwaltung/aenderungen">{options.changes}</Link>
          </li>
          <li>
            <Link href="/verwaltung">{setup.back}</Link>
          </li>
        </ul>
      </nav>
    </div>
  );
}

function Setting({
  context,
  field: { name, kind, choices },
  now,
  typed,
  errors,
}: Pick<OptionsProps, 'context' | 'now' | 'typed' | 'errors'> & { readonly field: SettingField }) {
  const { options } = context.texts;
  const value = typed[name] ?? '';
  const about = { field: name, label: options.labels[name], hint: options.hints[name], errors };
  switch (kind) {
    case 'select':
    case 'switch':
      return <Select {...about} choices={choices?.(context, now) ?? []} chosen={String(value)} />;
    case 'boxes':
      return (
        <Choices
          field={name}
          legend={about.label}
          hint={about.hint}
          kind="checkbox"
          choices={choices?.(context, now) ?? []}
          chosen={typeof value === 'string' ? [] : value}
          errors={errors}
        />
      );
    case 'picture':
      return (
        <>
          <Field {...about}>
            <input
              class="kern-form-input__input"
              type="file"
              id={name}
              name={name}
              accept="image/png"
              aria-describedby={`${name}-hint`}
            />
          </Field>
          {now.logo === null ? null : (
            <>
              <img
                class="brand__logo"
                src={`/assets/organisationen/${context.organisation?.slug ?? ''}/logo.png`}
                alt=""
              />
              <Choices
                field="noLogo"
                legend={options.removeLogo}
                kind="checkbox"
                choices={[{ value: '1', label: options.removeLogo }]}
                chosen={[]}
                errors={errors}
              />
            </>
          )}
        </>
      );
    case 'text':
    case 'lines':
      return <TextArea {...about} rows={4} value={String(value)} />;
    default:
      return <TextField {...about} value={String(value)} />;
  }
}

export interface ChangesProps {
  readonly context: PageContext;
  readonly changes: readonly SettingChange[];
  /** Addresses of those who are still there, by id. */
  readonly people: ReadonlyMap<string, string>;
}

/** What stood where before, and who changed it. */
export function ChangesPage({ context, changes, people }: ChangesProps) {
  const { options, setup } = context.texts;
  return (
    <div class="stack">
      <Heading>{options.changes}</Heading>
      <Lead>{options.changesLead}</Lead>
      {changes.length === 0 ? (
        <Body>{options.noChanges}</Body>
      ) : (
        <div class="table-scroll" role="region" aria-label={options.changes} tabIndex={0}>
          <table class="kern-table kern-table--small">
            <thead class="kern-table__head">
              <tr class="kern-table__row">
                {[options.when, options.who, options.what, options.before, options.after].map((label) => (
                  <th class="kern-table__header" scope="col" key={label}>
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody class="kern-table__body">
              {changes.map((change) => (
                <tr class="kern-table__row" key={change.id}>
                  <td class="kern-table__cell">{moment(context, change.at)}</td>
                  <td class="kern-table__cell">
                    {change.userId === null
                      ? options.machine
                      : (people.get(change.userId) ?? `user:${change.userId.slice(0, 8)}`)}
                  </td>
                  <td class="kern-table__cell">{labelOf(options.labels, change.setting)}</td>
                  <td class="kern-table__cell">{readable(change.before, options.nothing)}</td>
                  <td class="kern-table__cell">{readable(change.after, options.nothing)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div>
        <Link href="/verwaltung">{setup.back}</Link>
      </div>
    </div>
  );
}

function labelOf(labels: Readonly<Record<string, string>>, setting: string): string {
  return labels[setting] ?? setting;
}

/** Canonical JSON in words: lists with commas, of an authority its name. */
function readable(json: string, nothing: string): string {
  const value: unknown = JSON.parse(json);
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) {
    return nothing;
  }
  if (Array.isArray(value)) {
    return value.map((one) => String(one)).join(', ');
  }
  if (typeof value === 'object') {
    const { name, functionDe } = value as { name?: unknown; functionDe?: unknown };
    return typeof name === 'string' ? name : typeof functionDe === 'string' ? functionDe : json;
  }
  return typeof value === 'string' ? value : json;
}
