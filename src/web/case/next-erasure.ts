import type { CasePlan } from '../../retention/erasures.service.js';
import { day } from '../shell/format.js';
import type { PageContext } from '../shell/page-context.js';

/** In one line, for a list: what of a case is erased next and when, what keeps it, or that its person is gone. */
export function nextErasureWords(context: PageContext, { classes, blockers, today }: CasePlan): string {
  const { next, blockers: why, classes: names } = context.texts.retention;
  if (!classes.some(({ class: one, held }) => held && one !== 'link' && one !== 'openings')) {
    return next.erased;
  }
  if (blockers.includes('not-ended')) {
    return next.open;
  }
  const held = classes.filter((one) => one.held);
  const [first] = held;
  if (blockers.length > 0) {
    return next.kept(blockers.map((blocker) => why[blocker]).join('; '));
  }
  if (first?.on == null) {
    return next.open;
  }
  const what = held.filter(({ on }) => on === first.on).map((one) => names[one.class][0]);
  return first.on <= today ? next.due(day(context, first.on)) : next.on(day(context, first.on), what.join('; '));
}
