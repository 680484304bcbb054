import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { addDays, civilDateIn } from '../../domain/civil-date.js';
import { isRefusal, type FieldProblem, type RefusalCode } from '../../domain/problem.js';
import type { Actor } from '../../audit/actor.js';
import { Clock } from '../../platform/clock.js';
import { uuidv7From } from '../../platform/ids.js';
import { CorrespondenceService } from '../correspondence/correspondence.service.js';
import { MessageStart } from '../correspondence/message-start.service.js';
import { ThreadService } from '../correspondence/thread.service.js';
import { NotesService } from '../notes/notes.service.js';
import { RequestsService } from '../request/requests.service.js';
import { TasksService } from '../tasks/tasks.service.js';
import type { Macro } from './macros.sql.js';

export const MACRO_STEPS = ['take-over', 'confirm-receipt', 'task', 'note'] as const;
export type MacroStep = (typeof MACRO_STEPS)[number];

/** `before`: it was so already. `nowhere`: there is no mail address. */
export interface StepResult {
  readonly step: MacroStep;
  readonly result: 'done' | 'before' | 'nowhere' | 'refused';
  readonly why?: RefusalCode;
  /** What was wrong with it, where it was an input. */
  readonly problem?: FieldProblem | undefined;
}

interface Run {
  readonly macro: Macro;
  readonly id: string;
  /** Made with the form: run twice, what it makes is there once. */
  readonly key: string;
  /** Whoever runs it, as their notes are signed. */
  readonly author: string;
}

/** Takes the steps of a macro with one case, each as if it were taken by hand; one that is refused holds up no other. */
@Injectable()
export class MacroRunner {
  constructor(
    @Inject(RequestsService) private readonly requests: RequestsService,
    @Inject(ThreadService) private readonly threads: ThreadService,
    @Inject(MessageStart) private readonly start: MessageStart,
    @Inject(CorrespondenceService) private readonly correspondence: CorrespondenceService,
    @Inject(TasksService) private readonly tasks: TasksService,
    @Inject(NotesService) private readonly notes: NotesService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** @throws Refusal not-allowed, not-found */
  async run(actor: Actor, run: Run): Promise<readonly StepResult[]> {
    await this.requests.get(actor, run.id);
    const results: StepResult[] = [];
    for (const step of MACRO_STEPS.filter((one) => has(run.macro, one))) {
      results.push(await this.step(actor, run, step));
    }
    return results;
  }

  private async step(actor: Actor, run: Run, step: MacroStep): Promise<StepResult> {
    try {
      return { step, result: await this.take(actor, run, step) };
    } catch (error) {
      if (!isRefusal(error)) {
        throw error;
      }
      const problem = isRefusal(error, 'invalid-input') ? error.facts.fields[0] : undefined;
      return { step, result: 'refused', why: error.code, problem };
    }
  }

  private async take(actor: Actor, run: Run, step: MacroStep): Promise<StepResult['result']> {
    const { id, macro } = run;
    const row = await this.requests.get(actor, id);
    switch (step) {
      case 'take-over':
        if (row.state === 'acknowledged') {
          return 'before';
        }
        await this.requests.acknowledge(actor, id);
        return 'done';
      case 'confirm-receipt':
        return this.confirmReceipt(actor, run);
      case 'task': {
        const today = civilDateIn(this.clock.now(), row.timeZone);
        const wanted = addDays(today, macro.taskDays);
        // The safe day of the case comes first; where it has passed, the department still gets its days.
        const until = today < row.safeOn && row.safeOn < wanted ? row.safeOn : wanted;
        await this.tasks.assign(actor, id, {
          ...{ id: this.idOf(run, step), what: macro.taskWhat, until, user: '', address: macro.taskAddress },
          ...{ files: [], afterSafe: true },
        });
        return 'done';
      }
      case 'note': {
        const note = this.idOf(run, step);
        if ((await this.notes.list(actor, id)).some((known) => known.id === note)) {
          return 'before';
        }
        await this.notes.add(actor, id, macro.note, run.author, false, note);
        return 'done';
      }
    }
  }

  /** Once for a case, whoever sent it; by mail only, for nobody posts a letter at a click. */
  private async confirmReceipt(actor: Actor, run: Run): Promise<StepResult['result']> {
    const row = await this.requests.get(actor, run.id);
    const { original, messages } = await this.threads.read(actor, run.id, { quick: true });
    if (messages.some(({ direction, kind }) => direction === 'out' && kind === 'receipt')) {
      return 'before';
    }
    const draft = await this.start.of(actor, row, original, { kind: 'receipt', language: 'de' });
    if (draft.way !== 'mail') {
      return 'nowhere';
    }
    await this.correspondence.send(actor, run.id, { ...draft, id: this.idOf(run, 'confirm-receipt') });
    return 'done';
  }

  /** The same for the same form, so that a double click makes nothing twice. */
  private idOf({ key, id }: Run, step: MacroStep): string {
    const moment = Number.parseInt(key.replaceAll('-', '').slice(0, 12), 16);
    return uuidv7From(moment, createHash('sha256').update(`${key}:${id}:${step}`).digest());
  }
}

function has({ takeOver, confirmReceipt, taskAddress, note }: Macro, step: MacroStep): boolean {
  const parts: Readonly<Record<MacroStep, boolean>> = {
    'take-over': takeOver,
    'confirm-receipt': confirmReceipt,
    task: taskAddress !== '',
    note: note.trim() !== '',
  };
  return parts[step];
}
