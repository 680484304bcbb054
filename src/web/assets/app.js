// What the pages do more of where JavaScript runs; every flow works without it.

function copyButtons() {
  for (const button of document.querySelectorAll('[data-copy]')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      const source = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(source.value);
      } catch {
        source.select();
        document.execCommand('copy');
      }
      const status = button.parentElement.querySelector('[data-copy-status]');
      status.textContent = button.dataset.copied;
    });
  }
}

/** Screenshots from the clipboard go where chosen files go; each is shown, and can be taken out again. */
function attachments(form) {
  const input = form.querySelector('input[type=file]');
  const list = form.querySelector('[data-thumbnails]');
  let files = [];
  const sync = () => {
    const transfer = new DataTransfer();
    files.forEach((file) => transfer.items.add(file));
    input.files = transfer.files;
    list.replaceChildren(...files.map(item));
  };
  const item = (file) => {
    const entry = document.createElement('li');
    if (/^image\/(png|jpeg|gif|webp)$/.test(file.type)) {
      const reader = new FileReader();
      const picture = document.createElement('img');
      picture.alt = file.name;
      reader.addEventListener('load', () => (picture.src = reader.result));
      reader.readAsDataURL(file);
      entry.append(picture);
    }
    const remove = document.createElement('button');
    remove.type = 'button';
    remove.className = 'kern-btn kern-btn--tertiary kern-btn--x-small';
    const label = document.createElement('span');
    label.className = 'kern-label';
    label.textContent = list.dataset.remove.replace('%s', file.name);
    remove.append(label);
    remove.addEventListener('click', () => {
      files = files.filter((other) => other !== file);
      sync();
      input.focus();
    });
    entry.append(remove);
    return entry;
  };
  input.addEventListener('change', () => {
    files = [...files, ...[...input.files].filter((file) => !files.includes(file))];
    sync();
  });
  form.addEventListener('paste', (event) => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (pasted.length > 0) {
      event.preventDefault();
      files = [...files, ...pasted];
      sync();
    }
  });
}

/**
 * Asks, before the page is left, whether the server is there and somebody is signed in, so that what was typed stays on
 * the screen when it would be sent in vain. It is kept nowhere else: browser storage is no place for content.
 * @returns what to show instead of sending; undefined: nothing stands in the way
 */
async function obstacle(form) {
  try {
    const { csrf } = await (
      await fetch(`/sitzung?organisation=${document.documentElement.dataset.organisation ?? ''}`, { cache: 'no-store' })
    ).json();
    if (csrf === null) {
      return document.getElementById('session-ended');
    }
    // Signed in again in another window: the form is of that session now, in the organisation that its page shows.
    form.elements.csrf.value = csrf;
    return undefined;
  } catch {
    return (
      form.querySelector('#offline') ?? document.getElementById('offline') ?? document.getElementById('server-away')
    );
  }
}

/** Forms in which something is written or pasted: sent once, however often the button is pressed, and never in vain. */
function sendWhenThere(form) {
  let passed = false;
  let note;
  const send = (submitter) => {
    passed = true;
    form.requestSubmit(submitter ?? undefined);
    passed = false;
  };
  form.addEventListener('submit', (event) => {
    if (passed) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.sent) {
      return;
    }
    form.dataset.sent = 'yes';
    void obstacle(form).then((found) => {
      if (note) {
        note.hidden = true;
      }
      note = found;
      if (!note) {
        send(event.submitter);
        return;
      }
      delete form.dataset.sent;
      note.querySelector('[data-send-anyway]')?.addEventListener('click', () => send(event.submitter), { once: true });
      if (!form.parentElement.contains(note)) {
        form.append(note);
      }
      note.hidden = false;
      note.focus();
    });
  });
  // Back from the next page as it stood: it may be sent again.
  addEventListener('pageshow', () => delete form.dataset.sent);
}

/** Why so late is asked as soon as the moment chosen is late, and not after sending. */
function lateReason(form) {
  const late = form.querySelector('[data-late]');
  const minutesSince = (name) => {
    const day = new Date();
    const { [name]: chosen, [`${name}On`]: on, [`${name}Time`]: time } = form.elements;
    if (chosen.value === 'now') {
      return 0;
    }
    if (chosen.value === 'yesterday') {
      day.setDate(day.getDate() - 1);
    } else if (chosen.value !== 'today' && on.value === '') {
      return undefined;
    }
    const date = chosen.value === 'today' || chosen.value === 'yesterday' ? day.toLocaleDateString('sv-SE') : on.value;
    return (Date.now() - new Date(`${date}T${time.value || '00:00'}`).getTime()) / 60_000;
  };
  // In the hours beside a change of the clock it may be shown an hour early or late: the server decides.
  const look = () => {
    const unknown = form.elements.arrived.value === 'unknown';
    const minutes = minutesSince('seen') ?? (unknown ? undefined : minutesSince('arrived'));
    late.hidden = form.elements.lateReason.value === '' && !(minutes > Number(late.dataset.late));
  };
  form.addEventListener('input', look);
  form.addEventListener('change', look);
}

