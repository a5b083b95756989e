/** The editor of a network: layers to the left, the graph in the middle, what is selected to the right, text on demand. */
import { ActionIcon, Button, Checkbox, Select } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCode,
  IconLayoutDistributeHorizontal,
} from '@tabler/icons-react';
import { ReactFlowProvider } from '@xyflow/react';
import { useMemo, useState } from 'react';
import type { ArchDraft } from '#/core/arch/draft/archDraft';
import { layerBytes } from '#/core/arch/estimateMemory';
import { bytesText } from '#/core/bytesText';
import { firstInput, inputNames, nodeOf } from '#/core/arch/draft/archDraft';
import { putBlock } from '#/core/arch/draft/draftBlock';
import { addLayer } from '#/core/arch/draft/editDraft';
import { formatCount } from '#/ui/charts/formatNumber';
import { BlocksButton } from './BlocksButton';
import { DraftText } from './DraftText';
import { GraphCanvas } from './GraphCanvas';
import { InputPanel } from './InputPanel';
import { NodePanel } from './NodePanel';
import { Palette } from './Palette';
import { Problems } from './Problems';
import { type GraphFrame, useGraphDraft } from './useGraphDraft';
import classes from './graph.module.css';

export interface StartFrom {
  type: string;
  title: string;
  draft: () => ArchDraft | undefined;
}

export default function GraphEditor({
  initial,
  frame,
  starts,
  onChange,
}: {
  initial: unknown;
  frame: GraphFrame;
  starts: readonly StartFrom[];
  onChange: (draft: ArchDraft) => void;
}) {
  const graph = useGraphDraft(initial, frame, onChange);
  const { draft, report, edit, undo, redo, canUndo, canRedo } = graph;
  const [selected, setSelected] = useState<string>();
  const [arranged, setArranged] = useState(0);
  const [asText, setAsText] = useState(false);
  const [refused, setRefused] = useState<string>();
  useHotkeys([
    ['mod+Z', undo],
    ['mod+shift+Z', redo],
    ['mod+Y', redo],
  ]);
  const node = selected === undefined ? undefined : nodeOf(draft, selected);
  const isInput = selected !== undefined && inputNames(draft).includes(selected);
  const after = node?.id ?? (isInput ? selected : draft.output || firstInput(draft));
  const isBeside = node !== undefined || isInput || asText;
  const [weights, bytes] = useMemo(() => {
    const facts = [...report.facts.values()];
    return [
      facts.reduce((sum, own) => sum + own.weights, 0),
      facts.reduce((sum, own) => sum + layerBytes(own, frame.batchSize).step, 0),
    ];
  }, [report, frame.batchSize]);
  const select = (id: string | undefined) => {
    setRefused(undefined);
    setSelected(id);
  };
  return (
    <div className={classes.editor}>
      <div className={classes.bar}>
        <ActionIcon variant="default" aria-label="Undo" disabled={!canUndo} onClick={undo}>
          <IconArrowBackUp size={16} />
        </ActionIcon>
        <ActionIcon variant="default" aria-label="Redo" disabled={!canRedo} onClick={redo}>
          <IconArrowForwardUp size={16} />
        </ActionIcon>
        <ActionIcon variant="default" aria-label="Arrange" onClick={() => setArranged(arranged + 1)}>
          <IconLayoutDistributeHorizontal size={16} />
        </ActionIcon>
        <Select
          size="xs"
          aria-label="Start from"
          placeholder="Start from a model"
          searchable
          value={null}
          data={starts.map(({ type, title }) => ({ value: type, label: title }))}
          onChange={(type) => {
            const made = starts.find((start) => start.type === type)?.draft();
            if (!made) return;
            edit(made);
            select(undefined);
            setArranged(arranged + 1);
          }}
        />
        <BlocksButton
          draft={draft}
          after={after}
          onPut={(block) => {
            const next = putBlock(draft, block, after);
            edit(next.draft);
            select(next.id);
            setArranged(arranged + 1);
          }}
        />
        <Checkbox
          size="xs"
          label="Answer layer"
          checked={draft.head}
          onChange={(event) => edit({ ...draft, head: event.currentTarget.checked })}
        />
        <span className={classes.sum} role="status">
          {formatCount(draft.nodes.length)} {draft.nodes.length === 1 ? 'layer' : 'layers'},{' '}
          {formatCount(weights)} weights before the answer, {bytesText(bytes)} in a step of{' '}
          {formatCount(frame.batchSize)}
        </span>
        <Button
          size="compact-sm"
          variant={asText ? 'light' : 'default'}
          leftSection={<IconCode size={14} />}
          aria-pressed={asText}
          onClick={() => setAsText(!asText)}
        >
          JSON
        </Button>
      </div>
      {refused && (
        <p className={classes.refused} role="alert">
          {refused}
        </p>
      )}
      <Problems graph={graph} onSelect={select} />
      <div className={classes.panes} data-side={isBeside || undefined}>
        <Palette
          after={after}
          onAdd={(type) => {
            const next = addLayer(draft, { type, after });
            edit(next.draft);
            select(next.id);
          }}
        />
        <ReactFlowProvider>
          {/* Another one of it: everything stands where it belongs. */}
          <GraphCanvas
            key={arranged}
            graph={graph}
            frame={frame}
            selected={selected}
            after={after}
            onSelect={select}
            onRefused={setRefused}
          />
        </ReactFlowProvider>
        {isBeside && (
          <div className={classes.sides}>
            {node && <NodePanel node={node} graph={graph} batchSize={frame.batchSize} onSelect={select} />}
            {isInput && (
              <InputPanel
                key={selected}
                input={draft.inputs?.find(({ name }) => name === selected)}
                graph={graph}
                frame={frame}
                onSelect={select}
              />
            )}
            {asText && <DraftText graph={graph} frame={frame} />}
          </div>
        )}
      </div>
    </div>
  );
}
