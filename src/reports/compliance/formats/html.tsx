import { render } from 'preact-render-to-string';
import { ChartFigure } from '../writing/charts/chart-view.js';
import type { Block, ReportContent } from '../writing/content.js';
import { shownFigures, type ComplianceDocument, type RenderingOptions } from '../compliance-document.js';
import { complianceContent } from '../writing/sections.js';
import { COMPLIANCE_CSS } from './html-style.js';
import { contextOf } from '../writing/writing.js';

/** A page that needs no other file and no network, and prints well. The same document and language: the same bytes. */
export function complianceHtml(document: ComplianceDocument, { language }: RenderingOptions): Promise<Uint8Array> {
  const content = complianceContent(shownFigures(document), contextOf(document, language));
  const html = `<!doctype html>\n${render(
    <html lang={content.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${content.title}, ${content.subject} – ${content.organisation}`}</title>
        <style>{COMPLIANCE_CSS}</style>
      </head>
      <body>
        <main>
          <ComplianceArticle content={content} />
        </main>
      </body>
    </html>,
  )}\n`;
  return Promise.resolve(Buffer.from(html, 'utf8'));
}

export function ComplianceArticle({ content }: { content: ReportContent }) {
  return (
    <article class="report">
      <p class="report__organisation">{content.organisation}</p>
      <h1 class="kern-heading-x-large">{content.title}</h1>
      <p class="kern-body kern-body--large">{content.subject}</p>
      <p class="kern-body">{content.subtitle}</p>
      <Labelled items={content.head} />
      <nav class="report__contents" aria-label={content.contents}>
        <h2 class="kern-heading-medium">{content.contents}</h2>
        <ol class="kern-list">
          {content.sections.map(({ id, heading }) => (
            <li key={id}>
              <a class="kern-link" href={`#${id}`}>
                {heading}
              </a>
            </li>
          ))}
        </ol>
      </nav>
      {content.sections.map(({ id, heading, blocks }, at) => (
        <section key={id} class="report__section" aria-labelledby={id}>
          <h2 class="kern-heading-medium" id={id}>
            {`${at + 1} ${heading}`}
          </h2>
          {blocks.map((block, place) => (
            <Shown key={`${id}-${place}`} block={block} dataLabel={content.dataLabel} />
          ))}
        </section>
      ))}
    </article>
  );
}

function Shown({ block, dataLabel }: { block: Block; dataLabel: string }) {
  switch (block.kind) {
    case 'text':
      return <p class="kern-body">{block.text}</p>;
    case 'verdict':
      return <p class="report__verdict kern-body kern-body--large">{block.text}</p>;
    case 'subheading':
      return <h3 class="kern-heading-small">{block.text}</h3>;
    case 'list': {
      const items = block.items.map((item) => <li key={item}>{item}</li>);
      return block.ordered ? <ol class="kern-list">{items}</ol> : <ul class="kern-list kern-list--bullet">{items}</ul>;
    }
    case 'tiles':
      return (
        <ul class="tiles">
          {block.items.map(({ label, value }) => (
            <li key={label} class="tile">
              <span class="tile__value">{value}</span>
              <span class="kern-body">{label}</span>
            </li>
          ))}
        </ul>
      );
    case 'quote':
      return (
        <blockquote class="report__quote">
          {block.paragraphs.map((paragraph) => (
            <p key={paragraph} class="kern-body">
              {paragraph}
            </p>
          ))}
        </blockquote>
      );
    case 'codes':
      return <Labelled items={block.items} />;
    case 'table':
      return <ReportTable {...block} />;
    case 'chart':
      return <ChartFigure chart={block.chart} dataLabel={dataLabel} />;
  }
}

function Labelled({ items }: { items: readonly { readonly label: string; readonly value: string }[] }) {
  return (
    <dl class="report__facts">
      {items.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd class="wrap">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function ReportTable({ caption, columns, rows, numeric }: Extract<Block, { kind: 'table' }>) {
  return (
    <div class="chart-scroll" role="region" aria-label={caption} tabIndex={0}>
      <table class={`kern-table kern-table--small report__table${numeric ? ' report__table--numeric' : ''}`}>
        <caption class="report__caption">{caption}</caption>
        <thead class="kern-table__head">
          <tr class="kern-table__row">
            {columns.map((column) => (
              <th key={column} class="kern-table__header" scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody class="kern-table__body">
          {rows.map(([head, ...cells]) => (
            <tr key={[head, ...cells].join()} class="kern-table__row">
              <th class="kern-table__cell" scope="row">
                {head}
              </th>
              {cells.map((cell, at) => (
                <td key={columns[at + 1]} class="kern-table__cell">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
