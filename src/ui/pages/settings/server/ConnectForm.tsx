/** Address, name and password of a sync server. Its host is allowed by this form: nothing is asked of another. */
import { Button, Checkbox, PasswordInput, Stack, TextInput } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { run } from '#/app/run';
import { ErrorNote } from '../../../components/ErrorNote';
import { useAttempt } from '../../../useAttempt';
import styles from '../SettingsPage.module.css';

export function ConnectForm({ onConnected }: { onConnected: () => void }) {
  const [isOpen, setOpen] = useState(false);
  const [url, setUrl] = useState('');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [isNew, setNew] = useState(false);
  const [invite, setInvite] = useState('');
  const { busy, error, attemptIt } = useAttempt();
  const host = hostOf(url);

  const connect = async () => {
    if (host) await run('sources.allow', { host });
    await run('server.connect', { url, name, password, isNew, ...(invite !== '' && { invite }) });
    onConnected();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void attemptIt(connect);
  };

  return (
    <Stack gap="sm">
      <p className={styles.small}>
        Several people, or several machines of yours, can share models, datasets and runs through a server of
        your own (<code>npm run server</code>). Without one everything stays here.
      </p>
      {isOpen ? (
        <form onSubmit={submit} aria-label="Connect to a server">
          <Stack gap="sm">
            <TextInput
              label="Address"
              placeholder="https://tetrad.example.org"
              value={url}
              onChange={(event) => setUrl(event.currentTarget.value)}
              description={host ? `This studio may speak to ${host} from then on.` : undefined}
              data-autofocus
              required
            />
            <TextInput
              label="Name"
              autoComplete="username"
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              required
            />
            <PasswordInput
              label="Password"
              autoComplete={isNew ? 'new-password' : 'current-password'}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              required
            />
            <TextInput
              label="Invitation"
              description="From an owner of the workspace. The first person of a server needs none."
              value={invite}
              onChange={(event) => setInvite(event.currentTarget.value)}
            />
            <Checkbox
              label="I am new at this server"
              checked={isNew}
              onChange={(event) => setNew(event.currentTarget.checked)}
            />
            {error === undefined ? null : <ErrorNote error={error} />}
            <div className={styles.buttons}>
              <Button type="submit" loading={busy} disabled={!host || name === '' || password === ''}>
                Connect
              </Button>
              <Button variant="subtle" onClick={() => setOpen(false)}>
                Cancel
              </Button>
            </div>
          </Stack>
        </form>
      ) : (
        <div className={styles.buttons}>
          <Button
            variant="default"
            leftSection={<IconPlugConnected size={16} />}
            onClick={() => setOpen(true)}
          >
            Connect to a server…
          </Button>
        </div>
      )}
    </Stack>
  );
}

function hostOf(url: string): string | undefined {
  try {
    const { host, protocol } = new URL(url);
    return /^https?:$/.test(protocol) && host !== '' ? host : undefined;
  } catch {
    return undefined;
  }
}
