import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';
import type { PageContext } from './page-context.js';
import type { UserRole } from '../../identity/user-role.js';
import { Alert, CsrfField } from './components/parts.js';

interface LayoutProps {
  readonly context: PageContext;
  readonly title: string;
  readonly children: ComponentChildren;
}

interface NavItem {
  readonly href: string;
  readonly label: string;
  readonly roles: readonly UserRole[];
}

/** A whole page as HTML; every page goes through here. */
export function renderPage(context: PageContext, title: string, content: ComponentChildren): string {
  return `<!doctype html>${render(
    <Layout context={context} title={title}>
      {content}
    </Layout>,
  )}`;
}

/** A piece of a page, for the few live spots. */
export function renderFragment(content: ComponentChildren): string {
  return render(<>{content}</>);
}

function Layout({ context, title, children }: LayoutProps) {
  const { texts, language, organisation } = context;
  return (
    <html lang={language} data-organisation={organisation?.id}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} – ${texts.product}`}</title>
        <link rel="stylesheet" href="/assets/fonts/fira-sans.css" />
        <link rel="stylesheet" href="/assets/kern.css" />
        <link rel="stylesheet" href="/assets/app.css" />
        {organisation?.accent == null ? null : (
          <link rel="stylesheet" href={`/assets/organisationen/${organisation.slug}/farbe.css`} />
        )}
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <script src="/assets/app.js" defer></script>
      </head>
      <body>
        <a class="skip-link kern-link" href="#content">
          {texts.skip}
        </a>
        <Header context={context} />
        {context.user === undefined ? null : <BeforeSending context={context} />}
        <main id="content" class="page" tabIndex={-1}>
          <AlarmBanner context={context} />
          <UnreadInstruction context={context} />
          {children}
        </main>
        <footer class="site-footer">
          <div class="site-width">
            <LegalLinks context={context} />
            {organisation === undefined ? null : (
              <a class="kern-link kern-link--small" href={`/pruefen/${organisation.slug}`}>
                {texts.footer.key}
              </a>
            )}
            <a
              class="kern-link kern-link--small"
              href={organisation === undefined ? '/beschwerde' : `/beschwerde?organisation=${organisation.slug}`}
            >
              {texts.footer.complaint}
            </a>
            <a class="kern-link kern-link--small" href="/fristen">
              {texts.nav.deadlines}
            </a>
            <a class="kern-link kern-link--small" href="/api/docs">
              {texts.footer.api}
            </a>
            <span class="kern-body kern-body--small">{texts.footer.source}</span>
          </div>
        </footer>
      </body>
    </html>
  );
}

/** What a script shows at a form before it is sent in vain. */
function BeforeSending({ context: { texts } }: { context: PageContext }) {
  return (
    <div hidden>
      <div id="session-ended" role="alert" tabIndex={-1}>
        <Alert tone="warning" title={texts.kept.ended}>
          <p class="kern-body">{texts.kept.endedText}</p>
          <div class="actions">
            <a class="kern-btn kern-btn--secondary" href="/anmelden" target="_blank" rel="noopener">
              <span class="kern-label">{texts.kept.signInElsewhere}</span>
            </a>
            <button class="kern-btn kern-btn--tertiary" type="button" data-send-anyway>
              <span class="kern-label">{texts.kept.sendAnyway}</span>
            </button>
          </div>
        </Alert>
      </div>
      <div id="server-away" role="alert" tabIndex={-1}>
        <Alert tone="danger" title={texts.handover.offline} />
      </div>
    </div>
  );
}

/** § 5 DDG, Art. 13 GDPR, and the accessibility statement that public bodies owe: on every page, signed in or not. */
function LegalLinks({ context: { texts, organisation } }: { context: PageContext }) {
  const pages = [
    [texts.footer.imprint, organisation?.imprintUrl],
    [texts.footer.privacy, organisation?.privacyUrl],
    [texts.footer.accessibility, organisation?.accessibilityUrl],
  ] as const;
  return (
    <>
      {pages.map(([label, url]) =>
        url?.startsWith('https://') === true ? (
          <a key={label} class="kern-link kern-link--small" href={url}>
            {label}
          </a>
        ) : null,
      )}
    </>
  );
}

/** On every page of those who must know; not where the alarms themselves are shown. */
function AlarmBanner({ context: { alarms = 0, texts, path } }: { context: PageContext }) {
  return alarms === 0 || path.startsWith('/alarme') ? null : (
    <p class="notice notice--danger kern-body">
      <span class="kern-icon kern-icon--danger kern-icon--small" aria-hidden="true"></span>
      {texts.audit.alarms.banner(alarms)}{' '}
      <a class="kern-link" href="/alarme">
        {texts.audit.alarms.show}
      </a>
    </p>
  );
}

/** Until the version in force is confirmed; not where it is read. */
function UnreadInstruction({ context: { unread, texts, path } }: { context: PageContext }) {
  return unread === undefined || path.startsWith('/anweisung') ? null : (
    <p class="notice kern-body">
      <span class="kern-icon kern-icon--info kern-icon--small" aria-hidden="true"></span>
      {texts.setup.readBanner(unread)}{' '}
      <a class="kern-link" href="/anweisung">
        {texts.setup.read}
      </a>
    </p>
  );
}

function Header({ context }: { context: PageContext }) {
  const { texts, organisation, user } = context;
  return (
    <header class="site-header">
      <div class="site-width site-header__top">
        <a class="brand" href="/">
          {organisation?.logo == null ? null : (
            <img class="brand__logo" src={`/assets/organisationen/${organisation.slug}/logo.png`} alt="" />
          )}
          {organisation === undefined ? null : <span class="brand__organisation">{organisation.name}</span>}
          <span class={organisation === undefined ? 'brand__organisation' : 'brand__name'}>{texts.product}</span>
        </a>
        {user?.roles.includes('dpo') === true ? <FindForm context={context} csrfToken={user.csrfToken} /> : null}
        <div class="site-header__side">
          <OrganisationSwitch context={context} />
          <a
            class="kern-link kern-link--small"
            href={languageHref(context)}
            hreflang={texts.otherLanguage.code}
            lang={texts.otherLanguage.code}
          >
            {texts.otherLanguage.name}
          </a>
          {user === undefined ? null : (
            <form method="post" action="/abmelden" class="sign-out">
              <CsrfField token={user.csrfToken} />
              <a class="kern-link kern-link--small sign-out__who" href="/konto">
                <span class="visually-hidden">{texts.nav.account}: </span>
                {user.email}
              </a>
              <button class="kern-btn kern-btn--tertiary kern-btn--x-small" type="submit">
                <span class="kern-label">{texts.nav.signOut}</span>
              </button>
            </form>
          )}
        </div>
      </div>
      {user === undefined ? null : <Navigation context={context} roles={user.roles} />}
    </header>
  );
}

/** For whoever works for several: which one they are in, and the way to another. */
function OrganisationSwitch({ context: { texts, organisation, organisations, user } }: { context: PageContext }) {
  const words = texts.accounts.organisations;
  return user === undefined || organisations.length < 2 ? null : (
    <form method="post" action="/organisation" class="organisation-switch">
      <CsrfField token={user.csrfToken} />
      <label class="visually-hidden" for="organisation-switch">
        {words.label}
      </label>
      <select class="kern-form-input__select" id="organisation-switch" name="organisation">
        {organisations.map(({ id, name }) => (
          <option key={id} value={id} selected={id === organisation?.id}>
            {name}
          </option>
        ))}
      </select>
      <button class="kern-btn kern-btn--tertiary kern-btn--x-small" type="submit">
        <span class="kern-label">{words.go}</span>
      </button>
    </form>
  );
}

/** On every page of the desk; a form, because what is looked for is personal and stands in no address. */
function FindForm({ context: { texts }, csrfToken }: { context: PageContext; csrfToken: string }) {
  return (
    <form method="post" action="/suche" class="find no-print" role="search">
      <CsrfField token={csrfToken} />
      <label class="visually-hidden" for="q">
        {texts.finding.label}
      </label>
      <input
        class="kern-form-input__input find__field"
        id="q"
        name="q"
        type="search"
        placeholder={texts.finding.placeholder}
        autocomplete="off"
        aria-keyshortcuts="/"
        data-find
      />
      <button class="kern-btn kern-btn--secondary kern-btn--x-small" type="submit">
        <span class="kern-label">{texts.finding.submit}</span>
      </button>
    </form>
  );
}

function Navigation({ context, roles }: { context: PageContext; roles: readonly UserRole[] }) {
  const { texts, path, demo } = context;
  const items: NavItem[] = [
    { href: '/weitergeben', label: texts.nav.handover, roles: ['staff', 'dpo'] },
    { href: '/weitergaben', label: texts.nav.own, roles: ['staff', 'dpo'] },
    { href: '/auftraege', label: texts.tasks.own.title, roles: ['staff', 'decider', 'auditor', 'admin'] },
    { href: '/vorgaenge', label: texts.nav.worklist, roles: ['dpo'] },
    ...(context.organisations.length < 2
      ? []
      : [{ href: '/alle-vorgaenge', label: texts.accounts.organisations.nav, roles: ['dpo'] as const }]),
    { href: '/unzugeordnet', label: texts.unassigned.nav, roles: ['dpo'] },
    { href: '/uebersicht', label: texts.dashboard.nav, roles: ['dpo', 'auditor'] },
    { href: '/berichte', label: texts.reports.nav, roles: ['dpo', 'auditor'] },
    { href: '/protokoll', label: texts.nav.log, roles: ['dpo', 'auditor'] },
    { href: '/verwaltung', label: texts.nav.settings, roles: ['admin'] },
  ];
  const more: NavItem[] = [
    { href: '/erinnerungen', label: texts.nav.reminders, roles: ['dpo'] },
    { href: '/vorlagen', label: texts.templates.nav, roles: ['dpo'] },
    { href: '/makros', label: texts.macros.nav, roles: ['dpo'] },
    { href: '/einschraenkungen', label: texts.nav.restrictions, roles: ['dpo'] },
    { href: '/loeschung', label: texts.retention.nav, roles: ['dpo', 'auditor'] },
    { href: '/anweisung', label: texts.nav.instruction, roles: ['staff', 'dpo', 'decider', 'auditor', 'admin'] },
    ...(demo ? [{ href: '/mailbox', label: texts.nav.mailbox, roles: ['dpo', 'admin'] as const }] : []),
  ];
  const mine = (list: readonly NavItem[]) => list.filter((item) => item.roles.some((role) => roles.includes(role)));
  const [shown, hidden] = [mine(items), mine(more)];
  // Two or three more fit beside the others: who has few pages sees them all.
  const folded = shown.length + hidden.length > 7;
  const here = hidden.find(({ href }) => isCurrent(path, href));
  return (
    <nav class="site-nav" aria-label={texts.nav.label}>
      <ul class="site-width">
        {(folded ? shown : [...shown, ...hidden]).map((item) => (
          <NavLink key={item.href} path={path} item={item} />
        ))}
        {folded ? (
          <li>
            <details class="nav-more">
              <summary class={here === undefined ? undefined : 'nav-more__current'}>
                {here === undefined ? texts.nav.more : `${texts.nav.more}: ${here.label}`}
              </summary>
              <ul>
                {hidden.map((item) => (
                  <NavLink key={item.href} path={path} item={item} />
                ))}
              </ul>
            </details>
          </li>
        ) : null}
      </ul>
    </nav>
  );
}

function NavLink({ path, item: { href, label } }: { path: string; item: NavItem }) {
  return (
    <li>
      <a href={href} aria-current={isCurrent(path, href) ? 'page' : undefined}>
        {label}
      </a>
    </li>
  );
}

function isCurrent(path: string, href: string): boolean {
  return path === href || path.startsWith(`${href}/`) || path.startsWith(`${href}?`);
}

/** The same page in the other language. */
function languageHref({ path, texts }: PageContext): string {
  const at = path.includes('?') ? path.indexOf('?') : path.length;
  const asked = new URLSearchParams(path.slice(at));
  asked.set('lang', texts.otherLanguage.code);
  // Somebody may have asked for `//elsewhere`, which in a link would be another host.
  return `${path.slice(0, at).replace(/^[/\\]*/, '/')}?${asked.toString()}`;
}
