/** Gathers what readers report: the same message about the same column is one issue, placed where it first occurred. */
import type { DataIssue } from '#/core/protocol/dataset';

const mostIssues = 500;
const order = { error: 0, warning: 1, info: 2 };

export class IssueLog {
  /** Occurrences, not different issues. */
  total = 0;
  readonly #issues = new Map<string, DataIssue & { count: number }>();

  report(issue: DataIssue): void {
    const count = issue.count ?? 1;
    this.total += count;
    const key = JSON.stringify([issue.severity, issue.message, issue.column]);
    const known = this.#issues.get(key);
    if (known) known.count += count;
    else if (this.#issues.size < mostIssues) this.#issues.set(key, { ...issue, count });
  }

  /** Worst first. */
  list(): DataIssue[] {
    return [...this.#issues.values()].sort((a, b) => order[a.severity] - order[b.severity]);
  }
}
