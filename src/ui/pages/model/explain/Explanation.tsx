/** One explanation: how far it is, then what was found, on what, and the way out. */
import { Button, Skeleton } from '@mantine/core';
import { IconDownload, IconRefresh } from '@tabler/icons-react';
import { type ComponentType, useEffect, useMemo, useState } from 'react';
import type { ExplainInput, ExplainJobResult } from '#/app/jobs/explainJob';
import { run } from '#/app/run';
import { type Attribution, parseAttribution } from '#/core/explain/attribution';
import type { Job } from '#/core/protocol/job';
import type { ModelVersion } from '#/core/protocol/model';
import { attempt } from '#/ui/attempt';
import { formatNumber, formatShare } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { JobLine } from '#/ui/components/JobLine';
import { saveFile } from '#/ui/components/saveFile';
import { AttentionView } from './AttentionView';
import { ChecksNote } from './ChecksNote';
import { ContributionsView } from './ContributionsView';
import { CounterfactualsView } from './CounterfactualsView';
import { ClipView } from './ClipView';
import { CourseView } from './CourseView';
import { CurvesView } from './CurvesView';
import type { AttributionViewProps, AttributionViews } from './attributionViews';
import classes from './explain.module.css';
import { HeardView } from './HeardView';
import { ImportanceView } from './ImportanceView';
import { ImitationView } from './ImitationView';
import { InteractionsView } from './InteractionsView';
import { NeighboursView } from './NeighboursView';
import { PictureView } from './PictureView';
import { rowsText } from './rowsText';
import { VolumeView } from './VolumeView';
import { SurfaceView } from './SurfaceView';
import { WordsView } from './WordsView';

const views: AttributionViews = {
  importances: ImportanceView,
  volume: VolumeView,
  picture: PictureView,
  heard: HeardView,
  clip: ClipView,
  course: CourseView,
  attention: AttentionView,
  contributions: ContributionsView,
  curves: CurvesView,
  surface: SurfaceView,
  interactions: InteractionsView,
  words: WordsView,
  imitation: ImitationView,
  neighbours: NeighboursView,
  counterfactuals: CounterfactualsView,
};

/** When the model said so. */
const undisturbed: Record<Attribution['form'], string> = {
  importances: ' with every column as it is.',
  volume: ' when nothing is hidden.',
  picture: ' when nothing is hidden.',
  heard: '.',
  clip: '.',
  course: '.',
  attention: '.',
  contributions: ', when no column is known.',
  curves: ' before anything is changed.',
  surface: ' of the rows.',
  interactions: '.',
  words: '.',
  imitation: ', on rows that it was not grown from.',
  neighbours: '.',
  counterfactuals: ' as it is.',
};

export function Explanation({
  job,
  version,
  datasetName,
}: {
  job: Job;
  version: ModelVersion;
  datasetName: string;
}) {
  if (job.status === 'completed') return <Found job={job} version={version} datasetName={datasetName} />;
  const canRetry = job.status === 'failed' || job.status === 'interrupted';
  return (
    <div className={classes.job}>
      <JobLine job={job} />
      {job.error && (
        <ErrorNote
          error={job.error}
          actions={
            canRetry && (
              <Button
                variant="default"
                leftSection={<IconRefresh size={16} />}
                onClick={() => attempt('It could not go on', run('jobs.resume', { id: job.id }))}
              >
                Try again
              </Button>
            )
          }
        />
      )}
    </div>
  );
}

function Found({ job, version, datasetName }: { job: Job; version: ModelVersion; datasetName: string }) {
  const input = job.input as ExplainInput;
  const result = job.result as ExplainJobResult;
  const { found, error } = useAttribution(job.id);
  const of = useMemo(
    () => ({
      datasetId: job.datasetId ?? version.datasetId,
      datasetVersionId: input.datasetVersionId,
      sample: input.sample ?? 0,
    }),
    [job.datasetId, version.datasetId, input.datasetVersionId, input.sample],
  );
  if (error !== undefined) return <ErrorNote error={error} />;
  if (!found) return <Skeleton h={280} aria-label="Loading the explanation" />;
  const View = views[found.form] as ComponentType<AttributionViewProps>;
  const download = async () => {
    const { fileName, file } = await run('jobs.download', { id: job.id });
    saveFile(fileName, file);
  };
  return (
    <section className={classes.found} aria-label={found.measure}>
      <div className={classes.head}>
        <p>
          {result.background && rowsText(result.background, found, { input, version, datasetName })}{' '}
          {input.sample !== undefined && `Sample ${input.sample} of ${datasetName}: `}
          <strong>
            {result.baseName} {figureText(found)}
          </strong>
          {isByGradient(found) ? '.' : undisturbed[found.form]}
        </p>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} />}
          onClick={() => attempt('Nothing was downloaded', download())}
        >
          Download .safetensors
        </Button>
      </div>
      <View
        found={found}
        version={version}
        of={of}
        largest={'largest' in result ? result.largest : undefined}
        fileName={job.title}
      />
      {found.notes?.map((note) => (
        <p key={note} className="quiet">
          {note}
        </p>
      ))}
      {found.checks && <ChecksNote checks={found.checks} />}
    </section>
  );
}

/** Of how well a tree imitates the digits behind "1" matter. */
function figureText(found: Attribution): string {
  const { value } = found.baseline;
  if (found.form !== 'imitation') return formatNumber(value);
  return found.labels.length > 0 ? formatShare(value) : value.toFixed(3);
}

/** Nothing is hidden or dealt anew, only looked at. */
const isByGradient = (found: Attribution): boolean => found.checks !== undefined || 'signs' in found;

function useAttribution(jobId: string): { found?: Attribution; error?: unknown } {
  const [state, setState] = useState<{ jobId: string; found?: Attribution; error?: unknown }>({ jobId });
  useEffect(() => {
    let isCurrent = true;
    run('jobs.download', { id: jobId })
      .then(async ({ file }) => parseAttribution(new Uint8Array(await file.arrayBuffer())))
      .then(
        (found) => isCurrent && setState({ jobId, found }),
        (error: unknown) => isCurrent && setState({ jobId, error }),
      );
    return () => {
      isCurrent = false;
    };
  }, [jobId]);
  return state.jobId === jobId ? state : {};
}
