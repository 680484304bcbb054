import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Controller, Get, Headers, Inject, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { refuse } from '../../domain/problem.js';
import { Allow } from '../../identity/access.js';
import { Clock } from '../../platform/clock.js';
import { Pages } from '../shell/pages.service.js';
import { packageRoot } from '../../platform/package-root.js';
import { type Answer, empty, inline } from '../../platform/http/answer.js';

const OWN = join(packageRoot(), 'src', 'web', 'assets');
const KERN = join(dirname(fileURLToPath(import.meta.resolve('@kern-ux/native/package.json'))), 'dist');

/** Every file that is served, by name: nothing else can be asked for. */
const FILES: Readonly<Record<string, { readonly path: string; readonly type: string }>> = {
  'app.css': { path: join(OWN, 'app.css'), type: 'text/css; charset=utf-8' },
  'app.js': { path: join(OWN, 'app.js'), type: 'text/javascript; charset=utf-8' },
  'icon.svg': { path: join(OWN, 'icon.svg'), type: 'image/svg+xml' },
  'kern.css': { path: join(KERN, 'kern.min.css'), type: 'text/css; charset=utf-8' },
};
const SHORTLY = { 'cache-control': 'no-cache' } as const;
const FONT_SHEET = join(KERN, 'fonts', 'fira-sans.css');
const FONT = /^FiraSans-[A-Za-z]+\.woff2$/;

interface AssetFile {
  readonly bytes: Buffer;
  readonly etag: string;
}

@ApiExcludeController()
@Controller('assets')
@Allow('public')
export class AssetsController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  private readonly loaded = new Map<string, Promise<AssetFile>>();

  @Get('fonts/fira-sans.css')
  async fontSheet(@Headers('if-none-match') known: string | undefined): Promise<Answer> {
    return this.give(FONT_SHEET, 'text/css; charset=utf-8', known);
  }

  @Get('fonts/fira-sans/:name')
  async font(@Param('name') name: string, @Headers('if-none-match') known: string | undefined): Promise<Answer> {
    const path = FONT.test(name) ? join(KERN, 'fonts', 'fira-sans', name) : refuse('not-found', {});
    return this.give(path, 'font/woff2', known);
  }

  /** The colour of an organisation: the pages allow no style of their own (CSP). */
  @Get('organisationen/:slug/farbe.css')
  async accent(@Param('slug') slug: string): Promise<Answer> {
    const accent = (await this.pages.faceOf(slug, this.clock.now()))?.accent ?? refuse('not-found', {});
    const content = Buffer.from(`.site-header{border-bottom:4px solid ${accent}}\n`);
    return inline({ type: 'text/css; charset=utf-8', content, headers: SHORTLY });
  }

  @Get('organisationen/:slug/logo.png')
  async logo(@Param('slug') slug: string): Promise<Answer> {
    const logo = (await this.pages.faceOf(slug, this.clock.now()))?.logo ?? refuse('not-found', {});
    const content = Buffer.from(logo.slice(logo.indexOf(',') + 1), 'base64');
    return inline({ type: 'image/png', content, headers: SHORTLY });
  }

  @Get(':name')
  async file(@Param('name') name: string, @Headers('if-none-match') known: string | undefined): Promise<Answer> {
    const file = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
    const { path, type } = file ?? refuse('not-found', {});
    return this.give(path, type, known);
  }

  private async give(path: string, type: string, known: string | undefined): Promise<Answer> {
    const { bytes, etag } = await this.load(path);
    const headers = { etag, 'cache-control': 'public, max-age=300' };
    return known === etag ? empty(304, headers) : inline({ type, content: bytes, headers });
  }

  private load(path: string): Promise<AssetFile> {
    const loading =
      this.loaded.get(path) ??
      readFile(path).then(
        (bytes) => ({ bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` }),
        (error: unknown) => {
          this.loaded.delete(path);
          if ((error as { code?: string }).code === 'ENOENT') {
            refuse('not-found', {});
          }
          throw error;
        },
      );
    this.loaded.set(path, loading);
    return loading;
  }
}
