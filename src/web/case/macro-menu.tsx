import type { PageContext } from '../shell/page-context.js';
import { CsrfField } from '../shell/components/parts.js';

export interface MacroChoice {
  readonly id: string;
  readonly name: string;
}

interface MenuProps {
  readonly context: PageContext;
  readonly macros: readonly MacroChoice[];
  /** Made with the form, so that a double click makes nothing twice. */
  readonly run: string;
}

/** Which macro, and the button that runs it; in whatever form says with which cases. */
export function MacroFields({ context, macros, run }: MenuProps) {
  const { macros: texts } = context.texts;
  return (
    <>
      <input type="hidden" name="run" value={run} />
      <label class="visually-hidden" for="macro">
        {texts.choose}
      </label>
      <select class="kern-form-input__select macro-menu" id="macro" name="macro">
        {macros.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <button class="kern-btn kern-btn--secondary" type="submit" formAction="/makros/ausfuehren">
        <span class="kern-label">{texts.run}</span>
      </button>
    </>
  );
}

/** On the page of one case. */
export function MacroMenu({ id, csrfToken, ...menu }: MenuProps & { readonly id: string; readonly csrfToken: string }) {
  return menu.macros.length === 0 ? null : (
    <form method="post" action="/makros/ausfuehren" class="actions">
      <CsrfField token={csrfToken} />
      <input type="hidden" name="case" value={id} />
      <MacroFields {...menu} />
    </form>
  );
}
