import { Button, Group } from '@mantine/core';
import { IconFileTypeHtml, IconMarkdown } from '@tabler/icons-react';
import { run } from '#/app/run';
import type { Model } from '#/core/protocol/model';
import { attempt } from '#/ui/attempt';
import { safeFileName, saveFile } from '#/ui/components/saveFile';

/** The card of the version that the model answers by. */
export function CardButtons({ model }: { model: Model }) {
  const save = async (form: 'html' | 'markdown') => {
    const card = await run('models.card', { modelId: model.id });
    const ending = form === 'html' ? 'html' : 'md';
    saveFile(`${safeFileName(card.fileName)}.${ending}`, card[form], `text/${form}`);
  };
  return (
    <Group gap={8}>
      <Button
        variant="default"
        leftSection={<IconFileTypeHtml size={16} />}
        onClick={() => attempt('No card was made', save('html'))}
      >
        Download .html
      </Button>
      <Button
        variant="default"
        leftSection={<IconMarkdown size={16} />}
        onClick={() => attempt('No card was made', save('markdown'))}
      >
        Download .md
      </Button>
    </Group>
  );
}
