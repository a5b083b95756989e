import type { ModelVersion } from '#/core/protocol/model';
import { Panel } from '#/ui/components/Panel';
import { goneOnWords } from './goneOnWords';
import classes from './further.module.css';

/** What a version that went on from another kept of it; nothing where it began anew. */
export function GoneOnNote({
  version,
  versions,
}: {
  version: ModelVersion;
  versions: readonly ModelVersion[];
}) {
  const { goneOn } = version;
  if (!goneOn) return null;
  const from = versions.find(({ id }) => id === goneOn.from);
  const before = from ? `version ${from.number}` : 'the version before';
  return (
    <Panel title={`What version ${version.number} kept of ${before}`}>
      <dl className={classes.kept}>
        {goneOnWords(goneOn, before).map(({ title, sentence, isWorse }) => (
          <div key={title} data-worse={isWorse || undefined}>
            <dt>{title}</dt>
            <dd>{sentence}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
