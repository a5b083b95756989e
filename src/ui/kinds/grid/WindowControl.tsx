/** What a model was asked about: the window of one sample in the viewer. */
import { useEffect, useState } from 'react';
import type { ModelVersion } from '#/core/protocol/model';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { GridViewer } from '#/ui/viewers/grid/GridViewer';
import type { ViewerAxes, GridSource } from '#/ui/viewers/grid/gridSource';
import type { SampleOf } from '#/ui/viewers/grid/sampleBox';
import { sampleWindow } from '#/ui/viewers/grid/sampleWindow';

export function WindowControl({ version, of }: { version: ModelVersion; of: SampleOf }) {
  const [shown, setShown] = useState<{ axes: ViewerAxes; source: GridSource; of: SampleOf }>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    let isCurrent = true;
    sampleWindow(version, of).then(
      (made) => {
        if (!isCurrent) return;
        setShown({ ...made, of });
        setError(undefined);
      },
      (thrown: unknown) => isCurrent && setError(thrown),
    );
    return () => {
      isCurrent = false;
    };
  }, [version, of]);
  if (error !== undefined) return <ErrorNote error={error} />;
  return shown ? <GridViewer key={shown.source.id} axes={shown.axes} sources={[shown.source]} /> : <div />;
}
