/** Groups that were found: how large, how well apart, what sets each of them apart, and where their rows lie. */
import { useMemo, useState } from 'react';
import { noGroup } from '#/core/clusters/groupNames';
import { meanOf } from '#/core/clusters/groupScores';
import type { GroupPredictions } from '#/core/tasks/clustering';
import { formatCount, formatShare } from '#/ui/charts/formatNumber';
import { seriesColor, useChartTheme } from '#/ui/charts/palette';
import { GroupPlot } from '#/ui/charts/plots/GroupPlot';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import { Panel } from '#/ui/components/Panel';
import type { EvaluationProps } from '../taskView';
import { BesideGroups } from './BesideGroups';
import classes from './evaluation.module.css';
import { GroupProfile } from './GroupProfile';
import styles from './groups.module.css';
import { type Samples, SampleTable } from './SampleTable';
import { TriedGroups } from './TriedGroups';

interface GroupRow {
  label: string;
  color: string;
  places: number[];
  silhouette: number;
}

export default function GroupEvaluation({ run, judged, part }: EvaluationProps<GroupPredictions>) {
  const { labels, group, silhouette, x, y } = judged;
  const theme = useChartTheme();
  const none = labels.indexOf(noGroup);
  const [samples, setSamples] = useState<Samples>();
  const groups = useMemo(() => {
    const places: number[][] = labels.map(() => []);
    for (const [place, label] of group.entries()) places[label]?.push(place);
    return places.map(
      (own, i): GroupRow => ({
        label: labels[i] as string,
        color: i === none ? theme.axis : seriesColor(theme, i),
        places: own,
        silhouette: meanOf(own.map((place) => silhouette[place] as number)),
      }),
    );
  }, [labels, group, silhouette, none, theme]);
  const points = useMemo(
    () => Array.from(group, (label, i) => ({ x: x[i] as number, y: y[i] as number, group: label })),
    [group, x, y],
  );
  const columns = useMemo(() => columnsOf(group.length), [group]);
  const known = silhouette.filter((value) => !Number.isNaN(value)).length;
  const open = ({ label, places }: GroupRow) =>
    setSamples({
      title: `Rows of ${label}, those that lie worst first`,
      places: places.toSorted((a, b) => order(silhouette[a]) - order(silhouette[b])),
      columns: [{ name: 'Silhouette', number: (place) => silhouette[place] as number }],
    });
  return (
    <>
      <Panel title="Groups">
        <DataTable
          label="Groups"
          columns={columns}
          rows={groups}
          rowKey={({ label }) => label}
          rowHeight={32}
          maxHeight={360}
          onOpen={open}
        />
        <p className={classes.below}>
          The silhouette of a row is 1 where its own group is near and every other far, 0 between two groups,
          and below 0 nearer to another
          {known < silhouette.length ? `; found for ${formatCount(known)} of the ${part} rows` : ''}. Open a
          group for its rows.
        </p>
      </Panel>
      {samples && (
        <SampleTable run={run} rows={judged.rows} samples={samples} onClose={() => setSamples(undefined)} />
      )}
      <GroupProfile run={run} judged={judged} colors={groups.map(({ color }) => color)} />
      <div className={classes.split}>
        <GroupPlot
          title="Rows on a plane"
          fileName={run.name}
          xLabel="Along what differs most"
          yLabel="Along what differs next"
          points={points}
          labels={labels}
          quiet={none < 0 ? undefined : none}
        />
        <TriedGroups run={run} groups={labels.length - Number(none >= 0)} />
      </div>
      <BesideGroups run={run} judged={judged} />
    </>
  );
}

/** Those that are not known last. */
const order = (value = Number.NaN): number => (Number.isNaN(value) ? 2 : value);

const columnsOf = (total: number): DataColumn<GroupRow>[] => [
  {
    id: 'label',
    header: 'Group',
    width: 'minmax(96px, 2fr)',
    render: ({ label, color }) => (
      <span className="clip">
        <span className={styles.swatch} style={{ background: color }} aria-hidden="true" />
        {label}
      </span>
    ),
  },
  {
    id: 'rows',
    header: 'Rows',
    width: 'minmax(60px, 1fr)',
    align: 'right',
    render: ({ places }) => formatCount(places.length),
    sortValue: ({ places }) => places.length,
  },
  {
    id: 'share',
    header: 'Share',
    width: 'minmax(76px, 1fr)',
    align: 'right',
    render: ({ places }) => formatShare(places.length / total),
    sortValue: ({ places }) => places.length,
  },
  {
    id: 'silhouette',
    header: 'Silhouette',
    width: 'minmax(80px, 1fr)',
    align: 'right',
    render: ({ silhouette }) => (Number.isNaN(silhouette) ? '–' : silhouette.toFixed(2).replace('-', '−')),
    sortValue: ({ silhouette }) => silhouette,
  },
];
