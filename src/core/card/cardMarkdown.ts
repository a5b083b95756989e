import type { ModelCard } from './modelCard';

/** GitHub's Markdown. What a person wrote stays as it was written; names and values are text. */
export function cardMarkdown({ title, lead, sections }: ModelCard): string {
  const parts = sections.map(({ title: heading, texts, pairs, table }) =>
    [
      `## ${heading}`,
      ...texts,
      pairs.map(([name, value]) => `- ${name}: ${plain(value)}`).join('\n'),
      table
        ? [table.head, table.head.map(() => '---'), ...table.rows]
            .map((row) => `| ${row.map((cell) => (cell === '---' ? cell : plain(cell))).join(' | ')} |`)
            .join('\n')
        : '',
    ]
      .filter((part) => part !== '')
      .join('\n\n'),
  );
  return `${[`# ${plain(title)}`, plain(lead), ...parts].join('\n\n')}\n`;
}

/** Neither a line nor a cell of a table ends within it, and nothing in it is a mark. */
const plain = (text: string): string =>
  text.replace(/\s*\n\s*/g, ' ').replace(/[\\`*_[\]<>|]/g, (mark) => `\\${mark}`);
