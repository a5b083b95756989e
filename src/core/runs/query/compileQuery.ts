/** Whether a run passes a filter. What a run does not have passes no comparison, not even `!=`: ask `is null` for it. */
import type { Run } from '../../protocol/model';
import type { Comparison, Literal, QueryField, QueryTree } from './queryTree';
import { fieldOf, isTime, type RunNames } from './runFields';

export type RunTest = (run: Run, names: RunNames) => boolean;

/** A tree as a test of runs; patterns and dates are read once. */
export function compileQuery(tree: QueryTree): RunTest {
  switch (tree.kind) {
    case 'and': {
      const parts = tree.parts.map(compileQuery);
      return (run, names) => parts.every((part) => part(run, names));
    }
    case 'or': {
      const parts = tree.parts.map(compileQuery);
      return (run, names) => parts.some((part) => part(run, names));
    }
    case 'not': {
      const part = compileQuery(tree.part);
      return (run, names) => !part(run, names);
    }
    case 'known':
      return (run, names) => fieldOf(run, tree.field, names) !== undefined;
    case 'like': {
      const pattern = likePattern(tree.pattern, tree.anyCase);
      return (run, names) => {
        const value = fieldOf(run, tree.field, names);
        return value !== undefined && pattern.test(String(value));
      };
    }
    case 'in': {
      const tests = tree.values.map((value) => comparing(tree.field, '=', value));
      return (run, names) => tests.some((test) => test(run, names));
    }
    case 'compare':
      return comparing(tree.field, tree.operator, tree.value);
  }
}

function comparing(field: QueryField, operator: Comparison, wanted: Literal): RunTest {
  const value = isTime(field) && typeof wanted === 'string' ? Date.parse(wanted) : wanted;
  return (run, names) => {
    const found = fieldOf(run, field, names);
    return found !== undefined && holds(found, operator, value);
  };
}

function holds(found: Literal, operator: Comparison, wanted: Literal): boolean {
  // A param may be a number that is kept as text, and be asked for by a number.
  const [a, b] =
    typeof wanted === 'number' && typeof found === 'string' && found.trim() !== ''
      ? [Number(found), wanted]
      : typeof found === typeof wanted
        ? [found, wanted]
        : [String(found), String(wanted)];
  switch (operator) {
    case '=':
      return a === b;
    case '!=':
      return a !== b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
  }
}

function likePattern(pattern: string, anyCase: boolean): RegExp {
  const source = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/%+/g, '.*')
    .replaceAll('_', '.');
  return new RegExp(`^${source}$`, anyCase ? 'isu' : 'su');
}
