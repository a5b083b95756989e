/** To the Train page; changes of columns that are not applied yet are applied first. */
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { ButtonLink } from '#/ui/components/ButtonLink';
import type { ColumnEdits } from './useColumnEdits';

export function TrainButton({
  datasetId,
  target,
  edits,
}: {
  datasetId: string;
  target: string;
  edits: ColumnEdits;
}) {
  const navigate = useNavigate();
  const search = { dataset: datasetId, target };
  if (edits.changed === 0)
    return (
      <>
        <ButtonLink to="/best" search={search} variant="default">
          Find the best model
        </ButtonLink>
        <ButtonLink to="/train" search={search}>
          Train on this
        </ButtonLink>
      </>
    );
  return (
    <Button
      loading={edits.busy}
      title="The changes of columns are applied first"
      onClick={async () => {
        if (await edits.apply()) await navigate({ to: '/train', search });
      }}
    >
      Apply and train
    </Button>
  );
}
