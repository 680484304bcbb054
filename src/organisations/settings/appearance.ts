import type { FieldProblem } from '../../domain/problem.js';

const LOGO_LIMIT = 140_000;
const PNG = /^data:image\/png;base64,[A-Za-z0-9+/]+={0,2}$/;
const PNG_HEAD = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** WCAG 2.2, 1.4.3: of text against its ground. */
const CONTRAST = 4.5;

/** `#rrggbb` in lower case that can be read on white, or null. */
export function accentProblem(accent: unknown): readonly FieldProblem[] {
  if (accent === null) {
    return [];
  }
  const fits = typeof accent === 'string' && /^#[0-9a-f]{6}$/.test(accent) && contrastOnWhite(accent) >= CONTRAST;
  return fits ? [] : [{ field: 'accent', code: 'not-a-colour' }];
}

/** A PNG picture as a data: address of at most 140,000 characters (about 100 kB), or null. */
export function logoProblem(logo: unknown): readonly FieldProblem[] {
  if (logo === null) {
    return [];
  }
  const fits =
    typeof logo === 'string' &&
    logo.length <= LOGO_LIMIT &&
    PNG.test(logo) &&
    Buffer.from(logo.slice(logo.indexOf(',') + 1), 'base64')
      .subarray(0, PNG_HEAD.length)
      .equals(PNG_HEAD);
  return fits ? [] : [{ field: 'logo', code: 'not-a-picture' }];
}

/** WCAG 2.2, relative luminance. */
function contrastOnWhite(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}
