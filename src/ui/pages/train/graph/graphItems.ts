/** A draft as the canvas wants it: nodes with places, edges with what is wrong at them. */
import type { Edge, Node } from '@xyflow/react';
import { type ArchDraft, edgesOf, inputNames, sampleName } from '#/core/arch/draft/archDraft';
import type { DraftReport } from '#/core/arch/draft/inspectDraft';
import { layers } from '#/core/layers/registry';
import { layered } from '#/core/modelGraph/layered';
import { formatShort } from '#/ui/charts/formatShort';
import type { LayerData } from './LayerNode';
import type { GraphFrame } from './useGraphDraft';

/** The canvas' own name of what comes out; no layer can be called so. */
export const answerName = '=answer';
/** Of a node, as graph.module.css has it. */
const [nodeWidth, nodeHeight] = [180, 74];

export const shapeText = (shape: readonly number[] | undefined): string =>
  shape ? `[${shape.join(', ')}]` : '–';

export type Places = Readonly<Record<string, { x: number; y: number }>>;

export function graphNodes(
  draft: ArchDraft,
  report: DraftReport,
  frame: GraphFrame,
  moved: Places,
  selected: string | undefined,
): Node<LayerData>[] {
  const places = placesOf(draft);
  const of = (id: string, data: LayerData): Node<LayerData> => {
    const wrong = report.problems.some(
      ({ node, edge, severe }) => severe && (node === id || (node === undefined && edge?.to === id)),
    );
    return {
      id,
      type: 'layer',
      position: moved[id] ?? places.get(id) ?? { x: 0, y: 0 },
      data: { ...data, wrong },
      selected: id === selected,
      deletable: data.part || (!data.first && !data.last),
      ariaLabel: `${data.title}, ${data.type}, ${data.shape}${data.part ? `, ${data.note}` : ''}${wrong ? ', something is wrong' : ''}`,
    };
  };
  const unused = new Set(
    report.problems.flatMap(({ node, severe }) => (node !== undefined && !severe ? [node] : [])),
  );
  return [
    ...(draft.inputs?.map(({ name, columns }) =>
      of(name, {
        title: name,
        type: 'input',
        shape: shapeText(report.shapes.get(name)),
        note: columnsText(columns),
        first: true,
        part: true,
      }),
    ) ?? [
      of(sampleName, {
        title: 'Sample',
        type: 'what goes in',
        shape: shapeText(frame.inputShape),
        note: '',
        first: true,
      }),
    ]),
    ...draft.nodes.map(({ id, type }) =>
      of(id, {
        title: id,
        type: layers.find(type)?.title ?? type,
        shape: shapeText(report.shapes.get(id)),
        note: noteOf(report.facts.get(id)?.weights),
        unused: unused.has(id),
      }),
    ),
    of(answerName, {
      title: 'Answer',
      type: draft.head ? 'dense' : 'as it is',
      shape: shapeText([frame.outputWidth]),
      note: '',
      last: true,
    }),
  ];
}

/** From the top down, as a page is read: what follows stands below. */
function placesOf(draft: ArchDraft): Map<string, { x: number; y: number }> {
  const ids = [...inputNames(draft), ...draft.nodes.map(({ id }) => id), answerName];
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const edges = [...edgesOf(draft), { from: draft.output, to: answerName }].flatMap(
    ({ from, to }): [number, number][] => {
      const [start, end] = [numbers.get(from), numbers.get(to)];
      return start === undefined || end === undefined || start === end ? [] : [[start, end]];
    },
  );
  const all = (size: number) => new Float32Array(ids.length).fill(size);
  const { x, y } = layered({ widths: all(nodeWidth), heights: all(nodeHeight) }, edges);
  return new Map(
    ids.map((id, number) => [id, { x: (x[number] as number) - nodeWidth / 2, y: y[number] as number }]),
  );
}

const columnsText = (columns: readonly string[]): string => {
  const more = columns.length - 5;
  return columns.slice(0, 5).join(', ') + (more > 0 ? ` and ${formatShort(more)} more` : '') || 'no column';
};

const noteOf = (weights: number | undefined): string => (weights ? `${formatShort(weights)} weights` : '');

export const edgeName = (to: string, slot: number): string => `${to}:${slot}`;

export function graphEdges(
  draft: ArchDraft,
  { problems }: DraftReport,
  selected: string | undefined,
): Edge[] {
  const wrong = new Set(
    problems.flatMap(({ edge, severe }) => (edge && severe ? [edgeName(edge.to, edge.slot)] : [])),
  );
  const known = new Set([...inputNames(draft), ...draft.nodes.map(({ id }) => id)]);
  const edges = edgesOf(draft)
    .filter(({ from }) => known.has(from))
    .map(({ from, to, slot }): Edge => {
      const id = edgeName(to, slot);
      return {
        id,
        source: from,
        target: to,
        data: { slot },
        selected: id === selected,
        className: wrong.has(id) ? 'wrong' : undefined,
        ariaLabel: `${from} to ${to}${wrong.has(id) ? ', something is wrong' : ''}`,
      };
    });
  if (known.has(draft.output))
    edges.push({
      id: edgeName(answerName, 0),
      source: draft.output,
      target: answerName,
      selected: edgeName(answerName, 0) === selected,
      deletable: false,
      ariaLabel: `${draft.output} to the answer`,
    });
  return edges;
}