function handover(form) {
  lateReason(form);
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
}

/** Live spots ask for their own fragment until it says that nothing more will come. */
function poll(spot) {
  if (!spot?.dataset.poll) {
    return;
  }
  setTimeout(
    async () => {
      let next = spot;
      try {
        const response = await fetch(spot.dataset.poll, { headers: { accept: 'text/html' } });
        const fragment = new DOMParser().parseFromString(await response.text(), 'text/html').body.firstElementChild;
        if (response.ok && !response.redirected && fragment) {
          // Replaced only when something changed: a screen reader is not told the same thing every second.
          if (fragment.textContent !== spot.textContent) {
            spot.replaceWith(fragment);
            next = fragment;
          } else {
            spot.dataset.pollSeconds = fragment.dataset.pollSeconds;
          }
        }
      } catch {
        // The server is away: ask again.
      }
      poll(next);
    },
    1000 * Number(spot.dataset.pollSeconds),
  );
}

const DRAFT_AFTER_MS = 3000;

/**
 * What is typed goes to the server a few seconds after typing stops, and when the page is left; it is kept there under
 * seal. Browser storage is no place for it. What another window has written meanwhile is not overwritten unasked.
 */
function draft(form) {
  const status = form.querySelector('[data-draft-status]');
  const choice = form.querySelector('[data-draft-choice]');
  // What the server keeps, as far as this window knows.
  let tag = form.dataset.draftTag;
  let overtaken = false;
  let timer;
  let sending;
  const tell = (what) => {
    overtaken = what === 'changed';
    choice.hidden = !overtaken;
    status.textContent = status.dataset[what];
  };
  const save = async () => {
    clearTimeout(timer);
    timer = undefined;
    const body = new URLSearchParams({ csrf: form.elements.csrf.value });
    for (const field of form.querySelectorAll('textarea, select, input:not([type=hidden], [type=file])')) {
      if (field.name && (!/^(checkbox|radio)$/.test(field.type) || field.checked)) {
        body.append(field.name, field.value);
      }
    }
    // While one save is under way nobody knows what is kept: of two by the same window the later one is the newer.
    const known = sending === undefined && tag !== undefined ? { 'if-match': tag } : {};
    const headers = { 'x-forthwith-script': 'draft', ...known };
    const own = new AbortController();
    sending = own;
    try {
      const { status: code, headers: told } = await fetch(form.dataset.draftTo, {
        ...{ method: 'POST', body, headers, signal: own.signal },
        // Outlives the page; browsers allow that for short texts only.
        keepalive: document.visibilityState === 'hidden',
      });
      tag = told.get('etag') ?? tag;
      tell({ 204: 'saved', 412: 'changed' }[code] ?? 'failed');
    } catch (error) {
      if (error.name !== 'AbortError') {
        tell('failed');
      }
    }
    sending = sending === own ? undefined : sending;
  };
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = overtaken ? undefined : setTimeout(save, DRAFT_AFTER_MS);
  });
  form.querySelector('[data-draft-keep]').addEventListener('click', () => {
    tag = undefined;
    void save();
  });
  // Sent or thrown away: what is still under way must not come after it.
  form.addEventListener('submit', () => {
    clearTimeout(timer);
    timer = undefined;
    sending?.abort();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && timer !== undefined) {
      void save();
    }
  });
}

/** One tick for all, and how many are ticked, in a bar that stays in sight. */
function bulk(form) {
  const boxes = [...form.querySelectorAll('tbody [type=checkbox]')];
  const all = form.querySelector('[data-select-all]');
  const told = form.querySelector('[data-bulk-count]');
  if (boxes.length === 0 || !all || !told) {
    return;
  }
  const tell = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    told.textContent = ticked === 0 ? '' : `${ticked} ${told.dataset.words}`;
    told.closest('.bulk-bar').toggleAttribute('data-some', ticked > 0);
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.hidden = false;
  all.addEventListener('change', () => {
    boxes.forEach((box) => (box.checked = all.checked));
    tell();
  });
  form.addEventListener('change', tell);
  addEventListener('pageshow', tell);
}

/** Back from a case: at the row it was opened from. Kept with this entry of the history: an id, nothing of the case. */
function rememberRow(list) {
  const rows = [...list.querySelectorAll('[data-row]')];
  const id = history.state?.row;
  rows.find((row) => row.getAttribute('href') === id)?.focus();
  list.addEventListener('click', (event) => {
    const row = event.target.closest('[data-row]');
    if (row) {
      history.replaceState({ row: row.getAttribute('href') }, '');
    }
  });
}

