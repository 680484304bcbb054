import { Inject, Injectable } from '@nestjs/common';
import type { FieldProblem } from '../../domain/problem.js';
import { acceptAttachments, fileProblem } from '../../platform/documents/attachments.js';
import { isUuid, uuidv7 } from '../../platform/ids.js';
import { type Answer, redirect } from '../../platform/http/answer.js';
import { Upload } from '../../platform/http/sent-form.js';
import { StagedUploads, type StagedFile, type StagedView } from '../../platform/staging/staged-uploads.js';
import { EnteredMessages } from '../../requests/correspondence/entered-messages.service.js';
import { errorsOf, type Errors } from '../shell/components/form.js';
import { orShow, readForm, text } from '../shell/form-body.js';
import { Visit } from '../shell/visit.js';
import type { EnteredTyped } from './entered-form.js';

/** What the page around the form shows of it. */
export interface ShownEntered {
  readonly typed: EnteredTyped;
  readonly staged: readonly StagedView[];
  readonly errors: Errors;
}

type Show = (shown: ShownEntered, status: number) => Promise<Answer>;

const FIELDS = { message: text(), way: text(), on: text(), from: text(), text: text() };

/** The form by which a message that came in is entered: by the DPO in a case, by staff at their own hand-over. */
@Injectable()
export class EnteredForms {
  constructor(
    @Inject(EnteredMessages) private readonly entered: EnteredMessages,
    @Inject(StagedUploads) private readonly staged: StagedUploads,
  ) {}

  empty({ now }: Visit): ShownEntered {
    const typed = { message: uuidv7(now.getTime()), way: '', on: '', from: '', text: '' };
    return { typed, staged: [], errors: new Map() };
  }

  /** @param done where to go once it is entered */
  async take(visit: Visit, id: string, upload: Upload, done: string, show: Show): Promise<Answer> {
    const { actor } = visit;
    const sent = await this.staged.gather(actor, await upload.inspected());
    const { values } = readForm(sent.body, FIELDS);
    const typed = { ...values, message: isUuid(values.message) ? values.message : uuidv7(visit.now.getTime()) };
    const accepted = acceptAttachments(sent.files);
    const problems = [...sent.problems, ...(accepted.ok ? [] : accepted.problems.map(fileProblem))];
    const again = (wrong: readonly FieldProblem[]) => this.again(visit, typed, sent.files, wrong, show);
    if (sent.takenOut) {
      return again([]);
    }
    return orShow(
      problems,
      async () => {
        const files = accepted.ok ? accepted.attachments : [];
        await this.entered.enter(actor, id, { ...typed, id: typed.message, files });
        await this.staged.sent(actor, sent.files);
        return redirect(done);
      },
      again,
    );
  }

  private async again(
    { actor, context }: Visit,
    typed: EnteredTyped,
    files: readonly StagedFile[],
    found: readonly FieldProblem[],
    show: Show,
  ): Promise<Answer> {
    const { staged, problems: notKept } = await this.staged.keep(actor, files);
    const problems = [...found, ...notKept];
    return show({ typed, staged, errors: errorsOf(context.texts, problems) }, problems.length === 0 ? 200 : 422);
  }
}
