/** Paths that programs ask; everything else is asked by a browser. */
const PROGRAMS = /^\/(api\/(?!docs)|log\/|health\/|metrics|witness\/)/;

/** Whether this address, or pattern of a route, is one for programs: no pages, no forms. */
export function isForPrograms(path: string): boolean {
  return PROGRAMS.test(path);
}
