import type { WorklistView } from '../../requests/worklist/worklist-views.sql.js';
import type { PageContext } from '../shell/page-context.js';
import { ErrorSummary, TextField, type Errors } from '../shell/components/form.js';
import { Badge, Button, CsrfField } from '../shell/components/parts.js';

interface SavedViewsProps {
  readonly context: PageContext;
  readonly views: readonly WorklistView[];
  readonly kept: string;
  readonly viewName: string;
  readonly errors: Errors;
  readonly csrfToken: string;
}

/** Views that somebody has kept, and the forms to keep another, drop one, or begin with one. */
export function SavedViews({ context, views, kept, viewName, errors, csrfToken }: SavedViewsProps) {
  const { views: texts } = context.texts.casework;
  return (
    <>
      {views.length === 0 ? null : (
        <nav class="views" aria-label={texts.title}>
          <ul>
            {views.map(({ id, name, query }) => (
              <li key={id}>
                <a href={`/vorgaenge?${query}`} aria-current={query === kept ? 'true' : undefined}>
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <details class="no-print" open={errors.size > 0}>
        <summary class="kern-link">{texts.manage}</summary>
        <div class="stack kept-views">
          <form method="post" action="/vorgaenge/ansichten" class="stack narrow" noValidate>
            <ErrorSummary texts={context.texts} errors={errors} labels={{ name: texts.name }} />
            <CsrfField token={csrfToken} />
            <input type="hidden" name="query" value={kept} />
            <TextField
              field="name"
              label={texts.name}
              hint={texts.nameHint}
              value={viewName}
              errors={errors}
              required
            />
            <div class="actions">
              <Button kind="secondary">{texts.save}</Button>
            </div>
          </form>
          {views.map((view) => (
            <Managed key={view.id} context={context} view={view} kept={kept} csrfToken={csrfToken} />
          ))}
        </div>
      </details>
    </>
  );
}

function Managed(props: { context: PageContext; view: WorklistView; kept: string; csrfToken: string }) {
  const { view } = props;
  const { views: texts } = props.context.texts.casework;
  const form = (action: 'start' | 'loeschen', id: string, label: string) => (
    <form method="post" action={`/vorgaenge/ansichten/${action}`}>
      <CsrfField token={props.csrfToken} />
      <input type="hidden" name="query" value={props.kept} />
      <input type="hidden" name="id" value={id} />
      <Button kind="tertiary">{label}</Button>
    </form>
  );
  return (
    <div class="actions">
      <span class="kern-body">{view.name}</span>
      {view.starts ? <Badge tone="info">{texts.starts}</Badge> : null}
      {view.starts ? form('start', '', texts.noStart(view.name)) : form('start', view.id, texts.start(view.name))}
      {form('loeschen', view.id, texts.remove(view.name))}
    </div>
  );
}
