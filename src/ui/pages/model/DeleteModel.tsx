import { useNavigate } from '@tanstack/react-router';
import { run } from '#/app/run';
import type { Model } from '#/core/protocol/model';
import { formatCount } from '#/ui/charts/formatNumber';
import { ConfirmDialog } from '#/ui/components/ConfirmDialog';
import { NameList } from '#/ui/components/NameList';
import { useCommand } from '#/ui/useCommand';

export function DeleteModel({
  model,
  opened,
  onClose,
}: {
  model: Model;
  opened: boolean;
  onClose: () => void;
}) {
  const navigate = useNavigate();
  const { data } = useCommand('models.dependants', opened ? { id: model.id } : null);
  const aliases = Object.keys(model.aliases);
  return (
    <ConfirmDialog
      opened={opened}
      danger
      title={`Delete ${model.name}?`}
      confirmLabel="Delete model"
      onClose={onClose}
      onConfirm={async () => {
        await run('models.delete', { id: model.id });
        await navigate({ to: '/models' });
      }}
    >
      <p>
        {data
          ? `${formatCount(data.versions)} version${data.versions === 1 ? '' : 's'} with weights and transforms are removed. This cannot be undone.`
          : 'Looking for what belongs to it…'}
      </p>
      {aliases.length > 0 && <p>In use under: {aliases.join(', ')}.</p>}
      {data && data.ensembles.length > 0 && (
        <p style={{ marginTop: 8 }}>
          Ensembles that hold it keep all they need of it and go on answering:{' '}
          {data.ensembles.map(({ name }) => name).join(', ')}.
        </p>
      )}
      {data && data.runs.length > 0 && (
        <>
          <p style={{ marginTop: 8 }}>Runs that trained it stay, without a model:</p>
          <NameList items={data.runs} />
        </>
      )}
    </ConfirmDialog>
  );
}
