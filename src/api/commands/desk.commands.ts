import { RIGHT_NAMES, type Right } from '../../domain/rights/right.js';
import { JoinsService } from '../../requests/joins/joins.service.js';
import { NOTE_LIMIT, NotesService } from '../../requests/notes/notes.service.js';
import { SplitService } from '../../requests/joins/split.service.js';
import { TasksService } from '../../requests/tasks/tasks.service.js';
import { command, CommandDto, making, type Commands } from './command.js';
import { Choices, Id, WholeNumber, Words } from './fields.js';

const NAME_LIMIT = 100;

export class AddNoteDto extends CommandDto {
  @Words(NOTE_LIMIT, { description: 'For the office, never for the person; kept under seal' })
  text!: string;
}

export class RetractNoteDto extends CommandDto {
  @Id('The note, of GET …/notes: one’s own, within minutes')
  note!: string;
}

export class MergeDto extends CommandDto {
  @Words(NAME_LIMIT, { description: 'Id or reference of the request in which work goes on' })
  into!: string;

  @WholeNumber('The version of that request that the decision rests on')
  intoVersion?: number;
}

export class SplitDto extends CommandDto {
  @Choices(RIGHT_NAMES, { description: 'The rights that go on in a request of their own' })
  rights!: Right[];
}

/** The desk: notes, and requests worked as one or apart. */
export const DESK_COMMANDS = {
  'add-note': making(AddNoteDto, async (services, { actor, id }, { text }) => {
    const users = await services.of(TasksService).assignees(actor);
    const author = users.find((user) => user.id === actor.userId)?.email ?? '';
    return services.of(NotesService).add(actor, id, text, author);
  }),
  'retract-note': command(RetractNoteDto, (services, { actor, id }, { note }) =>
    services.of(NotesService).retract(actor, id, note),
  ),
  merge: command(MergeDto, (services, { actor, id, version }, { into, intoVersion }) =>
    services.of(JoinsService).merge(actor, id, into, { from: version, into: intoVersion ?? undefined }),
  ),
  unmerge: command(CommandDto, (services, { actor, id, version }) =>
    services.of(JoinsService).unmerge(actor, id, version),
  ),
  split: making(SplitDto, async (services, { actor, id, version }, { rights }) => {
    const part = await services.of(SplitService).split(actor, id, [...new Set(rights)], version);
    return part.id;
  }),
} as const satisfies Commands;
