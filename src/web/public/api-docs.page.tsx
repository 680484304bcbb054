import type { OpenAPIObject } from '@nestjs/swagger';
import { Heading, Hint, Lead, Subheading } from '../shell/components/parts.js';
import type { PageContext } from '../shell/page-context.js';

interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly { readonly name?: string; readonly in?: string; readonly description?: string }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: Body }>> };
}

/** A body of which there are several kinds; the first part of each is where its fields are described. */
interface Body {
  readonly oneOf?: readonly { readonly title?: string; readonly allOf?: readonly { readonly $ref?: string }[] }[];
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
            : [
                <OperationEntry
                  key={`${method} ${path}`}
                  method={method}
                  path={path}
                  operation={operation}
                  kinds={kindsOf(document, operation)}
                />,
              ];
        }),
      )}
    </div>
  );
}

interface BodyKind {
  readonly title: string;
  readonly fields: readonly string[];
}

/** The kinds of body that an operation takes, each with its fields besides the one that names it. */
function kindsOf(document: OpenAPIObject, { requestBody }: Operation): readonly BodyKind[] {
  const schemas = document.components?.schemas ?? {};
  return (requestBody?.content?.['application/json']?.schema?.oneOf ?? []).map(({ title = '', allOf = [] }) => {
    const shape = schemas[allOf[0]?.$ref?.replace('#/components/schemas/', '') ?? ''];
    const { properties = {}, required = [] } = shape !== undefined && 'properties' in shape ? shape : {};
    const names = Object.keys(properties).filter((name) => name !== 'type');
    return { title, fields: names.map((name) => (required.includes(name) ? name : `[${name}]`)) };
  });
}

interface OperationProps {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
  readonly kinds: readonly BodyKind[];
}

function OperationEntry({ method, path, operation, kinds }: OperationProps) {
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
        {kinds.map(({ title, fields }) => (
          <li key={title}>
            <code>{title}</code> <Hint>{fields.join(', ')}</Hint>
          </li>
        ))}
      </ul>
    </section>
  );
}
