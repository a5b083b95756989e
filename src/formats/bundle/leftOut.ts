import type { DataIssue } from '#/core/protocol/dataset';

const namedPaths = 5;

/** What of a bundle is not used: for each reason how many entries, the first by name. */
export class LeftOut {
  readonly #reasons = new Map<string, { paths: string[]; count: number }>();

  add(path: string, why: string): void {
    const known = this.#reasons.get(why) ?? { paths: [], count: 0 };
    this.#reasons.set(why, known);
    known.count++;
    if (known.paths.length < namedPaths) known.paths.push(path);
  }

  issues(): DataIssue[] {
    return [...this.#reasons].map(([why, { paths, count }]) => {
      const more = count - paths.length;
      const names = paths.map((path) => `“${path}”`).join(', ');
      return {
        severity: 'warning',
        message: `Left out, ${why}: ${names}${more > 0 ? ` and ${more.toLocaleString('en')} more` : ''}.`,
        count,
      };
    });
  }
}
