import { useNavigate } from '@tanstack/react-router';
import { run } from '#/app/run';
import type { Model } from '#/core/protocol/model';
import { formatCount } from '#/ui/charts/formatNumber';
import { ConfirmDialog } from '#/ui/components/ConfirmDialog';
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
      {data && data.runs.length > 0 && (
        <>
          <p style={{ marginTop: 8 }}>Runs that trained it stay, without a model:</p>
          <ul style={{ margin: '4px 0 0', paddingLeft: 20 }}>
            {data.runs.slice(0, 10).map((entry) => (
              <li key={entry.id}>{entry.name}</li>
            ))}
            {data.runs.length > 10 && <li>{formatCount(data.runs.length - 10)} more</li>}
          </ul>
        </>
      )}
    </ConfirmDialog>
  );
}
