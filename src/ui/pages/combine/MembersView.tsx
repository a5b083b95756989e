/** An ensemble's members beside it: what each is worth on the same rows, how much it counts, and how differently they answer. */
import { Link } from '@tanstack/react-router';
import { bodyOf } from '#/core/bodies/registry';
import type { EnsembleTold, MemberTold } from '#/core/ensembles/told';
import type { ModelVersion } from '#/core/protocol/model';
import { metricName } from '#/core/tasks/judgeName';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { metricText, metricTitle } from '#/ui/charts/metricNames';
import { type DataColumn, DataTable } from '#/ui/components/DataTable';
import { Panel } from '#/ui/components/Panel';
import { liveModels } from '#/app/stores/live';
import { useLive } from '#/ui/useLive';
import classes from './combine.module.css';

const fitWords = ({ method, fittedOn }: EnsembleTold): string =>
  fittedOn
    ? `The weights were learnt from ${formatCount(fittedOn.rows)} rows of the ${
        fittedOn.part === 'folds'
          ? 'folds, each answered by a model that had not seen it'
          : 'validation part (blending), so the validation figure of the ensemble is flattered; the test part chose nothing'
      }.`
    : method === 'voting'
      ? 'The weights were given; no row chose anything.'
      : '';

interface Line extends MemberTold {
  own?: true;
}

export default function MembersView({ version }: { version: ModelVersion }) {
  const told = bodyOf(version.body).members?.(version.body.spec);
  if (!told) return null;
  const [val, test] = [metricName('val', told.metric), metricName('test', told.metric)];
  const together: Line = {
    own: true,
    versionId: version.id,
    name: 'Together',
    weight: Number.NaN,
    ...(version.metrics[val] !== undefined && { val: version.metrics[val] }),
    ...(version.metrics[test] !== undefined && { test: version.metrics[test] }),
  };
  const figure = (id: 'val' | 'test', metric: string): DataColumn<Line> => ({
    id,
    header: metricTitle(metric),
    width: '132px',
    align: 'right',
    sortValue: (line) => line[id],
    render: (line) =>
      line.own ? <strong>{metricText(metric, line[id])}</strong> : metricText(metric, line[id]),
  });
  const columns: DataColumn<Line>[] = [
    {
      id: 'name',
      header: 'Member',
      width: 'minmax(140px, 2fr)',
      render: (line) => (line.own ? <strong>{line.name}</strong> : <MemberName member={line} />),
    },
    {
      id: 'weight',
      header: 'Weight',
      width: '76px',
      align: 'right',
      sortValue: ({ weight }) => weight,
      render: (line) => (line.own ? '' : formatNumber(line.weight, 3)),
    },
    ...(told.members.some((member) => member.val !== undefined) ? [figure('val', val)] : []),
    ...(told.members.some((member) => member.test !== undefined) ? [figure('test', test)] : []),
  ];
  return (
    <div className={classes.panels}>
      <Panel title="Members">
        <p className={`quiet ${classes.words}`}>{fitWords(told)}</p>
        <DataTable
          label="Members of the ensemble"
          columns={columns}
          rows={[together, ...told.members]}
          rowKey={({ versionId }) => versionId}
        />
      </Panel>
      <Diversity told={told} />
    </div>
  );
}

/** A member that was deleted is named without a link: the ensemble has all it needs. */
function MemberName({ member: { name, versionId } }: { member: MemberTold }) {
  const modelName = name.replace(/, version \d+$/, '');
  const model = useLive(liveModels())?.find(
    (entry) => entry.latest?.id === versionId || entry.model.name === modelName,
  )?.model;
  return model ? (
    <Link to="/models/$modelId" params={{ modelId: model.id }} title={name}>
      {name}
    </Link>
  ) : (
    <span title={`${name}: no longer here; the ensemble keeps what it needs`}>{name}</span>
  );
}

function Diversity({ told: { diversity, members } }: { told: EnsembleTold }) {
  const { as, part, rows, values } = diversity;
  const isShare = as === 'disagreement';
  return (
    <Panel title={isShare ? 'How often two of them answer differently' : 'How alike their errors are'}>
      <p className={`quiet ${classes.words}`}>
        {isShare
          ? `On ${formatCount(rows)} rows of the ${part} part. Members that answer alike add nothing to each other.`
          : `Correlation of the errors on ${formatCount(rows)} rows of the ${part} part. At 1 they err alike and add nothing to each other.`}
      </p>
      {/* It scrolls sideways where it is narrow. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.matrix} tabIndex={0} role="group" aria-label="Pairs of members">
        <table>
          <thead>
            <tr>
              <th scope="col">Member</th>
              {members.map((member, i) => (
                <th key={member.versionId} scope="col" title={member.name}>
                  {i + 1}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {members.map((member, i) => (
              <tr key={member.versionId}>
                <th scope="row">
                  {i + 1} {member.name}
                </th>
                {members.map((other, j) => (
                  <td key={other.versionId}>
                    {i === j
                      ? '–'
                      : isShare
                        ? `${formatNumber(100 * (values[i]?.[j] ?? 0), 3)} %`
                        : formatNumber(values[i]?.[j] ?? 0, 2)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
