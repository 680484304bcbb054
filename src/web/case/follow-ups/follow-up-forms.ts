import { STATED_WAYS } from '../../../domain/proof/told.js';
import { COMPLAINT_RESULTS } from '../../../domain/rights/complaint-course.js';
import { RESTRICTION_GROUNDS } from '../../../domain/rights/outcome.js';
import type { CivilDate } from '../../../domain/civil-date.js';
import { LEFT_OUT_REASONS } from '../../../requests/recipients/recipients.service.js';
import type { RightsRequestRow } from '../../../requests/request/rights-requests.repository.js';
import type { StepInput } from '../case-part.page.js';
import type { PageContext } from '../../shell/page-context.js';
import type { PartField, PartForm } from '../case-part.page.js';
import { textsIn } from '../../texts/texts.js';

interface FormContext {
  readonly context: PageContext;
  readonly row: RightsRequestRow;
  /** The step that was chosen, and what was typed. */
  readonly input: StepInput;
  readonly today: CivilDate;
}

/** What each step of a restriction asks; undefined where no step is chosen. */
export function restrictionForm({ context, input, today }: FormContext): PartForm | undefined {
  const texts = context.texts.articles.restriction;
  const { labels } = texts;
  const form = formOf(input, today);
  switch (input['step']) {
    case 'begin':
      return form.of(texts.begin, texts.beginHint, [
        form.choice('select', 'ground', labels.ground, RESTRICTION_GROUNDS, texts.grounds),
        form.area('what', labels.what),
        form.area('end', labels.end),
        form.date('on', texts.on),
        form.date('reviewOn', texts.reviewOn, ''),
      ]);
    case 'announce':
      return form.of(texts.announce, texts.announceHint, [
        form.date('liftingOn', texts.liftingOn, ''),
        form.date('on', texts.toldOn, ''),
        ...statement(form, context),
      ]);
    case 'lift':
      return form.of(texts.lift, texts.liftHint, [form.date('on', texts.on)]);
    default:
      return undefined;
  }
}

/** What each step with a recipient asks. */
export function recipientForm({ context, row, input, today }: FormContext): PartForm | undefined {
  const texts = context.texts.articles.recipients;
  const { labels } = texts;
  const form = formOf(input, today);
  switch (input['step']) {
    case 'add':
      return form.of(texts.add, texts.addHint, [
        form.text('name', labels.name),
        { ...form.text('email', labels.email), kind: 'email' },
        form.area('address', labels.address),
      ]);
    case 'mail':
    case 'mail-en': {
      const { template } = textsIn(input['step'] === 'mail' ? 'de' : 'en').articles.recipients;
      return form.of(texts.mail, texts.mailHint, [
        form.text('subject', labels.subject, template.subject(row.reference)),
        form.area('text', labels.text, template.text),
        { ...form.text('to', labels.to), kind: 'email' },
      ]);
    }
    case 'told':
      return form.of(texts.told, texts.toldHint, [
        form.date('on', labels.on, ''),
        wayOf(form, context),
        form.area('how', labels.how),
      ]);
    case 'leave-out':
      return form.of(texts.leaveOut, texts.leaveOutHint, [
        form.choice('radio', 'why', labels.why, LEFT_OUT_REASONS, texts.whys),
        form.area('reasons', labels.reasons),
      ]);
    case 'disclose':
      return form.of(texts.disclose, texts.discloseHint, [form.date('on', labels.on, ''), ...statement(form, context)]);
    default:
      return undefined;
  }
}

/** What each step with an authority's letter asks. */
export function authorityForm({ context, input, today }: FormContext): PartForm | undefined {
  const texts = context.texts.articles.authority;
  const { labels } = texts;
  const form = formOf(input, today);
  switch (input['step']) {
    case 'open':
      return form.of(texts.open, texts.openHint, [
        form.text('authority', labels.authority),
        form.text('fileNumber', labels.fileNumber),
        form.date('on', labels.received),
        form.date('until', texts.until, ''),
        form.choice('radio', 'fixed', texts.fixed, ['no', 'yes'], texts.fixedChoices),
      ]);
    case 'state':
      return form.of(texts.state, texts.stateHint, [
        form.date('on', texts.on, ''),
        wayOf(form, context),
        form.area('note', labels.note),
      ]);
    case 'conclude':
      return form.of(texts.conclude, texts.concludeHint, [
        form.choice('select', 'result', labels.result, COMPLAINT_RESULTS, texts.results),
        form.date('on', texts.on),
        form.area('note', labels.note),
      ]);
    default:
      return undefined;
  }
}

/** Of a day that somebody states: on which way, why nothing here proves it, and who says so. */
function statement(form: ReturnType<typeof formOf>, context: PageContext): readonly PartField[] {
  const { proof } = context.texts.deadlineSteps;
  return [wayOf(form, context), form.text('unproved', proof.unproved), form.text('saidBy', proof.saidBy)];
}

function wayOf(form: ReturnType<typeof formOf>, context: PageContext): PartField {
  const { way, ways } = context.texts.deadlineSteps.proof;
  // None is offered: sent without looking, it would have been stated.
  return form.choice('select', 'way', way, ['', ...STATED_WAYS] as const, { ...ways, '': '–' });
}

/** Fields with what was typed, or with what is offered where nothing was typed yet. */
function formOf(input: StepInput, today: string) {
  const typed = (field: string, offered: string): string => input[field] ?? offered;
  return {
    of: (title: string, hint: string, fields: readonly PartField[]): PartForm => ({
      step: input['step'] ?? '',
      item: input['item'],
      title,
      hint,
      fields,
    }),
    text: (field: string, label: string, offered = '') =>
      ({ kind: 'text', field, label, value: typed(field, offered) }) as const,
    area: (field: string, label: string, offered = '') =>
      ({ kind: 'area', field, label, value: typed(field, offered) }) as const,
    date: (field: string, label: string, offered = today) =>
      ({ kind: 'date', field, label, value: typed(field, offered) }) as const,
    choice: <T extends string>(
      kind: 'select' | 'radio',
      field: string,
      label: string,
      values: readonly T[],
      words: Readonly<Record<T, string>>,
    ): PartField => ({
      kind,
      field,
      label,
      value: typed(field, values[0] ?? ''),
      choices: values.map((value) => ({ value, label: words[value] })),
    }),
  };
}
