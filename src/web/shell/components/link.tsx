import type { ComponentChildren } from 'preact';

/** Where a page may lead: our own routes, or an address of a kind that cannot run anything. */
export type Href =
  `/${string}` | `#${string}` | `?${string}` | `https://${string}` | `mailto:${string}` | `tel:${string}`;

const SAFE = /^(\/(?!\/)|#|\?|https:\/\/|mailto:|tel:)/;

/** Engines do not check addresses: a `javascript:` one would pass. This is the only link element there is. */
export function Link({
  href,
  children,
  download,
  rel,
}: {
  href: Href;
  children: ComponentChildren;
  download?: boolean;
  rel?: string;
}) {
  return (
    <a class="kern-link" href={SAFE.test(href) ? href : '#'} download={download} rel={rel}>
      {children}
    </a>
  );
}
