import { Button, UnstyledButton } from '@mantine/core';
import { blockName, blocksOf, keysAround } from '#/core/modelGraph/collapse';
import type { ShownItem } from '#/core/modelGraph/collapse';
import type { ModelGraph } from '#/core/modelGraph/modelGraph';
import { formatCount } from '#/ui/charts/formatNumber';
import classes from './graph.module.css';
import { WeightPanel } from './WeightPanel';

/** A node, or the closed block that stands for it. */
export function NodeDetails({
  graph,
  node: index,
  block,
  modelId,
  version,
  onSelect,
  onOpen,
  onClose,
}: {
  graph: ModelGraph;
  node: number;
  block: ShownItem['block'];
  modelId: string;
  version: number;
  onSelect: (node: number) => void;
  onOpen: (block: string) => void;
  onClose: (block: string) => void;
}) {
  const node = graph.nodes[index];
  if (!node) return null;
  if (block)
    return (
      <>
        <h2>{block.name}</h2>
        <p className="quiet">
          {blockName(block.key)}: a block of {formatCount(block.nodes)} nodes
        </p>
        <Button variant="default" onClick={() => onOpen(block.key)}>
          Open the block
        </Button>
      </>
    );
  const readers = graph.nodes.flatMap(({ inputs }, i) =>
    inputs.some(({ from }) => from === index) ? [i] : [],
  );
  const known = blocksOf(graph);
  const around = keysAround(node.block).filter((key) => known.has(key));
  const link = (to: number, text: string) =>
    to < 0 ? (
      text
    ) : (
      <UnstyledButton className={classes.link} onClick={() => onSelect(to)}>
        {text}
      </UnstyledButton>
    );
  return (
    <>
      <h2>{node.op}</h2>
      <p className="quiet">{node.name}</p>
      {node.doc && <p>{node.doc}</p>}
      {around.length > 0 && (
        <div className={classes.blocks}>
          {around.map((key) => (
            <Button key={key} size="compact-sm" variant="default" onClick={() => onClose(key)}>
              Close {blockName(key)}
            </Button>
          ))}
        </div>
      )}
      {node.attributes.length > 0 && (
        <>
          <h3>Attributes</h3>
          <dl className={classes.pairs}>
            {node.attributes.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {node.inputs.length > 0 && (
        <>
          <h3>Takes</h3>
          <ul className={classes.values}>
            {node.inputs.map(({ name, from, type }, i) => (
              // oxlint-disable-next-line react/no-array-index-key -- a value may go in twice
              <li key={`${name} ${i}`}>
                {link(from, name)} <span className="quiet">{type}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {node.outputs.length > 0 && (
        <>
          <h3>Gives</h3>
          <ul className={classes.values}>
            {node.outputs.map(({ name, type }) => (
              <li key={name}>
                {name} <span className="quiet">{type}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      {readers.length > 0 && (
        <>
          <h3>Read by</h3>
          <ul className={classes.values}>
            {readers.slice(0, 20).map((reader) => (
              <li key={reader}>
                {link(reader, graph.nodes[reader]?.name ?? '')}{' '}
                <span className="quiet">{graph.nodes[reader]?.op}</span>
              </li>
            ))}
            {readers.length > 20 && <li className="quiet">and {formatCount(readers.length - 20)} more</li>}
          </ul>
        </>
      )}
      {node.weights.length > 0 && <h3>Weights</h3>}
      {node.weights.map((weight) => {
        const found = graph.weights[weight];
        return (
          found && (
            <WeightPanel key={weight} weight={found} index={weight} modelId={modelId} version={version} />
          )
        );
      })}
    </>
  );
}
