/** What a person sees of a task by its link: the cover's button first, then the page. `link` is a path. */
export async function openedTask(address: string, link: string): Promise<Response> {
  const opened = await fetch(`${address}${link}/ansehen`, { method: 'POST', redirect: 'manual' });
  const cookie = opened.headers.getSetCookie().map((line) => line.split(';')[0]);
  return fetch(`${address}${opened.headers.get('location') ?? link}`, { headers: { cookie: cookie.join('; ') } });
}
