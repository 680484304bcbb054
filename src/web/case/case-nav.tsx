import type { PageContext } from '../shell/page-context.js';

/** The pages of one request, in the order in which work goes on; each is one word in `texts.caseNav`. */
const PAGES = [
  ['case', ''],
  ['deadline', '/frist'],
  ['claims', '/rechte'],
  ['tasks', '/auftraege'],
  ['identity', '/identitaet'],
  ['correspondence', '/schriftverkehr'],
  ['restriction', '/einschraenkung'],
  ['recipients', '/empfaenger'],
  ['portability', '/uebertragung'],
  ['authority', '/aufsicht'],
  ['notes', '/notizen'],
  ['joins', '/zusammenfuehren'],
] as const satisfies readonly (readonly [keyof PageContext['texts']['caseNav']['pages'], string])[];

export type CasePageName = (typeof PAGES)[number][0];

/** Separate addresses instead of tabs: each can be opened, printed and bookmarked by itself. */
export function CaseNav({ context, id, current }: { context: PageContext; id: string; current: CasePageName }) {
  const texts = context.texts.caseNav;
  return (
    <nav class="views" aria-label={texts.label}>
      <ul>
        {PAGES.map(([page, path]) => (
          <li key={page}>
            <a href={`/vorgaenge/${id}${path}`} aria-current={page === current ? 'page' : undefined}>
              {texts.pages[page]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
