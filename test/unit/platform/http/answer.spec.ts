import { contentDisposition, download, inline, redirect } from '../../../../src/platform/http/answer.js';

describe('a file to be saved', () => {
  test.each([
    ['brief.pdf', 'attachment; filename="brief.pdf"'],
    ['DSR-2026-ABC.tlog-proof', 'attachment; filename="DSR-2026-ABC.tlog-proof"'],
    ['Übersicht.pdf', `attachment; filename="datei.pdf"; filename*=UTF-8''%C3%9Cbersicht.pdf`],
    ['a"b.txt', `attachment; filename="datei.txt"; filename*=UTF-8''a%22b.txt`],
    ["it's (1)*.txt", `attachment; filename="datei.txt"; filename*=UTF-8''it%27s%20%281%29%2A.txt`],
    ['a\r\nSet-Cookie: x', `attachment; filename="datei"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x`],
    ['\ud800.txt', `attachment; filename="datei.txt"; filename*=UTF-8''%EF%BF%BD.txt`],
    ['', `attachment; filename="datei"; filename*=UTF-8''`],
  ])('named %j keeps its name, and ends no header', (name, expected) => {
    expect(contentDisposition('attachment', name)).toBe(expected);
  });

  test('is kept by no cache, unless its handler says otherwise', () => {
    const file = { name: 'a.txt', type: 'text/plain', content: 'x' };
    expect(download(file).headers['cache-control']).toBe('no-store');
    expect(inline({ ...file, headers: { 'cache-control': 'public' } }).headers['cache-control']).toBe('public');
  });
});

describe('a redirect', () => {
  test.each([
    ['/vorgaenge?getan=1', '/vorgaenge?getan=1'],
    ['/übersicht', '/%C3%BCbersicht'],
    ['/\t/evil.example', '/%09/evil.example'],
    ['/a\r\nSet-Cookie: x', '/a%0D%0ASet-Cookie:%20x'],
    ['/\ud800', '/%EF%BF%BD'],
  ])('to %j stays one line and in this house', (asked, location) => {
    expect(redirect(asked)).toMatchObject({ status: 303, headers: { location } });
  });
});
