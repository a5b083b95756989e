/** Every version of every model that is not one of the folds of a cross-validation. */
import { useEffect, useState } from 'react';
import { run } from '#/app/run';
import { liveModels } from '#/app/stores/live';
import { useLive } from '#/ui/useLive';
import type { Member } from './combinable';

export function useMembers(): { members?: Member[]; error?: unknown } {
  const models = useLive(liveModels());
  const [found, setFound] = useState<{ members?: Member[]; error?: unknown }>({});
  useEffect(() => {
    if (!models) return undefined;
    let gone = false;
    const read = models.map(async ({ model, latest, versions }): Promise<Member[]> => {
      if (!latest) return [];
      if (versions === 1) return [{ model, version: latest }];
      const whole = await run('models.get', { id: model.id });
      return whole.versions.map((version) => ({ model, version }));
    });
    Promise.all(read).then(
      (members) => gone || setFound({ members: members.flat() }),
      (error: unknown) => gone || setFound({ error }),
    );
    return () => {
      gone = true;
    };
  }, [models]);
  return found;
}
