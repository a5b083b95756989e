/** Questions of a tree below each other, set in by depth, with what is answered where there is no further one. */
import { useElementSize } from '@mantine/hooks';
import type { Imitation } from '#/core/explain/attribution';
import type { ModelVersion } from '#/core/protocol/model';
import { formatCount, formatNumber, formatShare } from '#/ui/charts/formatNumber';
import { useChartTheme } from '#/ui/charts/palette';
import { PlotFrame } from '#/ui/charts/plots/PlotFrame';
import { clipped } from './byReach';
import { valueFormat } from './valueFormat';

/** Narrower, what is answered stands below what is asked. */
const narrowWidth = 560;
const step = 22;
const mostTexts = 4;

interface Line {
  node: number;
  depth: number;
  parent?: number;
  /** What leads here. */
  when: string;
}

export function ImitationPlot({
  found,
  version,
  fileName,
}: {
  found: Imitation;
  version: ModelVersion;
  fileName: string;
}) {
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const lines = linesOf(found, version);
  const rowOf = new Map(lines.map(({ node }, i) => [node, i]));
  const narrow = width < narrowWidth;
  const rowHeight = narrow ? 42 : 26;
  const height = lines.length * rowHeight + 8;
  const answerAt = Math.max(0.62 * width, width - 300);
  const { nodes, shape, values, labels, target } = found;
  const answerOf = (node: number): string => {
    const own = [...values.subarray(node * shape[1], (node + 1) * shape[1])];
    if (labels.length === 0) return `${target} ${formatNumber(own[0])}`;
    const best = own.indexOf(Math.max(...own));
    return `${labels[best] ?? ''} ${formatShare(own[best] as number)}`;
  };
  return (
    <PlotFrame
      title={found.measure}
      figure={`${nodes.filter(({ ask }) => !ask).length} leaves`}
      fileName={fileName}
      toTable={() => [
        ['depth', 'when', 'rows', 'answer', ...(labels.length > 0 ? labels : [target])],
        ...lines.map(({ node, depth, when }) => [
          depth,
          when,
          nodes[node]?.rows ?? 0,
          answerOf(node),
          ...values.subarray(node * shape[1], (node + 1) * shape[1]),
        ]),
      ]}
    >
      <div ref={ref}>
        {width > 0 && (
          <svg data-plot="" width={width} height={height} role="img" fontSize={12.5}>
            <title>{`${found.measure}: ${lines.length} nodes`}</title>
            {lines.map(({ node, depth, parent, when }, i) => {
              const y = i * rowHeight + 17;
              const x = 8 + depth * (narrow ? 14 : step);
              const isLeaf = !nodes[node]?.ask;
              const from = parent === undefined ? undefined : (rowOf.get(parent) as number) * rowHeight + 21;
              return (
                <g key={node}>
                  <title>{`${when}: ${answerOf(node)}, ${formatCount(nodes[node]?.rows ?? 0)} rows`}</title>
                  {from !== undefined && (
                    <path
                      d={`M${x - (narrow ? 14 : step) + 4} ${from + (narrow ? 16 : 0)}V${y}H${x - 4}`}
                      fill="none"
                      stroke={theme.axis}
                    />
                  )}
                  <text x={x} y={y + 4} fill={theme.text}>
                    {clipped(when, (narrow ? width - 52 : answerAt - 8) - x)}
                  </text>
                  <text
                    x={narrow ? x : answerAt}
                    y={y + (narrow ? 21 : 4)}
                    fill={theme.text}
                    fontWeight={isLeaf ? 600 : 400}
                    fillOpacity={isLeaf ? 1 : 0.75}
                  >
                    {clipped(answerOf(node), narrow ? width - x - 8 : 0.6 * (width - answerAt))}
                  </text>
                  <text x={width - 4} y={y + 4} textAnchor="end" fill={theme.text}>
                    {formatCount(nodes[node]?.rows ?? 0)}
                  </text>
                </g>
              );
            })}
          </svg>
        )}
      </div>
    </PlotFrame>
  );
}

function linesOf({ nodes, names }: Imitation, version: ModelVersion): Line[] {
  const lines: Line[] = [];
  const put = (node: number, depth: number, when: string, parent?: number) => {
    lines.push({ node, depth, when, ...(parent !== undefined && { parent }) });
    const { ask, holds, fails } = nodes[node] ?? {};
    if (!ask || holds === undefined || fails === undefined) return;
    const name = names[ask.column] ?? '';
    const format = valueFormat(version, name) ?? formatNumber;
    const missing = (side: 'holds' | 'fails') => (ask.missing === side ? ' or missing' : '');
    const texts = ask.oneOf ?? [];
    const some =
      texts.length > mostTexts
        ? `${texts.slice(0, mostTexts).join(', ')} and ${texts.length - mostTexts} more`
        : texts.join(', ');
    const [yes, no] = ask.oneOf
      ? [`${name} is ${some}`, `${name} is another`]
      : [`${name} ≤ ${format(ask.atMost as number)}`, `${name} > ${format(ask.atMost as number)}`];
    put(holds, depth + 1, `${yes}${missing('holds')}`, node);
    put(fails, depth + 1, `${no}${missing('fails')}`, node);
  };
  put(0, 0, 'All rows');
  return lines;
}
