/** What several files are: recordings of their own, or stretches of one time. */
import { NativeSelect } from '@mantine/core';
import type { GridImportOptions } from '#/core/grid/gridSchema';
import { formatCount } from '#/ui/charts/formatNumber';

export function FilesChoice({
  count,
  options,
  onChange,
}: {
  count: number;
  options: GridImportOptions;
  onChange: (options: GridImportOptions) => void;
}) {
  if (count < 2) return null;
  return (
    <>
      <NativeSelect
        size="xs"
        label={`The ${formatCount(count)} files are`}
        value={options.files ?? 'recordings'}
        onChange={(event) =>
          onChange({ ...options, files: event.currentTarget.value === 'time' ? 'time' : 'recordings' })
        }
        data={[
          { value: 'recordings', label: 'recordings of their own, of equal length' },
          { value: 'time', label: 'one recording, joined in the order of their times' },
        ]}
      />
      {options.files === 'time' && (
        <p className="quiet">Sizes and samples shown here are those of the first file.</p>
      )}
    </>
  );
}
