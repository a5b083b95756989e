/** The rules that watch the model: which are crossed, and what became of them. */
import { Button, Menu, Skeleton } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBellOff,
  IconChevronDown,
  IconCircleCheck,
  IconEye,
  IconHelpCircle,
} from '@tabler/icons-react';
import { type CommandInput, type CommandOutput, run } from '#/app/run';
import { measureOf, ruleWords, valueText } from '#/core/inUse/alerts';
import type { Model, ModelVersion } from '#/core/protocol/model';
import { formatCount } from '#/ui/charts/formatNumber';
import { chosenVersion } from '#/ui/components/chosenVersion';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { Panel } from '#/ui/components/Panel';
import { TimeAgo } from '#/ui/components/TimeAgo';
import { useAttempt } from '#/ui/useAttempt';
import { useCommand } from '#/ui/useCommand';
import { AlertForm } from './AlertForm';
import classes from './use.module.css';

type Listed = CommandOutput<'alerts.list'>[number];

export function AlertsPanel({
  model,
  versions,
  revision,
  onChanged,
}: {
  model: Model;
  versions: readonly ModelVersion[];
  revision: number;
  onChanged: () => void;
}) {
  const { data, error } = useCommand('alerts.list', { modelId: model.id }, revision);
  const { busy, error: failed, attemptIt } = useAttempt();
  if (error !== undefined) return <ErrorNote error={error} />;
  if (!data) return <Skeleton h={120} aria-label="Loading the alerts" />;
  const look = () =>
    attemptIt(async () => {
      await run('alerts.check', { modelId: model.id });
      onChanged();
    });
  return (
    <Panel
      title="Alerts"
      actions={
        data.length > 0 && (
          <Button size="compact-sm" variant="default" loading={busy} onClick={() => void look()}>
            Look now
          </Button>
        )
      }
    >
      <AlertForm
        model={model}
        version={chosenVersion(model, versions, undefined)?.version}
        onAdded={onChanged}
      />
      {failed !== undefined && <ErrorNote error={failed} />}
      {data.length === 0 ? (
        <p className="quiet">
          Nothing is watched. Rules are looked at after answers, labels and comparisons, while the studio is
          open.
        </p>
      ) : (
        <ul className={classes.alerts}>
          {data.map((alert) => (
            <OneAlert key={alert.id} alert={alert} onChanged={onChanged} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function stateOf({ status, snoozedUntil, checkedAt, why }: Listed) {
  if (snoozedUntil !== undefined && snoozedUntil > Date.now())
    return { sign: 'snoozed', words: 'snoozed', Icon: IconBellOff };
  if (status === 'firing') return { sign: 'firing', words: 'crossed', Icon: IconAlertTriangle };
  if (status === 'acknowledged') return { sign: 'seen', words: 'crossed, seen', Icon: IconEye };
  return checkedAt === undefined || why !== undefined
    ? { sign: 'unknown', words: 'not known', Icon: IconHelpCircle }
    : { sign: 'quiet', words: 'not crossed', Icon: IconCircleCheck };
}

function OneAlert({ alert, onChanged }: { alert: Listed; onChanged: () => void }) {
  const { busy, error, attemptIt } = useAttempt();
  const { id, threshold, column, minutes, measure, severity, status, value, why, checkedAt, history } = alert;
  const { sign, words, Icon } = stateOf(alert);
  const change = (how: CommandInput<'alerts.change'>['how'], forMinutes?: number) =>
    attemptIt(async () => {
      await run('alerts.change', { id, how, minutes: forMinutes });
      onChanged();
    });
  // The newest word of the webhook.
  const last = history.findLast(({ what, failed: not }) => not || what.startsWith('Told '));
  const untold = last?.failed ? last.what : undefined;
  const told = last?.failed ? history.filter((one) => one !== last) : history;
  const rule = ruleWords(alert);
  const name = rule[0]?.toUpperCase() + rule.slice(1);
  return (
    <li className={classes.alert} aria-label={name}>
      <div className={classes.head}>
        <div>
          <p className={classes.headline}>
            <span className={classes.sign} data-sign={sign} data-severity={severity}>
              <Icon size={16} aria-hidden="true" />
              {words}
            </span>{' '}
            {name}
            {column === undefined && ` ${measureOf[measure].crossedWhen} ${valueText(alert, threshold)}`}
          </p>
          <p className="quiet">
            {severity}
            {measure !== 'drifted' &&
              `, last ${formatCount(minutes)} ${minutes === 1 ? 'minute' : 'minutes'}`}
            {value !== undefined && `, now ${valueText(alert, value)}`}
            {alert.webhook !== undefined && `, told to ${URL.parse(alert.webhook)?.host ?? 'a webhook'}`}
            {checkedAt !== undefined && (
              <>
                , looked at <TimeAgo at={checkedAt} />
              </>
            )}
            {why !== undefined && `. ${why}`}
          </p>
        </div>
        <div className={classes.actions}>
          {status === 'firing' && (
            <Button size="compact-sm" disabled={busy} onClick={() => void change('acknowledge')}>
              Acknowledge
            </Button>
          )}
          <Menu position="bottom-end">
            <Menu.Target>
              <Button
                size="compact-sm"
                variant="default"
                disabled={busy}
                rightSection={<IconChevronDown size={14} aria-hidden="true" />}
              >
                Snooze
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => void change('snooze', 60)}>For an hour</Menu.Item>
              <Menu.Item onClick={() => void change('snooze', 24 * 60)}>For a day</Menu.Item>
              <Menu.Item onClick={() => void change('snooze', 7 * 24 * 60)}>For a week</Menu.Item>
            </Menu.Dropdown>
          </Menu>
          <Button size="compact-sm" variant="default" disabled={busy} onClick={() => void change('remove')}>
            Remove
          </Button>
        </div>
      </div>
      {error !== undefined && <ErrorNote error={error} />}
      {untold !== undefined && (
        <p className={classes.doubt}>
          <IconAlertTriangle size={16} aria-hidden="true" />
          <span>{untold}</span>
        </p>
      )}
      {history.length > 1 && (
        <ol className={classes.history}>
          {told.slice(-5).map(({ at, what }) => (
            <li key={`${at} ${what}`}>
              {what}{' '}
              <span className="quiet">
                <TimeAgo at={at} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </li>
  );
}
