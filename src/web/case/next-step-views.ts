import type { NextStep, NextStepName } from '../../domain/lifecycle/next-step.js';
import type { Missing } from '../../domain/rights/aftercare.js';
import { day } from '../shell/format.js';
import type { Href } from '../shell/components/link.js';
import type { PageContext } from '../shell/page-context.js';

/** A line of a list: what is to be done, and by when. */
export function nextStepWords(context: PageContext, { what, on, missing }: NextStep): string {
  const { casework, claims } = context.texts;
  return what === 'follow-up' && missing !== undefined
    ? claims.missing[missing]
    : casework.next[what].words(on === null ? '' : day(context, on));
}

/** Where it is done. */
export function nextStepHref(id: string, { what, missing }: NextStep): Href {
  const place = what === 'follow-up' && missing !== undefined ? PAGE_OF_MISSING[missing] : PAGE_OF[what];
  return `/vorgaenge/${id}${place}`;
}

const PAGE_OF: Readonly<Record<NextStepName, string>> = {
  'take-over': '',
  'judge-mistake': '#kein-vorgang',
  'send-again': '/schriftverkehr',
  'read-message': '/schriftverkehr',
  'resume-clock': '/identitaet',
  'ask-again': '/schriftverkehr?vorlage=free&sprache=de#formular',
  'state-to-authority': '/aufsicht',
  'read-task': '/auftraege',
  'name-right': '/rechte',
  'await-task': '/auftraege',
  decide: '/rechte',
  answer: '/antworten',
  'await-delivery': '/schriftverkehr',
  'post-letter': '/schriftverkehr',
  'record-answer': '/frist?schritt=answer#formular',
  'follow-up': '/rechte',
  close: '/rechte#abschluss',
  elsewhere: '/zusammenfuehren',
  nothing: '',
};

/** Where it is made good that something is missing before the matter can be closed. */
export const PAGE_OF_MISSING: Readonly<Record<Missing, string>> = {
  'no-claims': '/rechte',
  undecided: '/rechte',
  contradicted: '/rechte',
  unregistered: '/einschraenkung',
  unlisted: '/empfaenger',
  unnamed: '/empfaenger',
  duties: '/pflichten',
  untold: '/frist?schritt=reopen#formular',
  'no-package': '/uebertragung',
  restrictions: '/einschraenkung',
  recipients: '/empfaenger',
  packages: '/uebertragung',
  complaints: '/aufsicht',
  tasks: '/auftraege',
  checks: '/identitaet',
};
