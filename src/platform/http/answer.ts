import type { Readable } from 'node:stream';

/** What a handler returns for a browser or a download; the `AnswerInterceptor` writes it out. */
export class Answer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly Cookie[];
  readonly body: string | Buffer | Readable | undefined;
  /** Runs after the response: whether all of it was handed to the operating system. Must not assume that anybody reads it. */
  readonly sent: ((whole: boolean) => Promise<void>) | undefined;

  constructor({ status = 200, headers = {}, cookies = [], body, sent }: AnswerParts) {
    this.status = status;
    this.headers = headers;
    this.cookies = cookies;
    this.body = body;
    this.sent = sent;
  }
}

interface AnswerParts {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly Cookie[];
  readonly body?: Answer['body'];
  readonly sent?: Answer['sent'];
}

/** Set by the interceptor: for the whole site, not for scripts, `SameSite=Lax`, `Secure` behind https. */
export interface Cookie {
  readonly name: string;
  /** Undefined: taken away. */
  readonly value: string | undefined;
  /** Until the browser is closed where it is missing. */
  readonly maxAgeSeconds?: number;
}

/** Shows what a session saw: no cache keeps it. */
const PRIVATE = { 'cache-control': 'no-store' } as const;

/** After a form: the browser asks for the page by GET, so that reloading sends nothing twice. */
export function redirect(
  location: string,
  { status = 303, cookies = [] }: { readonly status?: 302 | 303 | 307; readonly cookies?: readonly Cookie[] } = {},
): Answer {
  // Nothing of an address ends the header; a browser leaves tabs and line ends out, and `/\t/elsewhere` would lead there.
  const encoded = location.toWellFormed().replaceAll(/[^\x21-\x7e]/gu, encodeURIComponent);
  return new Answer({ status, headers: { location: encoded }, cookies });
}

/** Nothing to show: 204, or a status that a script asked for. */
export function empty(status: 204 | 304 | 412, headers: Readonly<Record<string, string>> = {}): Answer {
  return new Answer({ status, headers });
}

interface Download {
  /** As it is offered for saving; any text, it is encoded here. */
  readonly name: string;
  /** Content type. What came from a stranger is `application/octet-stream`, whatever it says that it is. */
  readonly type: string;
  readonly content: Buffer | string | Readable;
  readonly headers?: Readonly<Record<string, string>>;
  readonly sent?: Answer['sent'];
}

/** A file to be saved, never shown as a page of ours. */
export function download({ name, type, content, headers = {}, sent }: Download): Answer {
  return new Answer({
    headers: {
      'content-type': type,
      'content-disposition': contentDisposition('attachment', name),
      ...PRIVATE,
      ...headers,
    },
    body: content,
    ...(sent === undefined ? {} : { sent }),
  });
}

/** Content that the browser or program may show where it is, with a name for those who save it. */
export function inline({
  name,
  type,
  content,
  headers = {},
}: Omit<Download, 'name' | 'sent'> & { name?: string }): Answer {
  const named: Record<string, string> =
    name === undefined ? {} : { 'content-disposition': contentDisposition('inline', name) };
  return new Answer({ headers: { 'content-type': type, ...named, ...PRIVATE, ...headers }, body: content });
}

/**
 * RFC 6266: a plain name as it is; any other in UTF-8 (RFC 8187), with a plain one for old readers. A name may come
 * from a stranger: nothing of it ends the header or its quotes.
 */
export function contentDisposition(kind: 'attachment' | 'inline', name: string): string {
  if (/^[\w.-]{1,200}$/.test(name)) {
    return `${kind}; filename="${name}"`;
  }
  const extension = /\.[\w-]{1,10}$/.exec(name)?.[0] ?? '';
  // A lone surrogate has no UTF-8; the characters that RFC 8187 keeps for itself are not left by encodeURIComponent.
  const encoded = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="datei${extension}"; filename*=UTF-8''${encoded}`;
}
