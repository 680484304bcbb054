import type { PageContext } from '../shell/page-context.js';

/** The pages of one request, in the order in which work goes on; each is one word in `texts.caseNav`. */
const PAGES = [
  ['case', ''],
  ['claims', '/rechte'],
  ['duties', '/pflichten'],
  ['correspondence', '/schriftverkehr'],
  ['tasks', '/auftraege'],
] as const satisfies readonly Page[];

/** What is needed now and then. */
const MORE = [
  ['deadline', '/frist'],
  ['identity', '/identitaet'],
  ['notes', '/notizen'],
  ['restriction', '/einschraenkung'],
  ['recipients', '/empfaenger'],
  ['portability', '/uebertragung'],
  ['authority', '/aufsicht'],
  ['joins', '/zusammenfuehren'],
  ['retention', '/loeschung'],
] as const satisfies readonly Page[];

type Page = readonly [keyof PageContext['texts']['caseNav']['pages'], string];

export type CasePageName = (typeof PAGES)[number][0] | (typeof MORE)[number][0];

interface NavProps {
  readonly context: PageContext;
  readonly id: string;
  readonly current: CasePageName;
}

/** Separate addresses instead of tabs: each can be opened, printed and bookmarked by itself. */
export function CaseNav(props: NavProps) {
  const texts = props.context.texts.caseNav;
  const further = MORE.find(([page]) => page === props.current);
  return (
    <nav class="views case-nav" aria-label={texts.label}>
      <ul>
        {PAGES.map((page) => (
          <PageLink key={page[0]} {...props} page={page} />
        ))}
        <li>
          <details class="nav-more">
            <summary class={further === undefined ? undefined : 'nav-more__current'}>
              {further === undefined ? texts.more : `${texts.more}: ${texts.pages[further[0]]}`}
            </summary>
            <ul>
              {MORE.map((page) => (
                <PageLink key={page[0]} {...props} page={page} />
              ))}
            </ul>
          </details>
        </li>
      </ul>
    </nav>
  );
}

function PageLink({ context, id, current, page: [page, path] }: NavProps & { readonly page: Page }) {
  return (
    <li>
      <a href={`/vorgaenge/${id}${path}`} aria-current={page === current ? 'page' : undefined}>
        {context.texts.caseNav.pages[page]}
      </a>
    </li>
  );
}
