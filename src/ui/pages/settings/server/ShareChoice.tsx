import { Checkbox, MultiSelect, Radio, Stack } from '@mantine/core';
import { run } from '#/app/run';
import { notifyError } from '#/app/stores/notices';
import type { SharePolicy } from '#/core/protocol/sync';
import { useCommand } from '../../../useCommand';

/** All of this studio or chosen things, with their rows or without. */
export function ShareChoice({ share, reload }: { share: SharePolicy; reload: () => void }) {
  const datasets = useCommand('datasets.list', {}).data ?? [];
  const models = useCommand('models.list', {}).data ?? [];
  const change = (changed: Partial<SharePolicy>) =>
    void run('server.share', { ...share, ...changed })
      .catch((thrown) => notifyError('That did not work', thrown))
      .finally(reload);
  return (
    <Stack gap="xs">
      <Radio.Group
        label="What is shared"
        value={share.what}
        onChange={(what) => change({ what: what as SharePolicy['what'] })}
      >
        <Stack gap={6} mt={6}>
          <Radio value="all" label="Everything here" />
          <Radio value="chosen" label="Only what I choose, with what belongs to it" />
        </Stack>
      </Radio.Group>
      {share.what === 'chosen' && (
        <>
          <MultiSelect
            label="Datasets"
            searchable
            data={datasets.map(({ dataset: { id, name } }) => ({ value: id, label: name }))}
            value={share.datasetIds}
            onChange={(datasetIds) => change({ datasetIds })}
          />
          <MultiSelect
            label="Models"
            searchable
            data={models.map(({ model: { id, name } }) => ({ value: id, label: name }))}
            value={share.modelIds}
            onChange={(modelIds) => change({ modelIds })}
          />
        </>
      )}
      <Checkbox
        label="Without rows"
        description="Models, runs and curves leave; what they learnt from does not."
        checked={share.withoutData === true}
        onChange={(event) => change({ withoutData: event.currentTarget.checked })}
      />
    </Stack>
  );
}
