/** A tree drawn: each question opens and folds its sides; shares of labels as a bar in their colours. */
import { useEffect, useRef, useState } from 'react';
import type { DrawnNode } from '#/core/trees/drawnTree';
import { formatCount } from '#/ui/charts/formatNumber';
import { seriesColor, useChartTheme } from '#/ui/charts/palette';
import { boxHeight, boxWidth, layoutTree, openedAtFirst, type PlacedNode } from './layoutTree';
import { answerText, questionText, rowsText } from './questionText';
import classes from './tree.module.css';

export function TreeDrawing({
  nodes,
  labels = [],
}: {
  nodes: readonly DrawnNode[];
  labels?: readonly string[];
}) {
  const theme = useChartTheme();
  const [opened, setOpened] = useState(() => openedAtFirst(nodes));
  const { placed, width, height } = layoutTree(nodes, opened);
  const stage = useRef<HTMLElement>(null);
  const root = useRef(placed[0]?.x ?? 0);
  // A wide tree begins at its root, not at its left edge.
  useEffect(() => {
    if (stage.current) stage.current.scrollLeft = root.current - stage.current.clientWidth / 2;
  }, []);
  const places = new Map(placed.map((one) => [one.at, one]));
  const toggle = (at: number) =>
    setOpened((before) => {
      const next = new Set(before);
      if (!next.delete(at)) next.add(at);
      return next;
    });
  const shares = ({ answer: { probabilities } }: DrawnNode) =>
    probabilities && (
      <span className={classes.shares} aria-hidden="true">
        {probabilities.map((share, i) => (
          <span
            key={labels[i] ?? i}
            style={{ width: `${100 * share}%`, background: seriesColor(theme, i) }}
          />
        ))}
      </span>
    );
  const inside = ({ node, folded }: PlacedNode) => (
    <>
      <span className={classes.said}>{node.question ? questionText(node.question) : answerText(node)}</span>
      <span className={classes.rows}>
        {rowsText(node)}
        {folded && `, ${formatCount(node.leaves)} leaves below`}
      </span>
      {shares(node)}
    </>
  );
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls
    <section ref={stage} className={classes.stage} aria-label="Tree" tabIndex={0}>
      <div className={classes.tree} style={{ width, height }}>
        <svg className={classes.edges} width={width} height={height} aria-hidden="true">
          {placed.map(({ at, x, y, from }) => {
            const above = from && places.get(from.at);
            if (!above) return null;
            const start = above.y + boxHeight;
            const middle = (start + y) / 2;
            return (
              <g key={at}>
                <path d={`M${above.x},${start} C${above.x},${middle} ${x},${middle} ${x},${y}`} />
                <text
                  x={(above.x + x) / 2 + (from.yes ? -6 : 6)}
                  y={middle}
                  textAnchor={from.yes ? 'end' : 'start'}
                >
                  {from.yes ? 'yes' : 'no'}
                </text>
              </g>
            );
          })}
        </svg>
        {placed.map((one) => {
          const style = { left: one.x - boxWidth / 2, top: one.y, width: boxWidth, height: boxHeight };
          const came = one.from ? `${one.from.yes ? 'yes' : 'no'}: ` : '';
          if (!one.node.question)
            return (
              <div
                key={one.at}
                className={`${classes.node} ${classes.leaf}`}
                style={style}
                title={answerText(one.node)}
              >
                {inside(one)}
              </div>
            );
          const question = questionText(one.node.question);
          return (
            <button
              key={one.at}
              type="button"
              className={`${classes.node} ${classes.question} ${one.folded ? classes.folded : ''}`}
              style={style}
              title={question}
              aria-expanded={!one.folded}
              aria-label={`${came}${question} ${rowsText(one.node)}, now ${answerText(one.node)}`}
              onClick={() => toggle(one.at)}
            >
              {inside(one)}
            </button>
          );
        })}
      </div>
    </section>
  );
}
