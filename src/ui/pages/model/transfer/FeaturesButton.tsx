/** What the layer at the cut sees of a dataset, as a table of its own. */
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { run } from '#/app/run';
import { attempted } from '#/ui/attempt';

export function FeaturesButton({
  modelVersionId,
  datasetId,
  cut,
}: {
  modelVersionId: string;
  datasetId?: string;
  cut?: string;
}) {
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const make = async () => {
    if (!datasetId || !cut) return;
    setBusy(true);
    await attempted(
      'The table was not made',
      run('models.features', { modelVersionId, datasetId, cut }).then((made) =>
        navigate({ to: '/data/$datasetId', params: { datasetId: made.datasetId } }),
      ),
    );
    setBusy(false);
  };
  return (
    <Button variant="default" loading={busy} disabled={!datasetId || !cut} onClick={() => void make()}>
      Make a table of it
    </Button>
  );
}
