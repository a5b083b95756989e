import { nearestName } from '../../expression/nearestName';
import type { Run } from '../../protocol/model';
import type { QueryField, QueryTree } from './queryTree';
import { loggedNames } from './runFields';
import { fieldText } from './parseQuery';

/** Of the names that a filter asks for the first that no run has, in words: a filter that finds nothing may only be misspelt. */
export function missingField(tree: QueryTree, runs: readonly Run[]): string | undefined {
  for (const field of fieldsOf(tree)) {
    if (field.of === 'attributes') continue;
    const names = loggedNames(runs, field.of);
    if (names.includes(field.name)) continue;
    const near = nearestName(field.name, names);
    return `No run has ${fieldText(field)}.${near ? ` Did you mean ${near}?` : ''}`;
  }
  return undefined;
}

function fieldsOf(tree: QueryTree): QueryField[] {
  switch (tree.kind) {
    case 'and':
    case 'or':
      return tree.parts.flatMap(fieldsOf);
    case 'not':
      return fieldsOf(tree.part);
    default:
      return [tree.field];
  }
}
