/** The columns chosen last, for a visit without any in its address. */
const key = 'tetrad-run-columns';

export function keptColumns(): string[] | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return Array.isArray(kept) && kept.every((name) => typeof name === 'string') ? kept : undefined;
  } catch {
    return undefined;
  }
}

export function keepColumns(names: readonly string[]): void {
  try {
    localStorage.setItem(key, JSON.stringify(names));
  } catch {
    // A browser that keeps nothing shows the usual ones next time.
  }
}
