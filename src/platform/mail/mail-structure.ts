import { isUtf8 } from 'node:buffer';
import PostalMime from 'postal-mime';
import type { Budget } from '../untrusted/budget.js';
import { decodeBase64 } from './base64.js';
import { decodeText } from './charset.js';

/** Nobody's mail program nests so deep; the parser gives up beyond. */
const DEPTH = 100;
const HEADERS_BYTES = 1024 * 1024;
/** Boundaries found by looking, one within another. */
const GUESSES = 3;

/** A part of a mail with its content decoded from base64 or quoted-printable, not yet from its character encoding. */
export interface MailPart {
  /** Lower case, such as `text/plain`; `text/plain` where nothing is said. */
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Lower case; empty where nothing is said. */
  readonly disposition: string;
  readonly filename: string;
  readonly content: Buffer;
  readonly parts: readonly MailPart[];
}

/** The parser's own tree: it decodes text by its label alone, and we have to see the bytes. */
interface Node {
  readonly contentType: { readonly parsed: { readonly value: string; readonly params: Record<string, string> } };
  readonly contentDisposition: { readonly parsed: { readonly value: string; readonly params: Record<string, string> } };
  readonly contentTransferEncoding: { readonly encoding: string };
  readonly content: ArrayBuffer | null;
  readonly childNodes: readonly Node[];
  readonly state: string;
  contentDecoder: unknown;
}

/**
 * postal-mime up to where it has the parts: what it would then make of them is ours to say. What is not encoded is not
 * collected line by line, which would cost its line ends and an object for each; where it stands is enough.
 */
class StructureParser extends PostalMime {
  declare readonly root: Node;
  declare readonly currentNode: Node;
  private readonly ranges = new Map<Node, { readonly start: number; end: number }>();

  private constructor(private readonly source: Buffer) {
    super({ maxNestingDepth: DEPTH, maxHeadersSize: HEADERS_BYTES });
  }

  static async parts(source: Buffer, budget: Budget, guessed = 0): Promise<MailPart> {
    const parser = new StructureParser(source);
    await parser.parse(source);
    return partOf(parser, parser.root, budget, guessed);
  }

  contentOf(node: Node): Buffer {
    const range = this.ranges.get(node);
    if (range !== undefined) {
      const content = this.source.subarray(range.start, node === this.root ? this.source.length : range.end);
      return node.contentTransferEncoding.encoding === 'base64' ? decodeBase64(content) : content;
    }
    const decoded = Buffer.from(node.content ?? new ArrayBuffer(0));
    // The line end before a boundary is the boundary's (RFC 2046 s5.1.1).
    return decoded.at(-1) === 0x0a ? decoded.subarray(0, -1) : decoded;
  }

  async processLine(line: Uint8Array, isFinal: boolean): Promise<void> {
    const node = this.currentNode;
    const isPlace = node.state === 'body' && node.contentDecoder === null;
    // The parser's own, which its types leave out.
    const processed = super['processLine' as never] as StructureParser['processLine'];
    await processed.call(this, line, isFinal);
    if (isPlace && this.currentNode === node) {
      // No boundary, or another part would be the current one.
      const range = this.ranges.get(node) ?? { start: line.byteOffset, end: line.byteOffset };
      range.end = line.byteOffset + line.byteLength;
      this.ranges.set(node, range);
    } else if (node.state === 'body' && !isQuotedPrintable(node)) {
      node.contentDecoder = null;
    }
  }

  collectNode(): Promise<void> {
    return Promise.resolve();
  }
}

function isQuotedPrintable({ contentTransferEncoding }: Node): boolean {
  return contentTransferEncoding.encoding === 'quoted-printable';
}

/** Undefined: nested too deeply, or all head. @throws BudgetExceeded */
export async function mailStructure(raw: Buffer, budget: Budget): Promise<MailPart | undefined> {
  budget.spendBytes(raw.length);
  try {
    return await StructureParser.parts(withReadableHeads(raw), budget);
  } catch (error) {
    if (!/maximum (mime nesting|header size)/i.test(String((error as Error).message))) {
      throw error;
    }
    return undefined;
  }
}

