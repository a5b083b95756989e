/** Shapley values: of one row how its answer comes about, of many which columns move answers, and which way. */
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { Contributions } from '#/core/explain/attribution';
import { reasonCodes, reasonTable } from '#/core/explain/reasonCodes';
import { additivityError } from '#/core/explain/summarize';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import type { AttributionViewProps } from './attributionViews';
import { byReach } from '#/ui/components/explain/byReach';
import { toDelimited } from '#/ui/components/delimited';
import { safeFileName, saveFile } from '#/ui/components/saveFile';
import { CountInput } from '#/ui/components/CountInput';
import { plotsOfRow, plotsOfRows } from '#/ui/components/explain/contributionPlots';
import { ofRow, rowName } from '#/ui/components/explain/contributionsPlot';
import { PlotChoice } from '#/ui/components/explain/PlotChoice';
import classes from './explain.module.css';

/** Of each row. */
const mostReasons = 4;

export function ContributionsView({ found, version, fileName }: AttributionViewProps<Contributions>) {
  const columns = useMemo(() => byReach(found), [found]);
  const { shape, coalitions, exact, background, checks } = found;
  const [picked, setPicked] = useState<number>();
  const gap = useMemo(() => additivityError(found), [found]);
  return (
    <div className={classes.found}>
      {shape[0] === 1 ? (
        <PlotChoice
          label="Plot of the answer"
          plots={plotsOfRow}
          {...{ found, columns, version, fileName }}
        />
      ) : (
        <>
          <PlotChoice
            label="Plot of the rows"
            plots={plotsOfRows}
            {...{ found, columns, version, fileName, picked, onPick: setPicked }}
          />
          <OneOfMany {...{ found, version, fileName, picked }} onPick={setPicked} />
        </>
      )}
      {shape[0] > 1 && (
        <div>
          <Button
            variant="default"
            leftSection={<IconDownload size={16} />}
            onClick={() =>
              saveFile(
                `${safeFileName(fileName)}-reasons.csv`,
                toDelimited(reasonTable(reasonCodes(found, mostReasons), mostReasons)),
                'text/csv',
              )
            }
          >
            Save reason codes as CSV
          </Button>
        </div>
      )}
      {!checks && (
        <p className="quiet">
          {coalitions === 0
            ? `Exact, from the trees; a column that is not known goes as it does in ${formatCount(background)} background rows.`
            : exact
              ? `All ${formatCount(coalitions)} sets of known columns were asked: exact for these ${formatCount(background)} background rows.`
              : `${formatCount(coalitions)} sets of known columns were asked, of more: an estimate, for these ${formatCount(background)} background rows.`}{' '}
          With the mean answer the values add up to {shape[0] === 1 ? 'the answer' : 'each answer'}, to{' '}
          {formatNumber(gap)}.
        </p>
      )}
    </div>
  );
}

/** A row of those that are drawn, chosen by its place or in the plot, taken apart. */
function OneOfMany({
  found,
  version,
  fileName,
  picked,
  onPick,
}: Pick<AttributionViewProps<Contributions>, 'found' | 'version' | 'fileName'> & {
  picked: number | undefined;
  onPick: (row: number | undefined) => void;
}) {
  const [rows] = found.shape;
  const one = useMemo(() => (picked === undefined ? undefined : ofRow(found, picked)), [found, picked]);
  const columns = useMemo(() => one && byReach(one), [one]);
  const name = picked === undefined ? '' : rowName(found, picked);
  return (
    <>
      <div className={classes.pick}>
        <CountInput
          label={`One row, 1 to ${formatCount(rows)}`}
          value={picked === undefined ? Number.NaN : picked + 1}
          onChange={(place) => onPick(place >= 1 && place <= rows ? place - 1 : undefined)}
        />
        <p className="quiet">
          {picked === undefined
            ? 'Type a place, or press on a row in the plot, and it is taken apart.'
            : `${name}, answer ${formatNumber(found.answers[picked])}.`}
        </p>
      </div>
      {one && columns && (
        <PlotChoice
          label="Plot of the one row"
          plots={plotsOfRow}
          found={one}
          columns={columns}
          version={version}
          fileName={`${fileName} ${name}`}
        />
      )}
    </>
  );
}
