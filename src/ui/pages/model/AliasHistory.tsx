import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { run } from '#/app/run';
import type { AliasMove, Model, ModelVersion } from '#/core/protocol/model';
import { attempt } from '#/ui/attempt';
import { EmptyState } from '#/ui/components/EmptyState';
import { TimeAgo } from '#/ui/components/TimeAgo';
import classes from './model.module.css';

/** Every move of every alias, newest first; going back is one button. */
export function AliasHistory({
  model,
  versions,
  moves,
}: {
  model: Model;
  versions: readonly ModelVersion[];
  moves: readonly AliasMove[];
}) {
  const numbers = new Map(versions.map((version) => [version.id, version.number]));
  const said = (versionId: string | undefined) =>
    versionId === undefined
      ? 'none'
      : numbers.has(versionId)
        ? `version ${numbers.get(versionId)}`
        : 'a deleted version';
  const aliases = new Map(Object.entries(model.aliases));
  if (moves.length === 0)
    return (
      <EmptyState icon={<IconHistory size={40} stroke={1.25} />} title="No alias was moved yet">
        Give a version an alias, such as champion, in the Versions tab. Moving it is deployment; moving it
        back is rollback, and both are kept here.
      </EmptyState>
    );
  return (
    <ol className={classes.history}>
      {[...moves]
        .sort((a, b) => b.at - a.at)
        .map((move) => {
          const { alias, from } = move;
          const canReturn = from !== undefined && numbers.has(from) && aliases.get(alias) !== from;
          return (
            <li key={move.id} className={classes.move}>
              <strong className="clip">{alias}</strong>
              <span>
                {said(from)} → {said(move.to)}
              </span>
              <span className="quiet">
                <TimeAgo at={move.at} />
              </span>
              {canReturn ? (
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={() =>
                    attempt(
                      'Not rolled back',
                      run('models.setAlias', { modelId: model.id, alias, versionId: from }),
                    )
                  }
                >
                  Back to {said(from)}
                </Button>
              ) : (
                <span />
              )}
            </li>
          );
        })}
    </ol>
  );
}