/** The parts that hold content, in their order. */
export function leavesOf(part: MailPart): readonly MailPart[] {
  return part.parts.length === 0 ? [part] : part.parts.flatMap(leavesOf);
}

async function partOf(parser: StructureParser, node: Node, budget: Budget, guessed: number): Promise<MailPart> {
  budget.spendParts();
  const { value: said, params: given } = node.contentType.parsed;
  const { type, params } = typeOf(said, given);
  const { value: disposition, params: more } = node.contentDisposition.parsed;
  const content = parser.contentOf(node);
  const parts: MailPart[] = [];
  for (const child of node.childNodes) {
    parts.push(await partOf(parser, child, budget, guessed));
  }
  if (type.startsWith('multipart/') && parts.length === 0 && guessed < GUESSES) {
    parts.push(...(await partsByGuess(type, content, budget, guessed)));
  }
  const filename = more['filename'] ?? params['name'] ?? '';
  return { type, parameters: params, disposition, filename, content, parts };
}

const TYPES =
  /^(text|image|audio|video|application|multipart|message|font|model|chemical|x-[!-~]{1,40})\/[!-~]{1,100}$/;

/**
 * What is no type is plain text (RFC 2045 s5.2), unless it speaks of HTML or names a file; some programs leave out the
 * semicolon before the parameters.
 */
function typeOf(said: string, params: Readonly<Record<string, string>>) {
  const [first = '', ...more] = said.slice(0, 500).split(/\s/);
  const loose = more.flatMap((word) => {
    const at = word.indexOf('=');
    return at < 1 ? [] : [[word.slice(0, at).toLowerCase(), word.slice(at + 1).replaceAll(/["';]/g, '')] as const];
  });
  const isFile = params['name'] !== undefined;
  const type = TYPES.test(first) || isFile ? first : first.includes('html') ? 'text/html' : 'text/plain';
  return { type, params: { ...Object.fromEntries(loose), ...params } };
}

/** The boundary is not said, or another than the one that is there: then it is what its first line says. */
async function partsByGuess(
  type: string,
  content: Buffer,
  budget: Budget,
  guessed: number,
): Promise<readonly MailPart[]> {
  const start = content.toString('latin1', 0, 64 * 1024);
  const line = start.split('\n').find((text) => /^--[!-~]{1,70}\s{0,9}$/.test(text));
  const boundary = line?.slice(2).trim().replaceAll(/["\\]/g, '') ?? '';
  if (boundary === '' || boundary.endsWith('--')) {
    return [];
  }
  budget.spendBytes(content.length);
  const head = Buffer.from(`Content-Type: ${type}; boundary="${boundary}"\r\n\r\n`, 'latin1');
  return (await StructureParser.parts(Buffer.concat([head, content]), budget, guessed + 1)).parts;
}

/** Fields of parts with raw bytes in another encoding than UTF-8: names of files come so. */
function withReadableHeads(raw: Buffer): Buffer {
  if (isUtf8(raw)) {
    return raw;
  }
  const pieces: Buffer[] = [];
  let isField = false;
  let [copied, at] = [0, 0];
  while (at < raw.length) {
    const newline = raw.indexOf(0x0a, at);
    const end = newline < 0 ? raw.length : newline + 1;
    const folded = raw[at] === 0x20 || raw[at] === 0x09;
    isField = folded
      ? isField
      : /^content-(type|disposition|description)$/i.test(raw.toString('latin1', at, at + 21).split(':')[0] ?? '');
    if (isField && !isUtf8(raw.subarray(at, end))) {
      pieces.push(raw.subarray(copied, at), Buffer.from(decodeText(raw.subarray(at, end))));
      copied = end;
    }
    at = end;
  }
  return Buffer.concat([...pieces, raw.subarray(copied)]);
}
