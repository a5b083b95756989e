/** Where the answer comes from: the future of the field, a variable, a table, or folders. */
import { NativeSelect } from '@mantine/core';
import type { DroppedArrays } from '#/app/stores/droppedArrays';
import type { MappingProblem } from '#/core/grid/checkMapping';
import { labelVariables } from '#/core/grid/draftMapping';
import type { GridImportOptions, LabelSource } from '#/core/grid/gridSchema';
import { mapGrid } from '#/core/grid/mapGrid';
import { formatCount } from '#/ui/charts/formatNumber';
import { Problem } from '#/ui/components/grid/Problem';
import { TableChoice, tableHint } from '#/ui/components/grid/TableChoice';

const variablePrefix = 'variable ';

export function LabelControls({
  dropped: { info, files, folders, table },
  options,
  problems,
  onChange,
}: {
  dropped: DroppedArrays;
  options: GridImportOptions;
  problems: readonly MappingProblem[];
  onChange: (labels: LabelSource) => void;
}) {
  const { labels, mapping } = options;
  const { sizes } = mapGrid(info.variables, mapping);
  const choose = (choice: string) => {
    if (choice.startsWith(variablePrefix))
      onChange({ kind: 'variable', variable: choice.slice(variablePrefix.length) });
    else if (choice === 'table') onChange({ kind: 'table', file: table ?? noFile() });
    else if (choice === 'folder') onChange({ kind: 'folder', folders });
    else onChange({ kind: choice === 'future' ? 'future' : 'none' });
  };
  return (
    <>
      <NativeSelect
        aria-label="To predict"
        size="xs"
        value={labels.kind === 'variable' ? variablePrefix + labels.variable : labels.kind}
        onChange={(event) => choose(event.currentTarget.value)}
        data={[
          { value: 'none', label: 'nothing yet' },
          { value: 'future', label: 'the field itself, later in time' },
          ...labelVariables(info.variables, mapping).map(({ name }) => ({
            value: variablePrefix + name,
            label: `the variable ${name}`,
          })),
          ...(files.length > 1 ? [{ value: 'folder', label: 'the folder a file is in' }] : []),
          { value: 'table', label: 'a column of a table' },
        ]}
      />
      {labels.kind === 'variable' && labels.also && (
        <p className="quiet">Kept beside it: {labels.also.join(', ')}</p>
      )}
      {labels.kind === 'folder' && <p className="quiet">{foldersText(labels.folders)}</p>}
      {labels.kind === 'table' && (
        <TableChoice
          table={labels.file.size > 0 ? labels : undefined}
          hint={tableHint(sizes.sample * files.length, sizes.time, files.length > 1)}
          onChange={onChange}
        />
      )}
      <Problem problems={problems} at="labels" />
    </>
  );
}

/** Stands for a table that is still to be chosen. */
const noFile = (): File => new File([], '');

function foldersText(folders: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const folder of folders) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  const shown = [...counts].slice(0, 6).map(([folder, count]) => `${folder} (${formatCount(count)})`);
  return shown.join(', ') + (counts.size > 6 ? ` and ${formatCount(counts.size - 6)} more` : '');
}
