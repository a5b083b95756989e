/** Shapley values: of one row how its answer comes about, of many which columns move answers, and which way. */
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Contributions } from '#/core/explain/attribution';
import { reasonCodes, reasonTable } from '#/core/explain/reasonCodes';
import { additivityError } from '#/core/explain/summarize';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import type { AttributionViewProps } from './attributionViews';
import { BeeswarmPlot } from '#/ui/components/explain/BeeswarmPlot';
import { byReach } from '#/ui/components/explain/byReach';
import { toDelimited } from '#/ui/components/delimited';
import { safeFileName, saveFile } from '#/ui/components/saveFile';
import { WaterfallPlot } from '#/ui/components/explain/WaterfallPlot';
import classes from './explain.module.css';

/** Of each row. */
const mostReasons = 4;

export function ContributionsView({ found, version, fileName }: AttributionViewProps<Contributions>) {
  const columns = useMemo(() => byReach(found), [found]);
  const { shape, coalitions, exact, background, checks } = found;
  const gap = useMemo(() => additivityError(found), [found]);
  return (
    <div className={classes.found}>
      {shape[0] === 1 ? (
        <WaterfallPlot found={found} columns={columns} version={version} fileName={fileName} />
      ) : (
        <BeeswarmPlot found={found} columns={columns} fileName={fileName} />
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
