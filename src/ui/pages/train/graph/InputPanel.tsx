/** What goes in, where it is selected: the sample whole, or one of several inputs with its name and its columns. */
import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { DraftInput } from '#/core/arch/draft/archDraft';
import { addInput, removeInput, renameInput, setInputColumns } from '#/core/arch/draft/draftInputs';
import { ColumnChoice } from './ColumnChoice';
import { shapeText } from './graphItems';
import { NameInput } from './NameInput';
import type { GraphDraft, GraphFrame } from './useGraphDraft';
import classes from './graph.module.css';

export function InputPanel({
  input,
  graph: { draft, report, edit },
  frame,
  onSelect,
}: {
  /** Undefined: the sample whole. */
  input: DraftInput | undefined;
  graph: GraphDraft;
  frame: GraphFrame;
  onSelect: (id: string | undefined) => void;
}) {
  const { columns = [] } = frame;
  const name = input?.name;
  return (
    <section className={classes.side} aria-label={name === undefined ? 'The sample' : `Input ${name}`}>
      <div className={classes.sideHead}>
        <h3>{name === undefined ? 'The sample' : 'Input'}</h3>
        {name !== undefined && (
          <ActionIcon
            variant="subtle"
            color="red"
            aria-label={`Remove ${name}`}
            onClick={() => {
              edit(removeInput(draft, name));
              onSelect(undefined);
            }}
          >
            <IconTrash size={16} />
          </ActionIcon>
        )}
      </div>
      <p className={classes.quiet}>{purposeOf(input, columns.length)}</p>
      {input && (
        <>
          <NameInput
            key={input.name}
            name={input.name}
            onTake={(wanted) => {
              edit(renameInput(draft, input.name, wanted));
              onSelect(wanted);
            }}
          />
          <ColumnChoice
            columns={columns}
            chosen={input.columns}
            onChange={(next) => edit(setInputColumns(draft, input.name, next))}
          />
        </>
      )}
      <dl className={classes.facts}>
        <dt>Says</dt>
        <dd>{shapeText(input ? report.shapes.get(input.name) : frame.inputShape)}</dd>
      </dl>
      <div className={classes.buttons}>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={12} />}
          disabled={columns.length < 2}
          onClick={() => {
            const next = addInput(
              draft,
              columns.map((column) => column.name),
            );
            edit(next.draft);
            onSelect(next.name);
          }}
        >
          {input ? 'One more input' : 'Part into inputs'}
        </Button>
      </div>
    </section>
  );
}

function purposeOf(input: DraftInput | undefined, columns: number): string {
  if (input) return 'A part of every sample. Layers read it by its name.';
  return columns > 1
    ? 'Every sample goes in whole. It can also go in as several inputs, each with some of the columns.'
    : 'Every sample goes in whole. Slice and Crop take a part of it.';
}
