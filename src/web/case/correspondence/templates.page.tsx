import type { MissingContent } from '../../../domain/correspondence/mandatory.js';
import { PLACEHOLDERS, type MessageText } from '../../../domain/correspondence/template.js';
import type { TemplateRow } from '../../../requests/correspondence/templates.sql.js';
import type { TemplateInForce } from '../../../requests/correspondence/templates.service.js';
import { ErrorSummary, TextArea, TextField, type Errors } from '../../shell/components/form.js';
import { Link } from '../../shell/components/link.js';
import { Alert, Body, Button, CsrfField, Heading, Hint, Lead, Subheading } from '../../shell/components/parts.js';
import { moment } from '../../shell/format.js';
import type { PageContext } from '../../shell/page-context.js';
import { MissingList } from './message-form.js';

export function TemplatesPage(props: { context: PageContext; templates: readonly TemplateInForce[] }) {
  const { context, templates } = props;
  const { templates: texts, correspondence } = context.texts;
  const kinds = [...new Set(templates.map(({ kind }) => kind))];
  return (
    <div class="reading stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      <ul class="kern-list kern-list--bullet">
        {kinds.map((kind) => (
          <li key={kind}>
            {correspondence.kinds[kind]}
            <ul class="kern-list plain-list">
              {templates
                .filter((template) => template.kind === kind)
                .map(({ language, changed, version }) => (
                  <li key={language}>
                    <Link href={`/vorlagen/${kind}/${language}`}>
                      {correspondence.languages[language]}
                      <span class="visually-hidden">: {correspondence.kinds[kind]}</span>
                    </Link>{' '}
                    – {changed ? texts.changed(version) : texts.standard}
                  </li>
                ))}
            </ul>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface TemplateProps {
  readonly context: PageContext;
  readonly template: TemplateInForce;
  readonly text: MessageText;
  readonly preview: MessageText | undefined;
  readonly missing: readonly MissingContent[];
  readonly versions: readonly TemplateRow[];
  readonly errors: Errors;
  readonly conflict: boolean;
  readonly saved: boolean;
  readonly csrfToken: string;
}

export function TemplatePage(props: TemplateProps) {
  const { context, template, errors, preview, missing, text } = props;
  const { kind, language, version } = template;
  const { templates: texts, correspondence } = context.texts;
  return (
    <div class="reading stack">
      <Heading>{texts.one(correspondence.kinds[kind], correspondence.languages[language])}</Heading>
      <div class="actions">
        <Link href="/vorlagen">{texts.back}</Link>
        <Hint>{template.changed ? texts.changed(version) : texts.standard}</Hint>
      </div>
      {props.saved ? <Alert tone="success" title={texts.saved} live /> : null}
      {props.conflict ? <Alert tone="warning" title={texts.conflict} live /> : null}
      <ErrorSummary texts={context.texts} errors={errors} labels={{ subject: texts.subject, body: texts.body }} />
      <form method="post" action={`/vorlagen/${kind}/${language}`} class="stack" noValidate>
        <CsrfField token={props.csrfToken} />
        <input type="hidden" name="version" value={String(version)} />
        <TextField field="subject" label={texts.subject} value={text.subject} errors={errors} required />
        <TextArea field="body" label={texts.body} value={text.body} rows={22} errors={errors} required />
        {missing.length === 0 ? null : (
          <Alert tone="warning" title={texts.missing}>
            <MissingList context={context} missing={missing} />
          </Alert>
        )}
        {preview === undefined ? null : (
          <>
            <Subheading>{texts.previewTitle}</Subheading>
            <blockquote class="message" lang={language}>
              <strong>{preview.subject}</strong>
              {'\n\n'}
              {preview.body}
            </blockquote>
          </>
        )}
        <div class="actions">
          <Button kind="secondary" name="action" value="preview">
            {texts.preview}
          </Button>
          <Button name="action" value="save">
            {texts.save}
          </Button>
          {template.changed ? (
            <Button kind="tertiary" name="action" value="standard">
              {texts.toStandard}
            </Button>
          ) : null}
        </div>
      </form>
      <Subheading>{texts.placeholders}</Subheading>
      <Body>{texts.placeholdersHint}</Body>
      <p class="kern-body">{PLACEHOLDERS.map((name) => `{{${name}}}`).join(' ')}</p>
      {props.versions.length === 0 ? null : (
        <>
          <Subheading>{texts.versions}</Subheading>
          <ul class="kern-list kern-list--bullet">
            {props.versions.map((row) => (
              <li key={row.version}>
                {texts.version(row.version, moment(context, row.createdAt))}
                {row.standard ? ` (${texts.standard})` : ''}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
