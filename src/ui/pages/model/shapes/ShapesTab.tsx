/** The whole of an explainable model: its terms by weight, the shape of one of them, and how it can be changed by hand. */
import { Select, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { changed } from '#/core/additive/changed';
import type { ShapeEdit } from '#/core/additive/editShapes';
import type { ShownShapes, ShownTerm } from '#/core/additive/shownShapes';
import { bodyOf } from '#/core/bodies/registry';
import type { Model, ModelVersion } from '#/core/protocol/model';
import { formatNumber } from '#/ui/charts/formatNumber';
import { chosenVersion, versionChoices } from '#/ui/components/chosenVersion';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { safeFileName } from '#/ui/components/saveFile';
import { useCommand } from '#/ui/useCommand';
import { termTitle } from './binText';
import { EditPanel } from './EditPanel';
import { KeepShapes } from './KeepShapes';
import { PairPlot } from './PairPlot';
import { ShapePlot } from './ShapePlot';
import { TermList } from './TermList';
import classes from './shapes.module.css';

export default function ShapesTab({
  model,
  versions: all,
}: {
  model: Model;
  versions: readonly ModelVersion[];
}) {
  const versions = all.filter(({ body }) => bodyOf(body).shapes);
  const [wanted, setWanted] = useState<string>();
  const chosen = chosenVersion(model, versions, wanted);
  const version = chosen?.version;
  const asked = useCommand('models.shapes', version ? { modelId: model.id, version: version.number } : null);
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
        <Skeleton h={360} role="status" aria-label="Loading the shapes" />
      )}
      {asked.data && (
        <Shapes
          key={version.id}
          found={asked.data}
          model={model}
          version={version}
          onKept={(number) => setWanted(String(number))}
        />
      )}
    </>
  );
}

function Shapes({
  found,
  model,
  version,
  onKept,
}: {
  found: ShownShapes;
  model: Model;
  version: ModelVersion;
  onKept: (number: number) => void;
}) {
  const [place, setPlace] = useState(found.terms[0]?.term ?? 0);
  const [output, setOutput] = useState(0);
  const [edits, setEdits] = useState<ShapeEdit[]>([]);
  const [range, setRange] = useState<[number, number]>();
  const term = found.terms.find((one) => one.term === place);
  const { target } = version.task;
  const isNumber = found.labels.length === 0;
  const label = found.labels[output];
  const measure = isNumber ? `Adds to ${target}` : `Adds to the logit of “${label}”`;
  if (!term) return <p className="quiet">The model has no shapes: it answers the same to every row.</p>;
  const own = edits.filter((edit) => edit.term === place && (edit.output ?? output) === output);
  const scores = editedScores(term, output, own);
  const before = own.length > 0 ? term.scores[output] : undefined;
  const single = term.axes.length === 1 ? term.axes[0] : undefined;
  const bins = range ?? [0, (single?.bins ?? 1) - 1];
  const fileName = safeFileName(`${model.name}-${termTitle(term)}`);
  const choose = (next: number) => {
    setPlace(next);
    setRange(undefined);
  };
  return (
    <div className={classes.layout}>
      <TermList
        terms={found.terms}
        chosen={place}
        changed={new Set(edits.map((edit) => edit.term))}
        onChoose={choose}
      />
      <div className={classes.shown}>
        {found.labels.length > 1 && (
          <Select
            label="Label"
            w={220}
            searchable
            allowDeselect={false}
            data={found.labels.map((name, i) => ({ value: String(i), label: name }))}
            value={String(output)}
            onChange={(next) => setOutput(Number(next ?? 0))}
          />
        )}
        {single ? (
          <ShapePlot
            axis={single}
            version={version}
            scores={scores}
            {...(before && { before })}
            spreads={term.spreads[output] ?? []}
            rows={term.rows}
            measure={measure}
            {...(range && { chosen: range })}
            onChoose={setRange}
            fileName={fileName}
          />
        ) : (
          <PairPlot term={term} version={version} scores={scores} measure={measure} fileName={fileName} />
        )}
        <p className="quiet">
          Every answer is {formatNumber(found.base[output], 4)} and what its columns add.{' '}
          {single
            ? 'The band is how far models of other parts of the rows are apart, one standard deviation; the bars below are training rows.'
            : 'Pale cells have no training rows.'}
        </p>
        <EditPanel
          key={place}
          {...(single && { axis: single })}
          version={version}
          chosen={bins}
          unit={isNumber ? target : 'logits'}
          canUndo={edits.length > 0}
          onChoose={setRange}
          onChange={(change) =>
            setEdits([
              ...edits,
              { term: place, ...(found.labels.length > 1 && { output }), ...(single && { bins }), change },
            ])
          }
          onUndo={() => setEdits(edits.slice(0, -1))}
        />
        {edits.length > 0 && <KeepShapes version={version} edits={edits} onKept={onKept} />}
      </div>
    </div>
  );
}

function editedScores({ scores, rows }: ShownTerm, output: number, edits: readonly ShapeEdit[]): number[] {
  const now = [...(scores[output] ?? [])];
  for (const { bins, change } of edits) {
    const [from, to] = bins ?? [0, now.length - 1];
    now.splice(from, to - from + 1, ...changed(now.slice(from, to + 1), rows.slice(from, to + 1), change));
  }
  return now;
}
