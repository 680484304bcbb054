import type { ComponentChildren } from 'preact';
import type { Urgency } from '../format.js';
import type { Href } from './link.js';

export type Tone = 'info' | 'success' | 'warning' | 'danger';

export function Heading({ children }: { children: ComponentChildren }) {
  return <h1 class="kern-heading-x-large">{children}</h1>;
}

export function Subheading({ children, id }: { children: ComponentChildren; id?: string }) {
  return (
    <h2 class="kern-heading-medium" id={id}>
      {children}
    </h2>
  );
}

export function Lead({ children }: { children: ComponentChildren }) {
  return <p class="kern-body kern-body--large">{children}</p>;
}

export function Body({ children }: { children: ComponentChildren }) {
  return <p class="kern-body">{children}</p>;
}

export function Hint({ children, id }: { children: ComponentChildren; id?: string }) {
  return (
    <p class="kern-hint" id={id}>
      {children}
    </p>
  );
}

export function Button(props: {
  children: ComponentChildren;
  kind?: 'primary' | 'secondary' | 'tertiary';
  name?: string;
  value?: string;
}) {
  return (
    <button class={`kern-btn kern-btn--${props.kind ?? 'primary'}`} type="submit" name={props.name} value={props.value}>
      <span class="kern-label">{props.children}</span>
    </button>
  );
}

export function ButtonLink({
  href,
  children,
  kind = 'primary',
}: {
  href: Href;
  children: ComponentChildren;
  kind?: 'primary' | 'secondary' | 'tertiary';
}) {
  return (
    <a class={`kern-btn kern-btn--${kind}`} href={href}>
      <span class="kern-label">{children}</span>
    </a>
  );
}

export function Alert({
  tone,
  title,
  children,
  live,
}: {
  tone: Tone;
  title: string;
  children?: ComponentChildren;
  live?: boolean;
}) {
  return (
    <div class={`kern-alert kern-alert--${tone}`} role={live === true ? 'status' : undefined}>
      <div class="kern-alert__header">
        <span class={`kern-icon kern-icon--${tone}`} aria-hidden="true"></span>
        <span class="kern-title">{title}</span>
      </div>
      {children === undefined ? null : <div class="kern-alert__body">{children}</div>}
    </div>
  );
}

/** Icon, words and colour together: none of them alone says anything. */
export function Badge({ tone, children }: { tone: Tone; children: ComponentChildren }) {
  return (
    <span class={`kern-badge kern-badge--${tone}`}>
      <span class={`kern-icon kern-icon--${tone} kern-icon--small`} aria-hidden="true"></span>
      <span class="kern-label kern-label--small">{children}</span>
    </span>
  );
}

/** Enough time is no message: it is said without a colour. */
const URGENCY_TONE: Readonly<Record<Exclude<Urgency, 'calm'>, Tone>> = {
  overdue: 'danger',
  soon: 'warning',
  near: 'warning',
};

export function UrgencyBadge({ urgency, words }: { urgency: Urgency; words: string }) {
  return urgency === 'calm' ? <span class="calm">({words})</span> : <Badge tone={URGENCY_TONE[urgency]}>{words}</Badge>;
}

export interface Fact {
  readonly label: string;
  readonly value: ComponentChildren;
}

export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl class="kern-description-list">
      {facts.map(({ label, value }) => (
        <div class="kern-description-list-item" key={label}>
          <dt class="kern-description-list-item__key">{label}</dt>
          <dd class="kern-description-list-item__value">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function CsrfField({ token }: { token: string }) {
  return <input type="hidden" name="csrf" value={token} />;
}
