/** A question, an answer and a place of a tree in words. */
import type { DrawnNode, DrawnQuestion } from '#/core/trees/drawnTree';
import { dateText } from '#/ui/charts/dateText';
import { formatCount, formatNumber, formatShare } from '#/ui/charts/formatNumber';

export function questionText({ column, columnType, most, is }: DrawnQuestion): string {
  if (is !== undefined) return columnType === 'boolean' ? `${column}?` : `${column} is ${is}?`;
  const isDate = columnType === 'datetime' && Math.abs(most ?? 0) > 1e8;
  return `${column} ≤ ${isDate ? dateText(most ?? 0) : formatNumber(most)}?`;
}

export function answerText({ answer: { value, probabilities } }: DrawnNode): string {
  const said = typeof value === 'number' ? formatNumber(value) : value;
  // No share is quite nothing, lest a logarithm have no end: where rows are of one label, that is all.
  return probabilities ? `${said}, ${formatShare(Math.round(1e5 * Math.max(...probabilities)) / 1e5)}` : said;
}

export const rowsText = ({ rows }: DrawnNode): string =>
  `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}`;

/** All of it as rules, a line a place, for a file. */
export function rulesText(nodes: readonly DrawnNode[]): string {
  const lines: string[] = [];
  const write = (at: number, indent: string) => {
    const node = nodes[at] as DrawnNode;
    if (!node.question || node.yes === undefined || node.no === undefined) {
      lines.push(`${indent}${answerText(node)} (${rowsText(node)})`);
      return;
    }
    const question = questionText(node.question);
    lines.push(`${indent}${question} yes:`);
    write(node.yes, `${indent}  `);
    lines.push(`${indent}${question} no:`);
    write(node.no, `${indent}  `);
  };
  if (nodes.length > 0) write(0, '');
  return `${lines.join('\n')}\n`;
}
