/**
 * Search parameters that are text (ids, names, tabs). Addresses are typed by people too: anything that is
 * not text or a number is dropped, numbers become text, empty text counts as absent.
 */
export const texts =
  <const N extends string>(...names: N[]) =>
  (raw: Record<string, unknown>): { [K in N]?: string } => {
    const found: [N, string][] = [];
    for (const name of names) {
      const value = Object.hasOwn(raw, name) ? raw[name] : undefined;
      if (typeof value === 'number' || (typeof value === 'string' && value))
        found.push([name, String(value)]);
    }
    return Object.fromEntries(found) as { [K in N]?: string };
  };
