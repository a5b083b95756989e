/** By which figure trials are judged, and by which others as well. */
import { MultiSelect, Select } from '@mantine/core';
import type { Objective } from '#/core/protocol/sweep';
import { objectiveTitle } from '../run/sweep/sweepNames';

export function ObjectiveFields({
  known,
  chosen: [first = '', ...also],
  onChange,
  note,
}: {
  known: readonly Objective[];
  /** The first counts first. */
  chosen: readonly string[];
  onChange(chosen: string[]): void;
  note?: string;
}) {
  const data = known.map(({ metric, better }) => ({
    value: metric,
    label: `${objectiveTitle(metric)}, ${better}`,
  }));
  return (
    <>
      <Select
        label="Best by"
        allowDeselect={false}
        data={data}
        value={first}
        description="Of the validation rows. Test rows take no part in the search: they judge the best one."
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        onChange={(next) => next && onChange([next, ...also.filter((metric) => metric !== next)])}
      />
      <MultiSelect
        label="And by"
        placeholder={also.length === 0 ? 'nothing else' : undefined}
        maxValues={3}
        clearable
        hidePickedOptions
        data={data.filter(({ value }) => value !== first)}
        value={also}
        description={`With several the search looks for a front: trials that none beats in all of them.${note ? ` ${note}` : ''}`}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        onChange={(next) => onChange([first, ...next])}
      />
    </>
  );
}
