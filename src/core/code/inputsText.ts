/** What the inputs of a program are, as its first lines say it: shapes, and of which columns they are made. */
import type { ArchSpec } from '../arch/archSpec';

const [mostColumns, mostLetters] = [20, 60];

export const inputsText = (arch: ArchSpec, name: (id: string) => string): string =>
  arch.inputs
    .map(({ name: id, shape, part }) => {
      const made = part ? ` (${listOf(part.columns)})` : '';
      return `${name(id)} is [batch, ${shape.join(', ')}]${made}`;
    })
    .join('; ');

function listOf(columns: readonly string[]): string {
  const more = columns.length - mostColumns;
  return columns.slice(0, mostColumns).map(plain).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Somebody's words inside a text of Python: nothing in them ends it. */
const plain = (column: string): string =>
  column.replace(/[^\p{L}\p{N} _.,:()/%°+-]/gu, '_').slice(0, mostLetters);
