import { LAND_NAMES, LANDS } from '../../domain/deadlines/land.js';
import {
  AUTHORITIES_AS_OF,
  CONTROLLER_KINDS,
  COUNTRIES,
  OUTSIDE,
  type Authority,
  type ContactFact,
} from '../../domain/guidance/authority.js';
import { CONTEXTS, type Guidance } from '../../domain/guidance/competence.js';
import type { NamedAuthority } from '../../domain/guidance/paragraph.js';
import { ErrorSummary, Select, type Errors } from '../shell/components/form.js';
import { Alert, Body, Button, Facts, Heading, Hint, Lead, Subheading } from '../shell/components/parts.js';
import { day, normWords } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

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
    | {
        readonly slug: string;
        readonly name: string;
        readonly authority: NamedAuthority;
        /** For whoever would rather ask first. */
        readonly dpo: { readonly title: string; readonly email: string; readonly telephone: string } | undefined;
      }
    | undefined;
}

type Props = GuidanceProps & { readonly context: PageContext };

/** For anybody, in plain words; printed it is a sheet to take along. What to do comes first, what to know after it. */
export function GuidancePage(props: Props) {
  const { context, organisation, guidance } = props;
  const texts = context.texts.guidance;
  return (
    <div class="reading stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      <section class="stack" aria-labelledby="steps">
        <Subheading id="steps">{texts.stepsTitle}</Subheading>
        <ol class="kern-list kern-list--number">
          {texts.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </section>
      {organisation === undefined ? null : (
        <section class="stack" aria-labelledby="ours">
          <Subheading id="ours">{texts.ours(organisation.name)}</Subheading>
          <Body>{texts.oursHint}</Body>
          <Contact
            context={context}
            authority={{ ...organisation.authority, complaintPage: organisation.authority.complaintUrl }}
          />
          {organisation.dpo === undefined ? null : (
            <>
              <h3 class="kern-heading-small">{texts.askFirst}</h3>
              <Body>{texts.askFirstHint(organisation.dpo.title)}</Body>
              <Facts
                facts={[
                  { label: texts.telephone, value: <Telephone number={organisation.dpo.telephone} /> },
                  { label: texts.email, value: <Mail address={organisation.dpo.email} /> },
                ]}
              />
            </>
          )}
        </section>
      )}
      <Question {...props} />
      {guidance === undefined ? null : <Result context={context} guidance={guidance} />}
      <ToKnow context={context} />
      <div class="no-print">
        <Hint>{texts.printHint}</Hint>
      </div>
    </div>
  );
}

function ToKnow({ context }: { context: PageContext }) {
  const texts = context.texts.guidance;
  return (
    <section class="stack" aria-labelledby="to-know">
      <Subheading id="to-know">{texts.toKnow}</Subheading>
      {texts.questions.map(({ question, answer, points }) => (
        <div key={question}>
          <h3 class="kern-heading-small">{question}</h3>
          <Body>{answer}</Body>
          {points === undefined ? null : (
            <ul class="kern-list kern-list--bullet">
              {points.map((point) => (
                <li key={point}>{point}</li>
              ))}
            </ul>
          )}
        </div>
      ))}
    </section>
  );
}

function Question({ context, form, errors, organisation }: Props) {
  const texts = context.texts.guidance;
  const countries = new Intl.DisplayNames([context.texts.locale], { type: 'region' });
  const named = [...COUNTRIES, ...OUTSIDE.filter((value) => value !== 'OTHER')].map((value) => ({
    value,
    label: countries.of(value) ?? value,
  }));
  const labels = { country: texts.country, land: texts.land, context: texts.context, kind: texts.kind };
  return (
    <section class="stack no-print" aria-labelledby="where">
      <Subheading id="where">{texts.whereTitle}</Subheading>
      <ErrorSummary texts={context.texts} errors={errors} labels={labels} />
      <form method="get" action="/beschwerde#result" class="stack">
        <input type="hidden" name="lang" value={context.language} />
        {organisation === undefined ? null : <input type="hidden" name="organisation" value={organisation.slug} />}
        <Select
          field="country"
          label={texts.country}
          choices={[
            ...named.sort((a, b) => a.label.localeCompare(b.label, context.texts.locale)),
            { value: 'OTHER', label: texts.otherCountry },
          ]}
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
  const { authorities, ownSupervisors, steps } = guidance;
  // An authority of another law does not help as those of the GDPR do: that has to be read before its address.
  const outside = steps.some(({ rule }) => rule === 'outside');
  return (
    <section class="stack" aria-labelledby="result">
      <Subheading id="result">
        {outside || authorities.length === 0 ? texts.noResult : authorities.length === 1 ? texts.result : texts.results}
      </Subheading>
      {guidance.landMissing && authorities.length === 0 ? <Alert tone="info" title={texts.landMissing} /> : null}
      {outside ? <Reasons context={context} steps={steps} /> : null}
      {ownSupervisors.length === 0 ? null : (
        <>
          <h3 class="kern-heading-small">{texts.ownSupervisors}</h3>
          <ul class="kern-list kern-list--bullet">
            {ownSupervisors.map(({ id, name, nameEn, website }) => (
              <li key={id}>
                {context.language === 'en' ? nameEn : name}: <External context={context} href={website} />
              </li>
            ))}
          </ul>
        </>
      )}
      {authorities.map((authority) => (
        <Contact key={authority.id} context={context} authority={authority} />
      ))}
      {outside ? null : (
        <>
          <h3 class="kern-heading-small">{texts.why}</h3>
          <Reasons context={context} steps={steps} />
        </>
      )}
      {authorities.length === 0 ? null : <Body>{texts.asOf(day(context, AUTHORITIES_AS_OF))}</Body>}
    </section>
  );
}

function Reasons({ context, steps }: { context: PageContext; steps: Guidance['steps'] }) {
  return (
    <ul class="kern-list kern-list--bullet">
      {steps.map(({ rule, norm }) => (
        <li key={rule}>
          {context.texts.guidance.rules[rule]} ({normWords(context, norm)})
        </li>
      ))}
    </ul>
  );
}

type Shown = Pick<Authority, 'name' | 'postalAddress'> & Partial<Omit<Authority, 'name' | 'postalAddress'>>;

function Contact({ context, authority }: { context: PageContext; authority: Shown }) {
  const texts = context.texts.guidance;
  const { name, nameEn, postalAddress, telephone, email, website, complaintPage, checked } = authority;
  const unsure = (fact: ContactFact) =>
    authority.unconfirmed?.includes(fact) === true ? ` ${texts.unconfirmed}` : null;
  return (
    <div class="stack authority">
      <h3 class="kern-heading-small">
        <bdi>{name}</bdi>
        {nameEn === undefined ? null : ` (${nameEn})`}
      </h3>
      <Facts
        facts={[
          ...(complaintPage === undefined
            ? []
            : [
                {
                  label: texts.complaintPage,
                  value: [<External key="page" context={context} href={complaintPage} />, unsure('complaintPage')],
                },
              ]),
          {
            label: texts.address,
            value: postalAddress.split('\n').map((line) => <div key={line}>{line}</div>),
          },
          ...(telephone === undefined ? [] : [{ label: texts.telephone, value: <Telephone number={telephone} /> }]),
          ...(email === undefined
            ? []
            : [{ label: texts.email, value: [<Mail key="mail" address={email} />, unsure('email')] }]),
          ...(website === undefined
            ? []
            : [{ label: texts.website, value: <External context={context} href={website} /> }]),
          ...(checked === undefined
            ? []
            : [{ label: texts.checked, value: texts.evidence[checked.evidence](day(context, checked.on)) }]),
        ]}
      />
    </div>
  );
}

function Telephone({ number }: { number: string }) {
  return (
    <a class="kern-link" href={`tel:${number.replaceAll(/[^+\d]/g, '')}`}>
      {number}
    </a>
  );
}

function Mail({ address }: { address: string }) {
  return (
    <a class="kern-link wrap" href={`mailto:${address}`}>
      {address}
    </a>
  );
}

function External({ context, href }: { context: PageContext; href: string }) {
  return (
    <a class="kern-link wrap" href={href} rel="noopener noreferrer external">
      {context.texts.guidance.external(href)}
    </a>
  );
}
