/** What is selected: its name, what it reads, its settings, what it comes to. All that the graph does, by keyboard. */
import { ActionIcon, Button, Select } from '@mantine/core';
import { IconPlus, IconTrash, IconX } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import {
  type ArchDraft,
  type DraftNode,
  firstInput,
  inputNames,
  readersOf,
} from '#/core/arch/draft/archDraft';
import {
  branchLayer,
  connect,
  disconnect,
  removeNodes,
  rename,
  setParams,
  takesSeveral,
} from '#/core/arch/draft/editDraft';
import { layerBytes } from '#/core/arch/estimateMemory';
import { bytesText } from '#/core/bytesText';
import { layers } from '#/core/layers/registry';
import { formatCount } from '#/ui/charts/formatNumber';
import { controlSpecs, validateControls } from '#/ui/forms/controlSpec';
import { SchemaForm } from '#/ui/forms/SchemaForm';
import { shapeText } from './graphItems';
import { NameInput } from './NameInput';
import type { GraphDraft } from './useGraphDraft';
import classes from './graph.module.css';

export function NodePanel({
  node,
  graph,
  batchSize,
  onSelect,
}: {
  node: DraftNode;
  graph: GraphDraft;
  batchSize: number;
  onSelect: (id: string | undefined) => void;
}) {
  const { draft, report, edit } = graph;
  const layer = layers.find(node.type);
  const specs = useMemo(() => (layer ? controlSpecs(layer.params) : []), [layer]);
  const facts = report.facts.get(node.id);
  const memory = layerBytes(facts ?? { values: 0, keeps: 0 }, batchSize);
  return (
    <section className={classes.side} aria-label={`Layer ${node.id}`}>
      <div className={classes.sideHead}>
        <h3>{layer?.title ?? node.type}</h3>
        <ActionIcon
          variant="subtle"
          color="red"
          aria-label={`Remove ${node.id}`}
          onClick={() => {
            edit(removeNodes(draft, [node.id]));
            onSelect(node.inputs[0]);
          }}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </div>
      {layer && <p className={classes.quiet}>{layer.summary}</p>}
      <NameInput
        key={node.id}
        name={node.id}
        onTake={(wanted) => {
          edit(rename(draft, node.id, wanted));
          onSelect(wanted);
        }}
      />
      <Inputs node={node} graph={graph} />
      <SchemaForm
        specs={specs}
        values={node.params}
        problems={layer && validateControls(layer.params, specs, node.params)}
        onChange={(params) => edit(setParams(draft, node.id, { ...params }))}
      />
      <dl className={classes.facts}>
        <dt>Says</dt>
        <dd>{shapeText(report.shapes.get(node.id))}</dd>
        {facts && (
          <>
            <dt>Weights</dt>
            <dd>{formatCount(facts.weights)}</dd>
            <dt>Products a sample</dt>
            <dd>{formatCount(facts.uses)}</dd>
            <dt>Values kept a sample</dt>
            <dd>{formatCount(facts.keeps)}</dd>
            <dt>Memory forward, batch of {formatCount(batchSize)}</dt>
            <dd>{bytesText(memory.forward)}</dd>
            <dt>Memory of a step, gradient included</dt>
            <dd>{bytesText(memory.step)}</dd>
          </>
        )}
      </dl>
      <div className={classes.buttons}>
        <Button
          size="compact-sm"
          variant="default"
          disabled={draft.output === node.id}
          onClick={() => edit({ ...draft, output: node.id })}
        >
          {draft.output === node.id ? 'This is the answer' : 'Let this be the answer'}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            const { type, params, inputs } = node;
            const after = inputs[0] ?? firstInput(draft);
            const next = branchLayer(draft, { type, after, params });
            edit(next.draft);
            onSelect(next.id);
          }}
        >
          Duplicate
        </Button>
      </div>
    </section>
  );
}

/** Nothing after it can be read: that would be a circle. */
const readable = (draft: ArchDraft, id: string): string[] => {
  const later = readersOf(draft, id);
  return [...inputNames(draft), ...draft.nodes.map((one) => one.id)].filter(
    (one) => one !== id && !later.has(one),
  );
};

function Inputs({ node, graph: { draft, edit } }: { node: DraftNode; graph: GraphDraft }) {
  const choices = readable(draft, node.id);
  const several = takesSeveral(node.type);
  const [adding, setAdding] = useState(false);
  return (
    <div className={classes.inputs}>
      <span className={classes.label}>Reads</span>
      {node.inputs.map((from, slot) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a slot is its place
        <div key={slot} className={classes.input}>
          <Select
            size="xs"
            aria-label={`Input ${slot + 1} of ${node.id}`}
            data={choices.includes(from) ? choices : [...choices, from]}
            value={from}
            searchable
            allowDeselect={false}
            onChange={(next) => next && edit(connect(draft, { from: next, to: node.id, slot }))}
          />
          <ActionIcon
            variant="subtle"
            aria-label={`Cut input ${slot + 1} of ${node.id}`}
            onClick={() => edit(disconnect(draft, { to: node.id, slot }))}
          >
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      {(several || node.inputs.length === 0) &&
        (adding || node.inputs.length === 0 ? (
          <Select
            size="xs"
            aria-label={`One more input of ${node.id}`}
            placeholder="Choose what it reads"
            data={choices}
            value={null}
            searchable
            onChange={(next) => {
              if (next) edit(connect(draft, { from: next, to: node.id }));
              setAdding(false);
            }}
          />
        ) : (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={<IconPlus size={12} />}
            onClick={() => setAdding(true)}
          >
            One more input
          </Button>
        ))}
    </div>
  );
}
