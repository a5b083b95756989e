/**
 * The columns of a Parquet file as columns of a table: records are flattened to dotted names (address.city); where
 * something repeats, the list or map is one column of JSON.
 */
import type { FileMetaData, SchemaElement, SchemaTree } from 'hyparquet';
import { parquetSchema } from 'hyparquet';
import { type LeafSense, senseOf } from './leafSense';

export interface Leaf {
  /** Among the columns of a row group. */
  index: number;
  element: SchemaElement;
  sense: LeafSense;
  mostDefinition: number;
  mostRepetition: number;
}

export interface Node {
  name: string;
  element: SchemaElement;
  children: Node[];
  /** Levels at this node, itself included. */
  definition: number;
  repetition: number;
  leaf?: Leaf;
}

export type ParquetColumn = { name: string } & (
  | { form: 'flat'; leaf: Leaf }
  | { form: 'nested'; node: Node; leaves: Leaf[] }
);

export function columnsOf(metadata: FileMetaData): ParquetColumn[] {
  let index = 0;
  const build = ({ element, children }: SchemaTree, definition: number, repetition: number): Node => {
    const repeats = element.repetition_type === 'REPEATED';
    const own = {
      name: element.name,
      element,
      definition: definition + (element.repetition_type === 'REQUIRED' ? 0 : 1),
      repetition: repetition + (repeats ? 1 : 0),
    };
    if (children.length > 0 || (element.num_children !== undefined && !element.type))
      return { ...own, children: children.map((child) => build(child, own.definition, own.repetition)) };
    const leaf: Leaf = {
      index: index++,
      element,
      sense: senseOf(element),
      mostDefinition: own.definition,
      mostRepetition: own.repetition,
    };
    return { ...own, children: [], leaf };
  };
  const root = parquetSchema(metadata);
  const nodes = root.children.map((child) => build(child, 0, 0));
  return nodes.flatMap((node) => flattened(node, node.name));
}

function flattened(node: Node, name: string): ParquetColumn[] {
  if (node.repetition === 0 && node.leaf) return [{ name, form: 'flat', leaf: node.leaf }];
  const isRecord = node.children.length > 0 && node.repetition === 0 && !isListOrMap(node);
  if (isRecord) return node.children.flatMap((child) => flattened(child, `${name}.${child.name}`));
  const leaves = leavesOf(node);
  return leaves.length > 0 ? [{ name, form: 'nested', node, leaves }] : [];
}

export const isListOrMap = ({ children }: Node): boolean =>
  children.length === 1 && children[0]?.element.repetition_type === 'REPEATED';

export const leavesOf = (node: Node): Leaf[] => (node.leaf ? [node.leaf] : node.children.flatMap(leavesOf));
