import { LAND_NAMES, LANDS } from '../../domain/deadlines/land.js';
import { AUTHORITIES_AS_OF, CONTROLLER_KINDS, COUNTRIES, type Authority } from '../../domain/guidance/authority.js';
import { CONTEXTS, type Guidance } from '../../domain/guidance/competence.js';
import type { NamedAuthority } from '../../domain/guidance/paragraph.js';
import { ErrorSummary, Select, type Errors } from '../components/form.js';
import { Alert, Body, Button, Facts, Heading, Hint, Lead, Subheading } from '../components/parts.js';
import { day, normWords } from '../format.js';
import type { PageContext } from '../page-context.js';

export interface GuidanceForm {
  readonly country: string;
  readonly land: string;
  readonly context: string;
  readonly kind: string;
}

export interface GuidanceProps {
  readonly form: GuidanceForm;
  readonly errors: Errors;
  /** Undefined until something was asked. */
  readonly guidance: Guidance | undefined;
  /** The organisation whose page this is, and who is responsible for it. */
  readonly organisation:
    { readonly slug: string; readonly name: string; readonly authority: NamedAuthority } | undefined;
}

type Props = GuidanceProps & { readonly context: PageContext };

/** For anybody, in plain words; printed it is a sheet to take along. */
export function GuidancePage(props: Props) {
  const { context, organisation, guidance } = props;
  const texts = context.texts.guidance;
  return (
    <div class="reading stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      <ul class="kern-list kern-list--bullet">
        {texts.facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
      {organisation === undefined ? null : (
        <section class="stack" aria-labelledby="ours">
          <Subheading id="ours">{texts.ours(organisation.name)}</Subheading>
          <Contact
            context={context}
            authority={{ ...organisation.authority, website: organisation.authority.complaintUrl }}
          />
        </section>
      )}
      <Question {...props} />
      {guidance === undefined ? null : <Result context={context} guidance={guidance} />}
    </div>
  );
}

function Question({ context, form, errors, organisation }: Props) {
  const texts = context.texts.guidance;
  const countries = new Intl.DisplayNames([context.texts.locale], { type: 'region' });
  const named = COUNTRIES.map((value) => ({ value, label: countries.of(value) ?? value }));
  const labels = { country: texts.country, land: texts.land, context: texts.context, kind: texts.kind };
  return (
    <section class="stack no-print" aria-labelledby="where">
      <Subheading id="where">{texts.whereTitle}</Subheading>
      <ErrorSummary texts={context.texts} errors={errors} labels={labels} />
      <form method="get" action="/beschwerde#result" class="stack">
        {organisation === undefined ? null : <input type="hidden" name="organisation" value={organisation.slug} />}
        <Select
          field="country"
          label={texts.country}
          choices={named.sort((a, b) => a.label.localeCompare(b.label, context.texts.locale))}
          chosen={form.country}
          errors={errors}
        />
        <Select
          field="land"
          label={texts.land}
          choices={[
            { value: '', label: texts.noLand },
            ...LANDS.map((value) => ({ value, label: LAND_NAMES[value][context.language] })),
          ]}
          chosen={form.land}
          errors={errors}
        />
        <Select
          field="context"
          label={texts.context}
          choices={CONTEXTS.map((value) => ({ value, label: texts.contexts[value] }))}
          chosen={form.context}
          errors={errors}
        />
        <Select
          field="kind"
          label={texts.kind}
          choices={[
            { value: '', label: texts.kindUnknown },
            ...CONTROLLER_KINDS.map((value) => ({ value, label: texts.kinds[value] })),
          ]}
          chosen={form.kind}
          errors={errors}
        />
        <div>
          <Button>{texts.submit}</Button>
        </div>
      </form>
    </section>
  );
}

function Result({ context, guidance }: { context: PageContext; guidance: Guidance }) {
  const texts = context.texts.guidance;
  const { authorities, steps } = guidance;
  return (
    <section class="stack" aria-labelledby="result">
      <Subheading id="result">{authorities.length === 1 ? texts.result : texts.results}</Subheading>
      {guidance.landMissing && authorities.length === 0 ? <Alert tone="info" title={texts.landMissing} /> : null}
      {authorities.map((authority) => (
        <Contact key={authority.id} context={context} authority={authority} />
      ))}
      <h3 class="kern-heading-small">{texts.why}</h3>
      <ul class="kern-list kern-list--bullet">
        {steps.map(({ rule, norm }) => (
          <li key={rule}>
            {texts.rules[rule]} ({normWords(context, norm)})
          </li>
        ))}
      </ul>
      <Body>{texts.asOf(day(context, AUTHORITIES_AS_OF))}</Body>
      <div class="no-print">
        <Hint>{texts.printHint}</Hint>
      </div>
    </section>
  );
}

type Shown = Pick<Authority, 'name' | 'postalAddress' | 'website'> & {
  readonly nameEn?: string | undefined;
  readonly telephone?: string | undefined;
  readonly email?: string | undefined;
  readonly complaintPage?: string | undefined;
};

function Contact({ context, authority }: { context: PageContext; authority: Shown }) {
  const texts = context.texts.guidance;
  const { name, nameEn, postalAddress, telephone, email, website, complaintPage } = authority;
  return (
    <div class="stack">
      <h3 class="kern-heading-small">
        <bdi>{name}</bdi>
        {nameEn === undefined ? null : ` (${nameEn})`}
      </h3>
      <Facts
        facts={[
          {
            label: texts.address,
            value: postalAddress.split('\n').map((line) => <div key={line}>{line}</div>),
          },
          ...(telephone === undefined ? [] : [{ label: texts.telephone, value: telephone }]),
          ...(email === undefined
            ? []
            : [
                {
                  label: texts.email,
                  value: (
                    <a class="kern-link" href={`mailto:${email}`}>
                      {email}
                    </a>
                  ),
                },
              ]),
          ...(complaintPage === undefined
            ? []
            : [{ label: texts.complaintPage, value: <External context={context} href={complaintPage} /> }]),
          {
            label: texts.website,
            value: <External context={context} href={website} />,
          },
        ]}
      />
    </div>
  );
}

function External({ context, href }: { context: PageContext; href: string }) {
  return (
    <a class="kern-link wrap" href={href} rel="noopener noreferrer external">
      {context.texts.guidance.external(href)}
    </a>
  );
}
