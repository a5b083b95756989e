/** The trees of a forest, one at a time: which questions lead to which answers. */
import { Button, Select, Skeleton } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { bodyOf } from '#/core/bodies/registry';
import type { Model, ModelVersion } from '#/core/protocol/model';
import { formatCount } from '#/ui/charts/formatNumber';
import { seriesColor, useChartTheme } from '#/ui/charts/palette';
import { chosenVersion, versionChoices } from '#/ui/components/chosenVersion';
import { CountInput } from '#/ui/components/CountInput';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { safeFileName, saveFile } from '#/ui/components/saveFile';
import { useCommand } from '#/ui/useCommand';
import { rulesText } from './questionText';
import { TreeDrawing } from './TreeDrawing';
import classes from './tree.module.css';

/** Of a deeper tree, what is below is not asked for: nobody reads it. */
const depth = 12;
const mostColours = 8;

export default function TreeTab({
  model,
  versions: all,
}: {
  model: Model;
  versions: readonly ModelVersion[];
}) {
  const theme = useChartTheme();
  const versions = all.filter(({ body }) => bodyOf(body).trees);
  const [wanted, setWanted] = useState<string>();
  const [number, setNumber] = useState(1);
  const chosen = chosenVersion(model, versions, wanted);
  const version = chosen?.version;
  const trees = version ? (bodyOf(version.body).trees?.count(version.body.spec) ?? 0) : 0;
  const isNumber = number >= 1 && number <= trees;
  const asked = useCommand(
    'models.tree',
    version && isNumber ? { modelId: model.id, version: version.number, tree: number - 1, depth } : null,
  );
  if (!chosen || !version) return null;
  const { labels = [] } = version.task;
  const tree = asked.data;
  return (
    <>
      <div className={classes.bar}>
        {versions.length > 1 && (
          <Select
            label="Version"
            w={220}
            allowDeselect={false}
            data={versionChoices(model, versions)}
            value={chosen.choice}
            onChange={(next) => setWanted(next ?? undefined)}
          />
        )}
        {trees > 1 && (
          <CountInput
            label={`Tree, of ${formatCount(trees)}`}
            value={number}
            error={isNumber ? undefined : `From 1 to ${trees}`}
            onChange={setNumber}
          />
        )}
        {tree && (
          <Button
            variant="default"
            leftSection={<IconDownload size={16} />}
            onClick={() =>
              saveFile(`${safeFileName(model.name)}-tree-${number}.txt`, rulesText(tree.nodes), 'text/plain')
            }
          >
            Rules as text
          </Button>
        )}
        {tree && (
          <p className={classes.note}>
            {formatCount(tree.leaves)} {tree.leaves === 1 ? 'leaf' : 'leaves'}.
            {trees > 1 && ' What the model answers is the mean over all its trees.'}
          </p>
        )}
      </div>
      {labels.length > 0 && labels.length <= mostColours && (
        <ul className={classes.legend} aria-label="Labels">
          {labels.map((label, i) => (
            <li key={label}>
              <span className={classes.swatch} style={{ background: seriesColor(theme, i) }} />
              {label}
            </li>
          ))}
        </ul>
      )}
      {asked.error !== undefined && <ErrorNote error={asked.error} />}
      {!tree && asked.error === undefined && isNumber && <Skeleton h={360} aria-label="Loading the tree" />}
      {tree && <TreeDrawing key={`${version.id}/${tree.tree}`} nodes={tree.nodes} labels={labels} />}
    </>
  );
}
