/** Programs that ask the file, made of what it takes. */
import { Button, CopyButton, Group, SegmentedControl, Stack } from '@mantine/core';
import { IconCopy, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { CommandOutput } from '#/app/run';
import { saveFile } from '#/ui/components/saveFile';
import classes from './export.module.css';

export function CodeView({ code }: { code: CommandOutput<'models.export'>['code'] }) {
  const [language, setLanguage] = useState(code[0]?.language ?? '');
  const shown = code.find((one) => one.language === language) ?? code[0];
  if (!shown) return null;
  return (
    <Stack gap={8} component="section" aria-label="Code that asks the file">
      <Group gap={8} justify="space-between">
        <SegmentedControl
          aria-label="Language"
          data={code.map(({ language: value, title }) => ({ value, label: title }))}
          value={shown.language}
          onChange={setLanguage}
        />
        <Group gap={8}>
          <CopyButton value={shown.text}>
            {({ copied, copy }) => (
              <Button variant="default" leftSection={<IconCopy size={16} />} onClick={copy}>
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
          <Button
            variant="default"
            leftSection={<IconDownload size={16} />}
            onClick={() => saveFile(shown.fileName, shown.text, 'text/plain')}
          >
            {shown.fileName}
          </Button>
        </Group>
      </Group>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keys */}
      <div className={classes.code} tabIndex={0} role="group" aria-label={`${shown.title} program`}>
        <pre>{shown.text}</pre>
      </div>
    </Stack>
  );
}
