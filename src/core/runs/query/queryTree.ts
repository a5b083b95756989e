/** A filter of runs as a tree. The words are those of MLflow's search: https://mlflow.org/docs/latest/search-runs.html */

export const comparisons = ['=', '!=', '>', '>=', '<', '<='] as const;
export type Comparison = (typeof comparisons)[number];

export type Literal = number | string | boolean;

export interface QueryField {
  /** `logged`: a bare name, among params, then metrics, then tags. */
  of: 'metrics' | 'params' | 'tags' | 'attributes' | 'logged';
  name: string;
}

export type QueryTree =
  | { kind: 'and' | 'or'; parts: QueryTree[] }
  | { kind: 'not'; part: QueryTree }
  | { kind: 'compare'; field: QueryField; operator: Comparison; value: Literal }
  | { kind: 'in'; field: QueryField; values: Literal[] }
  /** `%` stands for any text, `_` for one character. */
  | { kind: 'like'; field: QueryField; pattern: string; anyCase: boolean }
  | { kind: 'known'; field: QueryField };
