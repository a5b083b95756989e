/**
 * A page of a real browser, driven from outside the same way whatever protocol the browser speaks: addresses, calls of
 * functions in the page, and clicks of a pointer where a person would click. What a driver has to bring is `Driver`.
 */

/**
 * @typedef {object} Driver
 * @property {string} name with its version
 * @property {(url: string) => Promise<unknown>} navigate
 * @property {() => Promise<unknown>} reload
 * @property {(functionText: string, argument: string) => Promise<string>} call of one text, answering one
 * @property {(actions: object[]) => Promise<unknown>} act in the form of W3C WebDriver
 * @property {() => Promise<void>} end
 */

/**
 * @typedef {object} DrivenPage
 * @property {string} name
 * @property {Driver['navigate']} goto
 * @property {Driver['reload']} reload
 * @property {<A, R>(inPage: (argument: A) => R | Promise<R>, argument?: A) => Promise<R>} evaluate JSON in and out
 * @property {(role: string, name: string) => Promise<void>} click
 * @property {(label: string, text: string) => Promise<void>} fill by keys
 * @property {(text: string, patienceMs?: number) => Promise<void>} see
 * @property {Driver['end']} end
 */

const patienceMs = 60_000;
const lookEveryMs = 100;
/** As WebDriver writes the key. */
const control = '\uE009';

/** @param {Driver} driver @returns {DrivenPage} */
export function drivenPage({ name, navigate, reload, call, act, end }) {
  /** @type {DrivenPage['evaluate']} */
  const evaluate = async (inPage, argument) => {
    // Never rejects in the page: drivers tell of that each in their own way, or not at all.
    const text = await call(
      `async (argument) => {
        try {
          const value = await (${inPage})(JSON.parse(argument));
          return JSON.stringify({ value });
        } catch (thrown) {
          const { code = '', message = String(thrown), hint = '' } = thrown ?? {};
          return JSON.stringify({ failed: [code, message, hint].filter(Boolean).join(' ') });
        }
      }`,
      JSON.stringify(argument ?? null),
    );
    const { value, failed } = JSON.parse(text);
    if (failed !== undefined) throw new Error(`${name}: ${failed}`);
    return value;
  };

  /** @template T @param {string} what @param {() => Promise<T | null>} look */
  const until = async (what, look, waitMs = patienceMs) => {
    const startedAt = Date.now();
    for (;;) {
      const found = await look();
      if (found) return found;
      if (Date.now() - startedAt > waitMs)
        throw new Error(
          `${name}: ${what} did not come. The page shows: ${await evaluate(() => document.body.innerText.slice(0, 2000))}`,
        );
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  };

  /** @param {string} role @param {string} label */
  const click = async (role, label) => {
    // What still moves is not clicked.
    let before = '';
    const place = await until(`${role} "${label}"`, async () => {
      const found = await evaluate(placeOf, { role, label });
      const stands = found && JSON.stringify(found) === before;
      before = JSON.stringify(found);
      return stands ? found : null;
    });
    await act([
      {
        type: 'pointer',
        id: 'mouse',
        actions: [
          { type: 'pointerMove', x: Math.round(place.x), y: Math.round(place.y) },
          { type: 'pointerDown', button: 0 },
          { type: 'pointerUp', button: 0 },
        ],
      },
    ]);
  };

  return {
    name,
    goto: navigate,
    reload,
    evaluate,
    click,
    async fill(label, text) {
      await click('textbox', label);
      const press = (/** @type {string} */ value) => [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
      ];
      await act([
        {
          type: 'key',
          id: 'keyboard',
          actions: [
            { type: 'keyDown', value: control },
            ...press('a'),
            { type: 'keyUp', value: control },
            ...text.split('').flatMap(press),
          ],
        },
      ]);
    },
    async see(text, waitMs) {
      await until(
        `"${text}"`,
        () => evaluate((wanted) => document.body.innerText.includes(wanted), text),
        waitMs,
      );
    },
    end,
  };
}

/** Runs in the page: where the first such element is, scrolled into view, when it can be clicked. */
function placeOf({ role, label }) {
  const selectors = { link: 'a[href]', button: 'button', textbox: 'input' };
  const named = (element) =>
    element.getAttribute('aria-label') ?? element.labels?.[0]?.innerText ?? element.innerText;
  const found = [...document.querySelectorAll(selectors[role])].find(
    (element) => !element.disabled && named(element).trim().startsWith(label),
  );
  if (!found) return null;
  const look = () => {
    const { x, y, width, height } = found.getBoundingClientRect();
    const place = { x: x + width / 2, y: y + height / 2 };
    return width > 0 && found.contains(document.elementFromPoint(place.x, place.y)) ? place : null;
  };
  const there = look();
  if (!there) found.scrollIntoView({ block: 'center', behavior: 'instant' });
  return there ?? look();
}
