import type { Run } from '#/core/protocol/model';
import { Panel } from '#/ui/components/Panel';
import { labelFrom } from '#/ui/forms/labelFrom';
import classes from './run.module.css';

/** Everything needed to run it again. */
export function RunParams({ run }: { run: Run }) {
  const { features, ...params } = run.params;
  return (
    <Panel title="Params">
      {features !== undefined && (
        <p className={classes.features}>
          <span className="quiet">Features</span> {String(features)}
        </p>
      )}
      <dl className={classes.params}>
        {Object.entries(params).map(([name, value]) => (
          <div key={name}>
            <dt className="clip" title={name}>
              {labelFrom(name)}
            </dt>
            <dd className={isHash(value) ? 'mono clip' : 'clip'} title={String(value)}>
              {isHash(value) ? String(value).slice(0, 10) : String(value)}
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

const isHash = (value: unknown): boolean => /^[0-9a-f]{40,}$/.test(String(value));
