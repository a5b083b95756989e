import type { ModelGraph } from '#/core/modelGraph/modelGraph';
import { formatCount } from '#/ui/charts/formatNumber';
import classes from './graph.module.css';

/** What a file says of itself, and how many there are of each operator. */
export function GraphFacts({ graph }: { graph: ModelGraph }) {
  const counts = new Map<string, number>();
  for (const { kind, op } of graph.nodes) if (kind === 'node') counts.set(op, (counts.get(op) ?? 0) + 1);
  const ends = graph.nodes.filter(({ kind }) => kind !== 'node');
  return (
    <>
      <h2>The model</h2>
      <dl className={classes.pairs}>
        {graph.facts.map(([name, value], i) => (
          // oxlint-disable-next-line react/no-array-index-key -- a file may say a thing twice
          <div key={`${name} ${i}`}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h3>Inputs and outputs</h3>
      <dl className={classes.pairs}>
        {ends.map(({ kind, name, outputs, inputs }) => (
          <div key={`${kind} ${name}`}>
            <dt>{name}</dt>
            <dd>
              {kind}, {(kind === 'input' ? outputs[0]?.type : inputs[0]?.type) || 'of unknown shape'}
            </dd>
          </div>
        ))}
      </dl>
      <h3>Operators</h3>
      <dl className={classes.pairs}>
        {[...counts]
          .sort(([, a], [, b]) => b - a)
          .slice(0, 40)
          .map(([op, count]) => (
            <div key={op}>
              <dt>{op}</dt>
              <dd>{formatCount(count)}</dd>
            </div>
          ))}
      </dl>
    </>
  );
}
