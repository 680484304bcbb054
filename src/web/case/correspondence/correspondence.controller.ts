import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRefusal, refuse, type FieldProblem } from '../../../domain/problem.js';
import type { Actor } from '../../../audit/actor.js';
import { Allow } from '../../../identity/access.js';
import { readMultipart, type MultipartForm } from '../../../platform/http/multipart.js';
import {
  CorrespondenceService,
  problemsOfDraft,
  type MessageDraft,
} from '../../../requests/correspondence/correspondence.service.js';
import { ThreadService } from '../../../requests/correspondence/thread.service.js';
import { CorrespondenceViews, type CorrespondenceShown } from './correspondence-views.js';
import { bodyOf, draftOf, filesOf, problemsIn } from './message-draft-form.js';
import { Pages, sessionOf } from '../../shell/pages.service.js';
import { mustBeUuid } from '../case-views.js';

/** Everything to and from the person, in one thread, and writing to them. */
@ApiExcludeController()
@Controller('vorgaenge/:id/schriftverkehr')
@Allow('dpo')
export class CorrespondenceController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(CorrespondenceService) private readonly correspondence: CorrespondenceService,
    @Inject(ThreadService) private readonly thread: ThreadService,
    @Inject(CorrespondenceViews) private readonly views: CorrespondenceViews,
  ) {}

  @Get()
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query() query: Record<string, unknown>,
  ): Promise<void> {
    await this.send(request, reply, id, this.views.asked(query));
  }

  @Post()
  async write(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Body() plain: Record<string, unknown> | undefined,
  ): Promise<void> {
    const multipart = request.isMultipart() ? await readMultipart(request) : undefined;
    const body = multipart === undefined ? (plain ?? {}) : bodyOf(multipart);
    this.pages.checkForm(request, body['csrf']);
    const { actor } = sessionOf(request);
    mustBeUuid(id);
    const { version, seen, ...typed } = draftOf(body);
    const { draft, fileProblems } = await this.withFiles(actor, id, typed.draft, multipart);
    const page = `/vorgaenge/${id}/schriftverkehr`;
    const doing = body['tun'];
    if (fileProblems.length > 0 && doing !== 'verwerfen') {
      return this.send(request, reply, id, { form: draft, seen, problems: fileProblems }, 422);
    }
    switch (doing) {
      case 'verwerfen':
        await this.thread.dropDraft(actor, id);
        return void (await reply.redirect(page, 303));
      case 'speichern':
        await this.thread.keepDraft(actor, id, draft);
        return void (await reply.redirect(`${page}?entwurf=1&getan=savedDraft`, 303));
      case 'brief':
        return sendFile(
          reply,
          'application/pdf',
          'entwurf.pdf',
          await this.correspondence.previewLetter(actor, id, draft),
        );
      case 'senden':
        break;
      default:
        if (draft.files.length > 0 || body['mitAnlagen'] === 'ja') {
          // A file field cannot be filled again by the page: what was chosen stays with the draft.
          await this.thread.keepDraft(actor, id, draft);
        }
        // Shown while looking, too; whether something mandatory is missing stands beside the preview.
        return this.send(request, reply, id, {
          ...{ form: draft, seen, checked: true },
          problems: problemsOfDraft({ ...draft, confirmed: true }, []),
        });
    }
    try {
      await this.correspondence.send(actor, id, draft, version);
    } catch (error) {
      const status = isRefusal(error)
        ? { 'invalid-input': 422, 'version-conflict': 409 }[String(error.code)]
        : undefined;
      if (status === undefined) {
        throw error;
      }
      // Whatever comes of it, nothing that was typed is lost.
      await this.thread.keepDraft(actor, id, draft);
      const conflict = status === 409 ? { notice: 'conflict' as const } : {};
      return this.send(
        request,
        reply,
        id,
        { form: draft, seen, checked: true, problems: problemsIn(error), ...conflict },
        status,
      );
    }
    await reply.redirect(`${page}?getan=${draft.way === 'mail' ? 'sent' : 'made'}&art=${draft.kind}`, 303);
  }

  private async withFiles(
    actor: Actor,
    id: string,
    draft: MessageDraft,
    multipart: MultipartForm | undefined,
  ): Promise<{ readonly draft: MessageDraft; readonly fileProblems: readonly FieldProblem[] }> {
    const ticked = multipart?.fields.get('anlage') ?? [];
    const chosen = multipart?.files ?? [];
    if (ticked.length === 0 && chosen.length === 0) {
      return { draft, fileProblems: multipart?.problems ?? [] };
    }
    const kept = ticked.length === 0 ? undefined : await this.thread.draftOf(actor, id);
    const { files, problems } = filesOf(ticked, kept?.id === draft.id ? kept.files : [], chosen);
    return { draft: { ...draft, files }, fileProblems: [...(multipart?.problems ?? []), ...problems] };
  }

  @Post(':message/abgeschickt')
  async posted(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('message') message: string,
    @Body() body: Record<string, unknown> | undefined,
  ): Promise<void> {
    this.pages.checkForm(request, body?.['csrf']);
    const on = typeof body?.['on'] === 'string' ? body['on'] : '';
    try {
      await this.correspondence.recordPosted(sessionOf(request).actor, mustBeUuid(id), mustBeUuid(message), on);
    } catch (error) {
      if (!isRefusal(error) || error.code !== 'invalid-input') {
        throw error;
      }
      return this.send(request, reply, id, { postedProblems: problemsIn(error) }, 422);
    }
    await reply.redirect(`/vorgaenge/${id}/schriftverkehr?getan=postedDone&von=${message}`, 303);
  }

  @Get(':message/brief.pdf')
  async letter(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('message') message: string,
  ): Promise<void> {
    const { actor } = sessionOf(request);
    const bytes = await this.thread.bytes(actor, mustBeUuid(id), mustBeUuid(message), 'letter');
    await sendFile(reply, 'application/pdf', 'brief.pdf', bytes);
  }

  @Get(':message/original.eml')
  async original(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('message') message: string,
  ): Promise<void> {
    const { actor } = sessionOf(request);
    const bytes = await this.thread.bytes(actor, mustBeUuid(id), mustBeUuid(message), 'original');
    await sendFile(reply, 'message/rfc822', 'original.eml', bytes);
  }

  @Get(':message/anlagen/:at')
  async attachment(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('message') message: string,
    @Param('at') at: string,
  ): Promise<void> {
    const index = /^\d{1,4}$/.test(at) ? Number(at) : refuse('not-found', {});
    const { actor } = sessionOf(request);
    const file = await this.thread.attachment(actor, mustBeUuid(id), mustBeUuid(message), index);
    // From a stranger: nothing is run, whatever it says that it is.
    await sendFile(reply, 'application/octet-stream', file.filename, file.content);
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    shown: CorrespondenceShown,
    status = 200,
  ): Promise<void> {
    const context = this.pages.context(request);
    const { title, page } = await this.views.page(context, sessionOf(request), mustBeUuid(id), shown);
    await this.pages.send(request, reply, title, page, status);
  }
}

async function sendFile(reply: FastifyReply, type: string, name: string, bytes: Buffer): Promise<void> {
  await reply
    .header('content-type', type)
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
    .header('cache-control', 'no-store')
    .send(bytes);
}
