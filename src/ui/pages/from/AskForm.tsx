/** Where to fetch from: one form for each source, drawn from its schemas; an address that is pasted finds its source. */
import { Button, Checkbox, PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type CommandOutput, run } from '#/app/run';
import { sourceOfText, sources } from '#/core/sources/registry';
import type { SourceDef } from '#/core/sources/sourceDef';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { Panel } from '#/ui/components/Panel';
import { type ControlSpec, controlSpecs } from '#/ui/forms/controlSpec';
import { type FormValues, SchemaForm } from '#/ui/forms/SchemaForm';
import { useAttempt } from '#/ui/useAttempt';
import { AllowDialog } from './AllowDialog';
import { FileList } from './FileList';
import styles from './from.module.css';
import { isAllowed } from './isAllowed';

type Listing = CommandOutput<'sources.browse'>;
type Asked = {
  source: string;
  address: Record<string, unknown>;
  keys: Record<string, string>;
  keepKeys: boolean;
};

const order = ['url', 'hub', 's3', 'gcs', 'azure'];
const listed = [...sources.all].sort((a, b) => order.indexOf(a.type) - order.indexOf(b.type));
const first = listed[0] as SourceDef;

export function AskForm({ onJob }: { onJob(jobId: string): void }) {
  const [type, setType] = useState(first.type);
  const [values, setValues] = useState<FormValues>({});
  const [keys, setKeys] = useState<Record<string, string>>({});
  const [keepKeys, setKeepKeys] = useState(false);
  const [more, setMore] = useState(false);
  const [listing, setListing] = useState<Listing & { folder?: string }>();
  const [toAllow, setToAllow] = useState<{ host: string; goOn(): void }>();
  const { busy, error, attemptIt } = useAttempt();
  const def = sources.get(type);
  const specs = controlSpecs(def.address);
  const keySpecs = def.keys ? controlSpecs(def.keys) : [];
  const hasMore = [...specs, ...keySpecs].some(({ advanced }) => advanced);
  const shown = (spec: ControlSpec) => more || !spec.advanced;

  const asked = (): Asked => ({ source: type, address: { ...values }, keys, keepKeys });
  const choose = (source: string, address: FormValues = {}) => {
    setType(source);
    setValues(address);
    setListing(undefined);
  };
  /** Asks first, once, by name. */
  const whenAllowed = async (host: string, work: () => Promise<void>) => {
    if (await isAllowed(host)) await work();
    else setToAllow({ host, goOn: () => void attemptIt(work) });
  };
  const go = () =>
    attemptIt(async () => {
      const address = def.address.parse({ ...values });
      await whenAllowed(def.host(address), async () => {
        if (def.names(address) === undefined) await browse({});
        else await fetchFiles(undefined);
      });
    });
  const browse = async ({ folder, next }: { folder?: string; next?: string }) => {
    const answer = await run('sources.browse', {
      ...asked(),
      ...(folder !== undefined && { folder }),
      ...(next !== undefined && { next }),
    });
    setListing((before) =>
      next !== undefined && before
        ? {
            ...answer,
            folder,
            files: [...before.files, ...answer.files],
            folders: [...before.folders, ...answer.folders],
          }
        : { ...answer, folder },
    );
  };
  const fetchFiles = async (files: Listing['files'] | undefined) => {
    const { jobId } = await run('sources.fetch', { ...asked(), ...(files && { files }) });
    onJob(jobId);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void go();
  };

  return (
    <Panel title="Where from">
      <form className={styles.form} onSubmit={submit}>
        <div className={styles.kinds}>
          <SegmentedControl
            aria-label="Source"
            value={type}
            onChange={(source) => choose(source)}
            data={listed.map(({ type: value, title }) => ({ value, label: title }))}
          />
        </div>
        <p className={styles.small}>{def.about}</p>
        {specs.length === 1 && specs[0] ? (
          <TextInput
            label={specs[0].label}
            description={specs[0].hint}
            value={String(values[specs[0].name] ?? '')}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => {
              const text = event.currentTarget.value;
              const found = sourceOfText(text);
              if (found && found.source !== type) choose(found.source, found.address as FormValues);
              else setValues({ [specs[0]?.name ?? '']: text });
            }}
          />
        ) : (
          <SchemaForm specs={specs.filter(shown)} values={values} onChange={setValues} />
        )}
        {keySpecs.length > 0 && (
          <div className={styles.keys}>
            {keySpecs.filter(shown).map(({ name, label, hint }) => (
              <PasswordInput
                key={name}
                label={label}
                description={hint}
                autoComplete="off"
                value={keys[name] ?? ''}
                onChange={(event) => {
                  const { value } = event.currentTarget;
                  setKeys((before) => ({ ...before, [name]: value }));
                }}
              />
            ))}
          </div>
        )}
        {Object.values(keys).some((value) => value !== '') && keySpecs.length > 0 && (
          <Checkbox
            label="Keep these keys in this browser"
            description="Else they are forgotten with this tab. Kept, they lie unencrypted in this browser’s storage."
            checked={keepKeys}
            onChange={(event) => setKeepKeys(event.currentTarget.checked)}
          />
        )}
        {error === undefined ? null : <ErrorNote error={readable(error)} />}
        <div className={styles.row}>
          <Button type="submit" loading={busy} disabled={Object.keys(values).length === 0}>
            {def.listing ? 'Show files' : 'Fetch'}
          </Button>
          {hasMore && (
            <Button variant="subtle" aria-expanded={more} onClick={() => setMore(!more)}>
              {more ? 'Fewer settings' : 'More settings'}
            </Button>
          )}
        </div>
      </form>
      {listing && (
        <FileList
          key={listing.folder ?? ''}
          listing={listing}
          busy={busy}
          onFolder={(folder) => void attemptIt(() => browse({ folder }))}
          onMore={() => void attemptIt(() => browse({ folder: listing.folder, next: listing.next }))}
          onFetch={(files) => void attemptIt(() => fetchFiles(files))}
        />
      )}
      <AllowDialog asked={toAllow} onClose={() => setToAllow(undefined)} />
    </Panel>
  );
}

/** What a schema says of a field, without the parser's brackets. */
function readable(error: unknown): unknown {
  const { issues } = error as { issues?: { message: string; path: PropertyKey[] }[] };
  const [issue] = Array.isArray(issues) ? issues : [];
  return issue
    ? { code: 'badInput', message: issue.message, place: issue.path.map(String).join('.') }
    : error;
}
