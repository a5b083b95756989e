/** Members of the workspace, an invitation for one more, and the log of who did what; the last two for owners. */
import { Button, CopyButton, Select } from '@mantine/core';
import { useState } from 'react';
import { type CommandOutput, run } from '#/app/run';
import { ErrorNote } from '../../../components/ErrorNote';
import { useAttempt } from '../../../useAttempt';
import styles from '../SettingsPage.module.css';

type Role = CommandOutput<'server.invite'>['role'];
const roles: { value: Role; label: string }[] = [
  { value: 'editor', label: 'Editor: changes everything but people' },
  { value: 'viewer', label: 'Viewer: reads' },
  { value: 'runner', label: 'Runner: takes trainings' },
  { value: 'owner', label: 'Owner: also people' },
];

export function People({ isOwner }: { isOwner: boolean }) {
  const [members, setMembers] = useState<CommandOutput<'server.members'>['members']>();
  const [lines, setLines] = useState<CommandOutput<'server.audit'>['lines']>();
  const [role, setRole] = useState<Role>('editor');
  const [invitation, setInvitation] = useState<CommandOutput<'server.invite'>>();
  const { busy, error, attemptIt } = useAttempt();
  const look = async () => {
    setMembers((await run('server.members', {})).members);
    if (isOwner) setLines((await run('server.audit', {})).lines);
  };
  if (!members)
    return (
      <div className={styles.buttons}>
        <Button variant="subtle" size="compact-sm" loading={busy} onClick={() => attemptIt(look)}>
          Who shares it
        </Button>
        {error === undefined ? null : <ErrorNote error={error} />}
      </div>
    );
  return (
    <section aria-label="People">
      <ul className={styles.hosts} aria-label="Members">
        {members.map(({ id, name, role }) => (
          <li key={id}>
            <span>{name}</span>
            <span className="quiet">{role}</span>
          </li>
        ))}
      </ul>
      {isOwner && (
        <div className={styles.buttons}>
          <Select
            aria-label="Role of who is invited"
            size="xs"
            miw={270}
            data={roles}
            value={role}
            allowDeselect={false}
            onChange={(value) => value && setRole(value as Role)}
          />
          <Button
            variant="default"
            size="xs"
            loading={busy}
            onClick={() => attemptIt(async () => setInvitation(await run('server.invite', { role })))}
          >
            Invite
          </Button>
        </div>
      )}
      {invitation && (
        <p className={styles.small} role="status">
          For one {invitation.role}, {invitation.days} days: <code>{invitation.invite}</code>{' '}
          <CopyButton value={invitation.invite}>
            {({ copied, copy }) => (
              <Button variant="subtle" size="compact-xs" onClick={copy}>
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
        </p>
      )}
      {error === undefined ? null : <ErrorNote error={error} />}
      {lines && lines.length > 0 && (
        <table className={styles.traffic}>
          <caption className={styles.small}>Who did what</caption>
          <thead>
            <tr>
              <th scope="col">Who</th>
              <th scope="col">What</th>
              <th scope="col">When</th>
            </tr>
          </thead>
          <tbody>
            {lines.slice(0, 20).map(({ at, who, what, target }) => (
              <tr key={`${at} ${what} ${target}`}>
                <th scope="row">{who}</th>
                <td>
                  {what} {target}
                </td>
                <td>{new Date(at).toLocaleString()}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
