/** From rows of an evaluation to why they were answered so: all of them at once, where a method takes them, else the first. */
import { Button } from '@mantine/core';
import { IconWand } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { run as command } from '#/app/run';
import { liveModel } from '#/app/stores/live';
import { explainersFor } from '#/core/explain/explainersFor';
import { mostChosen } from '#/core/explain/rowsAsked';
import type { Run } from '#/core/protocol/model';
import { attempt } from '#/ui/attempt';
import { formatCount } from '#/ui/charts/formatNumber';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { useLive } from '#/ui/useLive';
import type { Samples } from './SampleTable';

export function ExplainRows({ run, rows, samples }: { run: Run; rows: Uint32Array; samples: Samples }) {
  const version = useLive(liveModel(run.modelId))?.versions.find(({ id }) => id === run.modelVersionId);
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  if (!version || samples.places.length === 0) return null;
  const fitting = explainersFor(version);
  // What is exact and fast, where it fits.
  const method =
    fitting.find(({ type }) => type === 'treeShapleySummary') ?? fitting.find(({ takesRows }) => takesRows);
  const numbers = samples.places.slice(0, mostChosen).map((place) => rows[place] as number);
  if (!method)
    return (
      fitting.some(({ of }) => of === 'sample') && (
        <ButtonLink
          to="/models/$modelId"
          params={{ modelId: run.modelId }}
          search={{ tab: 'explain', version: version.id, sample: String(numbers[0]) }}
          variant="default"
          size="compact-sm"
        >
          Explain the first
        </ButtonLink>
      )
    );
  const start = async () => {
    setBusy(true);
    try {
      const { jobId } = await command('explain.run', {
        modelId: run.modelId,
        version: version.number,
        method: method.type,
        params: { label: samples.about ?? '' },
        ...(run.datasetVersionId !== version.datasetVersionId && { datasetId: run.datasetId }),
        sampleIndices: numbers,
      });
      await navigate({
        to: '/models/$modelId',
        params: { modelId: run.modelId },
        search: { tab: 'explain', explanation: jobId },
      });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      variant="default"
      size="compact-sm"
      leftSection={<IconWand size={16} />}
      loading={busy}
      onClick={() => attempt('The rows were not explained', start())}
    >
      {samples.places.length > mostChosen
        ? `Explain the first ${formatCount(mostChosen)}`
        : numbers.length === 1
          ? 'Explain this row'
          : `Explain these ${numbers.length}`}
    </Button>
  );
}
