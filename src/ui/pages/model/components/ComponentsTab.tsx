/** The plane that a model lays through rows: how much of the variance its directions have, and what each is made of. */
import { Select, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { bodyOf } from '#/core/bodies/registry';
import type { ShownComponents } from '#/core/components/shownComponents';
import type { Model, ModelVersion } from '#/core/protocol/model';
import { formatCount } from '#/ui/charts/formatNumber';
import { ErrorBarPlot } from '#/ui/charts/plots/ErrorBarPlot';
import { chosenVersion, versionChoices } from '#/ui/components/chosenVersion';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { safeFileName } from '#/ui/components/saveFile';
import { useCommand } from '#/ui/useCommand';
import classes from '../shapes/shapes.module.css';
import { ComponentList } from './ComponentList';

const mostBars = 30;

export default function ComponentsTab({
  model,
  versions: all,
}: {
  model: Model;
  versions: readonly ModelVersion[];
}) {
  const versions = all.filter(({ body }) => bodyOf(body).components);
  const [wanted, setWanted] = useState<string>();
  const chosen = chosenVersion(model, versions, wanted);
  const version = chosen?.version;
  const asked = useCommand(
    'models.components',
    version ? { modelId: model.id, version: version.number } : null,
  );
  if (!chosen || !version) return null;
  return (
    <>
      {versions.length > 1 && (
        <Select
          label="Version"
          w={220}
          mb={12}
          allowDeselect={false}
          data={versionChoices(model, versions)}
          value={chosen.choice}
          onChange={(next) => setWanted(next ?? undefined)}
        />
      )}
      {asked.error !== undefined && <ErrorNote error={asked.error} />}
      {!asked.data && asked.error === undefined && (
        <Skeleton h={360} role="status" aria-label="Loading the components" />
      )}
      {asked.data && (
        <Found
          key={version.id}
          found={asked.data}
          fileName={safeFileName(`${model.name}-v${version.number}`)}
        />
      )}
    </>
  );
}

function Found({ found, fileName }: { found: ShownComponents; fileName: string }) {
  const [which, setWhich] = useState(0);
  const weights = found.weights[which];
  if (!weights) return <p className="quiet">The training rows differ in nothing: there are no components.</p>;
  const bars = found.names
    .map((name, column) => ({ name, mean: weights[column] ?? 0 }))
    .toSorted((a, b) => Math.abs(b.mean) - Math.abs(a.mean))
    .slice(0, mostBars);
  return (
    <div className={classes.layout}>
      <ComponentList found={found} chosen={which} onChoose={setWhich} />
      <div className={classes.shown}>
        <ErrorBarPlot
          title={`Component ${which + 1}`}
          fileName={fileName}
          xLabel="weight in a direction of length 1"
          measure="Weight"
          bars={bars}
          toTable={() => [
            ['column', ...found.weights.map((_, i) => `component ${i + 1}`)],
            ...found.names.map((name, column) => [name, ...found.weights.map((of) => of[column] as number)]),
          ]}
        />
        <p className="quiet">
          {bars.length < found.names.length &&
            `The ${mostBars} columns of ${formatCount(found.names.length)} with the largest weights; all are in the CSV. `}
          Columns count as the model takes them, prepared. Which side is positive means nothing.
        </p>
      </div>
    </div>
  );
}
