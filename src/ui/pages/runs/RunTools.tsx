/** Above the table of runs: the search, the experiment, columns, groups, and what the table is narrowed to. */
import { Button, CloseButton, Select } from '@mantine/core';
import { IconChartDots } from '@tabler/icons-react';
import { useState } from 'react';
import type { ExperimentSummary } from '#/app/queries';
import type { Run } from '#/core/protocol/model';
import { fieldName, parseFieldName } from '#/core/runs/query/runFields';
import { inWords, type SourceError } from '#/core/expression/sourceError';
import { SearchInput } from '#/ui/components/SearchInput';
import { allFields, ColumnsButton } from './ColumnsButton';
import { fieldTitle } from './fieldTitle';
import type { RunsView } from './useRunsView';
import { ViewsButton } from './ViewsButton';
import classes from './runs.module.css';

export function RunTools({
  runs,
  view,
  change,
  experiments,
  scope,
  base,
  fault,
  note,
}: {
  runs: readonly Run[];
  view: RunsView;
  change(change: Partial<RunsView>): void;
  experiments: readonly ExperimentSummary[];
  /** "of iris.csv": the dataset or model that the address names. */
  scope?: string;
  base?: Run;
  fault?: SourceError;
  note?: string;
}) {
  // What is typed shows at once; the address follows.
  const [query, setQuery] = useState(view.query);
  const groups = allFields(runs).flatMap(([group, fields]) =>
    group === 'Metrics'
      ? []
      : [{ group, items: fields.map((field) => ({ value: fieldName(field), label: fieldTitle(field) })) }],
  );
  return (
    <div className={classes.tools}>
      <SearchInput
        w={420}
        label="Search or filter runs"
        placeholder="Words, or metrics.valAccuracy > 0.9 and family = mlp"
        value={query}
        onChange={(text) => {
          setQuery(text);
          change({ query: text });
        }}
      />
      {experiments.length > 1 && (
        <Select
          w={200}
          aria-label="Experiment"
          placeholder="All experiments"
          clearable
          searchable
          data={experiments.map(({ experiment, runs: count }) => ({
            value: experiment.id,
            label: `${experiment.name} (${count})`,
          }))}
          value={view.experiment ?? null}
          onChange={(value) => change({ experiment: value ?? undefined })}
        />
      )}
      <Select
        w={180}
        aria-label="Group by"
        placeholder="Not grouped"
        clearable
        searchable
        data={groups}
        value={view.group ? fieldName(view.group) : null}
        onChange={(value) => change({ group: value ? parseFieldName(value) : undefined })}
      />
      <ColumnsButton runs={runs} columns={view.columns} onChange={(columns) => change({ columns })} />
      <Button
        variant={view.charts ? 'light' : 'default'}
        aria-pressed={view.charts === true}
        leftSection={<IconChartDots size={16} />}
        onClick={() => change({ charts: !view.charts })}
      >
        Charts
      </Button>
      <ViewsButton onOpen={(opened) => setQuery(opened.q ?? '')} />
      {scope && (
        <Chip
          text={scope}
          label="Show all runs"
          onClose={() => change({ dataset: undefined, model: undefined })}
        />
      )}
      {base && (
        <Chip
          text={`beside ${base.name}`}
          label="Compare with no baseline"
          onClose={() => change({ base: undefined })}
        />
      )}
      {fault ? (
        <p className={classes.fault} role="alert" style={{ color: 'var(--bad)' }}>
          {inWords(fault)}
        </p>
      ) : note ? (
        <p className={classes.fault} role="status">
          {note}
        </p>
      ) : null}
    </div>
  );
}

function Chip({ text, label, onClose }: { text: string; label: string; onClose(): void }) {
  return (
    <span className={classes.scope}>
      {text}
      <CloseButton size="xs" aria-label={label} onClick={onClose} />
    </span>
  );
}
