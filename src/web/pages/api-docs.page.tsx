import type { OpenAPIObject } from '@nestjs/swagger';
import { Heading, Hint, Lead, Subheading } from '../components/parts.js';
import type { PageContext } from '../page-context.js';

interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly { readonly name?: string; readonly in?: string; readonly description?: string }[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The OpenAPI document as a page of our own: no scripts, no foreign styles. */
export function ApiDocsPage({ context, document }: { context: PageContext; document: OpenAPIObject }) {
  const texts = context.texts.apiDocs;
  return (
    <div class="reading stack">
      <Heading>{texts.title}</Heading>
      <Lead>{texts.lead}</Lead>
      <p class="kern-body">
        <a class="kern-link" href="/api/openapi.json">
          /api/openapi.json
        </a>
      </p>
      {Object.entries(document.paths).map(([path, item]) =>
        METHODS.flatMap((method) => {
          const operation = (item as Partial<Record<string, Operation>>)[method];
          return operation === undefined
            ? []
            : [<OperationEntry key={`${method} ${path}`} method={method} path={path} operation={operation} />];
        }),
      )}
    </div>
  );
}

function OperationEntry({ method, path, operation }: { method: string; path: string; operation: Operation }) {
  return (
    <section>
      <Subheading>
        <code class="wrap">{`${method.toUpperCase()} ${path}`}</code>
      </Subheading>
      {operation.summary === undefined ? null : <p class="kern-body">{operation.summary}</p>}
      <ul class="kern-list">
        {(operation.parameters ?? []).map((parameter) => (
          <li key={`${parameter.in} ${parameter.name}`}>
            <code>{parameter.name}</code> <Hint>{`${parameter.in ?? ''} ${parameter.description ?? ''}`}</Hint>
          </li>
        ))}
      </ul>
    </section>
  );
}