/** Single keys for the list, while no field has the focus; they can be switched off (WCAG 2.1.4). */
function keys(list) {
  const rows = [...list.querySelectorAll('[data-row]')];
  const here = () => document.activeElement?.closest('tr')?.querySelector('[data-row]');
  const move = (by) => {
    const at = rows.indexOf(here());
    (at === -1 ? rows[by > 0 ? 0 : rows.length - 1] : rows[at + by])?.focus();
  };
  const does = {
    j: () => move(1),
    k: () => move(-1),
    o: () => here()?.click(),
    x: () => here()?.closest('tr').querySelector('[type=checkbox]')?.click(),
    a: () => list.querySelector('[type=checkbox]:checked') && list.requestSubmit(),
    '/': () => document.querySelector('[data-find]').focus(),
    '?': () => location.assign(list.dataset.keys),
    // Where a case has the focus; elsewhere they scroll, as they always do.
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
  };
  document.addEventListener('keydown', (event) => {
    const inField = event.target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]');
    const action = does[event.key];
    if (inField || !action || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
      return;
    }
    if (!event.key.startsWith('Arrow') || here()) {
      event.preventDefault();
      action();
    }
  });
}

/** Single keys on every page of a case: to its next step, its note, the next case, and back to the list. */
function caseKeys(head) {
  const place = head.dataset.caseKeys;
  const goes = (path) => () => location.assign(`${place}${path}`);
  const does = {
    r: goes('/antworten'),
    e: goes('/rechte'),
    t: goes('/auftraege'),
    j: goes('/naechster'),
    l: () => location.assign('/vorgaenge'),
    n: () => {
      const note = head.querySelector('.quick-note');
      if (note) {
        note.open = true;
        note.querySelector('textarea').focus();
      } else {
        goes('/notizen')();
      }
    },
    '/': () => document.querySelector('[data-find]').focus(),
    '?': () => location.assign('/tastatur'),
  };
  document.addEventListener('keydown', (event) => {
    const inField = event.target.closest('input, textarea, select, [contenteditable]');
    const action = does[event.key];
    if (!inField && action && !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing) {
      event.preventDefault();
      action();
    }
  });
}

/** The preview of an answer follows the keys; without a script its button does it. */
function mirror(form) {
  form.addEventListener('input', ({ target }) => {
    const shown = target.name && form.querySelector(`[data-mirror="${target.name}"]`);
    if (shown) {
      shown.textContent = target.value;
    }
  });
}

/**
 * The letter follows what is decided, as long as nobody has written in it: asked of the server by the same form that its
 * button sends. What was typed is never replaced unasked.
 */
function letterOf(form) {
  let asked = 0;
  form.addEventListener('change', async ({ target }) => {
    const text = form.elements.body;
    if (!/^outcome-/.test(target.name) || text.value !== text.defaultValue) {
      return;
    }
    const own = (asked += 1);
    const body = new FormData(form);
    body.delete('files');
    body.set('action', 'letter');
    // Its buttons are called `action`: the property of that name is theirs.
    const answer = await fetch(form.getAttribute('action'), { method: 'POST', body });
    if (!answer.ok || answer.redirected || own !== asked || text.value !== text.defaultValue) {
      return;
    }
    const made = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-answer]');
    if (!made) {
      return;
    }
    form.elements.kind.value = made.elements.kind.value;
    for (const name of ['subject', 'body']) {
      form.elements[name].value = form.elements[name].defaultValue = made.elements[name].defaultValue;
    }
    for (const part of ['.answer-preview', '[data-missing]']) {
      const [old, next] = [form.querySelector(part), made.querySelector(part)];
      old && next ? old.replaceWith(next) : next ? form.querySelector('.answer-write').append(next) : old?.remove();
    }
  });
}

for (const form of document.querySelectorAll('form[method=post]')) {
  // Before all others: what they do when it is sent, they do when it really is.
  if (form.elements.csrf && document.getElementById('session-ended') && form.querySelector('textarea, [type=file]')) {
    sendWhenThere(form);
  }
}
document.querySelectorAll('form:has([data-thumbnails])').forEach(attachments);
const form = document.querySelector('[data-handover]');
if (form) {
  handover(form);
}
document.querySelectorAll('[data-poll]').forEach(poll);
document.querySelectorAll('[data-draft]').forEach(draft);
document.querySelectorAll('[data-keys]').forEach(keys);
document.querySelectorAll('[data-case-keys]').forEach(caseKeys);
document.querySelectorAll('[data-answer]').forEach((form) => {
  mirror(form);
  letterOf(form);
});
document.querySelectorAll('[data-bulk]').forEach((form) => {
  bulk(form);
  rememberRow(form);
});
copyButtons();
document.querySelector('[data-focus]')?.focus();
