/** One layer in the graph: name, type, shape, weights; red where something is wrong with it. */
import { Handle, type NodeProps, Position } from '@xyflow/react';
import classes from './graph.module.css';

export interface LayerData extends Record<string, unknown> {
  title: string;
  type: string;
  shape: string;
  note: string;
  wrong?: boolean;
  unused?: boolean;
  first?: boolean;
  /** Of the sample: it has a name and can be removed. */
  part?: boolean;
  last?: boolean;
}

export function LayerNode({ data, selected }: NodeProps & { data: LayerData }) {
  const { title, type, shape, note, wrong, unused, first, last } = data;
  return (
    <div
      className={classes.node}
      data-wrong={wrong || undefined}
      data-unused={unused || undefined}
      data-end={first || last || undefined}
      data-selected={selected || undefined}
    >
      {!first && <Handle type="target" position={Position.Top} className={classes.handle} />}
      <span className={classes.nodeTitle}>{title}</span>
      <span className={classes.nodeType}>{type}</span>
      <span className={classes.nodeShape}>{shape}</span>
      <span className={classes.nodeNote} title={note}>
        {note}
      </span>
      {!last && <Handle type="source" position={Position.Bottom} className={classes.handle} />}
    </div>
  );
}
