/** A dataset of sound: its clips to see, hear and label, the table of them, what was noticed. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { secondsOf, soundIn } from '#/core/audio/audioSchema';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { KindPage, labelledIn, rowsTab } from '#/ui/components/dataset/KindPage';
import type { DatasetProps } from '../kindView';
import ClipsTab from './ClipsTab';
import { RehearDialog } from './RehearDialog';

export default function SoundView(props: DatasetProps) {
  const { version } = props;
  const sound = soundIn(version.schema);
  const [cutting, setCutting] = useState(false);
  return (
    <>
      <KindPage
        {...props}
        hasFiles
        adds={{ words: 'sounds', many: true }}
        facts={
          <>
            <span>
              {formatCount(version.rows)} {version.rows === 1 ? 'clip' : 'clips'} of{' '}
              {formatNumber(secondsOf(sound.hearing), 3)} s
            </span>
            <span>{formatCount(sound.hearing.rate)} Hz</span>
            {sound.items.count !== version.rows && <span>{formatCount(sound.items.count)} files</span>}
          </>
        }
        actions={
          <Button variant="default" onClick={() => setCutting(true)}>
            Change clips
          </Button>
        }
        tabs={[
          {
            value: 'clips',
            title: 'Clips',
            panel: (target) => (
              <ClipsTab version={version} sound={sound} target={labelledIn(version, target)} />
            ),
          },
          rowsTab('table', 'Table', version),
        ]}
      />
      {cutting && (
        <RehearDialog key={version.id} version={version} sound={sound} onClose={() => setCutting(false)} />
      )}
    </>
  );
}
